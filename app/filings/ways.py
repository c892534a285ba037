"""What can be done about an answer: a sentence, the clock it has to keep to, and the form that it opens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app import law
from app.filings import offers
from app.law.book import BadPack, parse_text

# Some reasons speak of any procedure: "theirs" is whatever day the other side owes, "ask" a day for asking.
_ALIASES: Mapping[str, Callable[[law.Deadline], bool]] = {
    "theirs": lambda deadline: deadline.bound is law.Bound.AGENCY and deadline.kind is law.Kind.LATEST,
    "ask": lambda deadline: ".follow_up" in deadline.clock,
    "amendment": lambda deadline: deadline.clock.endswith(".amendment"),
    "implement": lambda deadline: deadline.clock.endswith(".implementation_request"),
}
# Where a way leads. `follow` opens a filing that follows this one, `beside` another one to the same agency,
# `again` the same request once more, `record` the form of an event; `retract` takes back what is odd.
_WITH_NAME = ("follow", "beside", "record")
_ALONE = ("again", "describe", "retract", "holding", "search", "agency")


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that can be done; `steps` are the law's own next steps that it stands for."""

    text: law.Text
    verb: str | None
    name: str
    clock: str | None
    steps: tuple[str, ...]

    @property
    def key(self) -> tuple[str | None, str, str | None]:
        """What makes two ways the same."""
        return self.verb, self.name, self.clock

    def keeps_to(self, deadline: law.Deadline) -> bool:
        """Whether this is a deadline of the way's clock."""
        alias = _ALIASES.get(self.clock or "")
        return alias(deadline) if alias else deadline.clock == self.clock


def parse_way(where: str, content: Mapping[str, Any]) -> Way:
    """One way; refuses one that leads nowhere, and one whose clock or form nobody knows."""
    clock, to = content.get("clock"), content.get("to")
    if clock is None and to is None:
        raise BadPack(f"{where}: something to do needs a clock or a form.")
    verb, _, name = (to or "").partition(" ")
    if to and not (verb in _WITH_NAME and name) and not (verb in _ALONE and not name):
        raise BadPack(f"{where}: {to} opens no form of ours.")
    if verb == "record" and name not in law.EVENT_KINDS:
        raise BadPack(f"{where}: there is no event {name}.")
    return Way(
        text=parse_text(where, content["text"]),
        verb=verb or None,
        name=name,
        clock=clock,
        steps=tuple(content.get("steps", ())),
    )


def is_known_clock(clock: str) -> bool:
    """Whether a way may name this clock."""
    return clock in law.CLOCKS or clock in _ALIASES


def may_open(way: Way, procedure: law.ProcedureInfo) -> bool:
    """Whether the form that a way opens exists for a filing of this procedure."""
    if way.verb == "follow":
        return way.name in offers.following(procedure.id)
    if way.verb == "record":
        return way.name in offers.recordable(procedure)
    if way.verb == "beside":
        # Somebody abroad is asked under the law of that country alone.
        return offers.can_begin(way.name) and _country(way.name) == _country(procedure.id)
    return way.verb != "again" or offers.can_begin(procedure.id)


def _country(procedure_id: str) -> str:
    return procedure_id.partition(".")[0]
