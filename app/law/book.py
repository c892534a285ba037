"""The dated values of the rule packs: which period applies to a day, and by which article."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from app.law.easy import read_pack
from app.law.files import mark_of, read_yaml
from app.law.model import Bound, Certainty, Kind
from app.law.phrases import LANGUAGES, Text
from app.law.statutes import Citation, can_be_opened, has_article, has_paragraph, paragraph_count

CLOCK_PACKS = (
    "appi_public.yaml",
    "remedies.yaml",
    "appi_private.yaml",
    "foi.yaml",
    "registers.yaml",
    "abroad.yaml",
)
ROLLS = ("agency", "requester", "court", "never")
_MONTHS_A_YEAR = 12


class BadPack(ValueError):
    """A rule pack that must not be used: a value without a day, a citation or a known article."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a rule says from one day on: a period, or only the article.

    `until` is its last day, None while no end is known; `reason` says why an inference is one.
    """

    since: date
    citation: Citation
    certainty: Certainty
    days: int = 0
    months: int = 0
    open_days: int = 0
    until: date | None = None
    reason: Text | None = None


Rules = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class ClockInfo:
    """One clock of the rule book: whom it binds, how it ends on closed days, and its words."""

    id: str
    bound: Bound
    kind: Kind
    rolls: str
    certainty: Certainty
    label: Text
    act: Text
    if_missed: Text
    rules: Rules

    def rule(self, name: str, on: date) -> Value | None:
        """The value of one of the clock's rules on a day; None when the law had none that day."""
        return value_on(self.rules.get(name, ()), on)

    @property
    def reason(self) -> Text | None:
        """Why the clock is an inference, in every language; None where an article says it."""
        return self.rules["period"][-1].reason


def value_on(values: tuple[Value, ...], on: date) -> Value | None:
    """The value in force on a day."""
    for value in reversed(values):
        if value.since <= on:
            return value if value.until is None or on <= value.until else None
    return None


@cache
def clocks() -> Mapping[str, ClockInfo]:
    """Every clock of the rule book, by id."""
    found: dict[str, ClockInfo] = {}
    for name in CLOCK_PACKS:
        for info in parse_clocks(name, read_pack(name)):
            if info.id in found:
                raise BadPack(f"{name}: {info.id} is already defined in another pack.")
            found[info.id] = info
    return found


@cache
def counting() -> Rules:
    """The rules of counting, by name."""
    pack = read_pack("counting.yaml")
    _require_event_date("counting.yaml", pack)
    return parse_rules("counting.yaml", pack["rules"])


@cache
def version() -> str:
    """The version of the rule book."""
    return str(read_yaml("book.yaml")["version"])


@cache
def edition() -> str:
    """The version with a mark of its values and closed days: another one may give another day."""
    return f"{version()}.{mark_of((*CLOCK_PACKS, 'counting.yaml', 'closed_days.csv'))}"


def parse_clocks(name: str, pack: Mapping[str, Any]) -> Iterable[ClockInfo]:
    """The clocks of one pack; refuses a pack that does not say how its values are chosen.

    What holds for every value of a pack, an end or a reason, it may say once, as its `defaults`.
    """
    _require_event_date(name, pack)
    for clock_id, content in pack["clocks"].items():
        yield _parse_clock(f"{name}: {clock_id}", clock_id, content, pack.get("defaults", {}))


def parse_rules(where: str, rules: Mapping[str, Any], defaults: Mapping[str, Any] | None = None) -> Rules:
    """Named lists of dated values, oldest first; refuses two values for one day."""
    completed = {
        key: [{**(defaults or {}), **value} for value in values or ()] for key, values in rules.items()
    }
    return {key: _parse_values(f"{where}: {key}", values) for key, values in completed.items()}


def _require_event_date(name: str, pack: Mapping[str, Any]) -> None:
    if pack.get("applies_by") != "event_date":
        raise BadPack(f"{name}: say which day chooses the version (applies_by: event_date).")


def _parse_clock(
    where: str, clock_id: str, content: Mapping[str, Any], defaults: Mapping[str, Any]
) -> ClockInfo:
    if content.get("rolls") not in ROLLS:
        raise BadPack(f"{where}: rolls must be one of {', '.join(ROLLS)}.")
    parsed = ClockInfo(
        id=clock_id,
        bound=Bound(content["bound"]),
        kind=Kind(content["kind"]),
        rolls=content["rolls"],
        certainty=Certainty(content["certainty"]),
        label=parse_text(where, content["label"]),
        act=parse_text(where, content["act"]),
        if_missed=parse_text(where, content["if_missed"]),
        rules=parse_rules(where, content["rules"], defaults),
    )
    if "period" not in parsed.rules or parsed.rules["period"][-1].certainty is not parsed.certainty:
        raise BadPack(f"{where}: its period must be there, and be as certain as the clock.")
    return parsed


def parse_text(where: str, text: Mapping[str, str]) -> Text:
    """A text in every language of the rule book."""
    missing = [lang for lang in LANGUAGES if not text.get(lang)]
    if missing:
        raise BadPack(f"{where}: a text is missing in {', '.join(missing)}.")
    return dict(text)


def _parse_values(where: str, values: Iterable[Mapping[str, Any]]) -> tuple[Value, ...]:
    listed = sorted(values, key=lambda value: _since(where, value))
    if not listed:
        raise BadPack(f"{where}: a rule needs at least one dated value.")
    for earlier, later in pairwise(listed):
        if earlier["from"] == later["from"]:
            raise BadPack(f"{where}: two values start on {later['from']}; only one can apply.")
        if earlier.get("until") and earlier["until"] >= later["from"]:
            raise BadPack(f"{where}: on {later['from']} two values apply; only one can.")
    if "until" not in listed[-1]:
        raise BadPack(f"{where}: the last value needs an end (until: null while none is known).")
    return tuple(_parse_value(where, value) for value in listed)


def _since(where: str, value: Mapping[str, Any]) -> date:
    since = value.get("from")
    if not isinstance(since, date):
        raise BadPack(f"{where}: a value needs the day it applies from.")
    return since


def _parse_value(where: str, value: Mapping[str, Any]) -> Value:
    certainty = Certainty(value.get("certainty", "statute"))
    if certainty is Certainty.INFERENCE and not value.get("reason"):
        raise BadPack(f"{where}: what is inferred needs its reason.")
    until = value.get("until")
    if until is not None and (not isinstance(until, date) or until < value["from"]):
        raise BadPack(f"{where}: a value ends on a day, and not before it begins.")
    return Value(
        since=value["from"],
        citation=parse_citation(where, value.get("citation")),
        certainty=certainty,
        days=value.get("days", 0),
        months=value.get("months", 0) + _MONTHS_A_YEAR * value.get("years", 0),
        open_days=value.get("open_days", 0),
        until=until,
        reason=parse_text(where, value["reason"]) if certainty is Certainty.INFERENCE else None,
    )


def parse_citation(where: str, citation: Mapping[str, Any] | None) -> Citation:
    """A citation whose article the rule book carries."""
    if not citation:
        raise BadPack(f"{where}: a value needs the article it rests on.")
    parsed = Citation(citation["law"], citation["article"], citation.get("paragraph"), citation.get("item"))
    if not has_article(parsed.law, parsed.article):
        raise BadPack(f"{where}: the rule book carries no text of {parsed.law}, article {parsed.article}.")
    if not can_be_opened(parsed):
        return parsed  # a law abroad is cited as far as the notes on it go
    if parsed.paragraph and not has_paragraph(parsed.law, parsed.article, parsed.paragraph):
        raise BadPack(f"{where}: article {parsed.article} has no paragraph {parsed.paragraph}.")
    several = paragraph_count(parsed.law, parsed.article) > 1
    if several and not parsed.paragraph and not citation.get("whole"):
        raise BadPack(f"{where}: say which paragraph of article {parsed.article}, or whole: true.")
    return parsed
