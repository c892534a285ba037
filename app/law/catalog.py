"""What the rule book knows by name: procedures, clocks, events, outcomes, states."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar

from app.law.book import BadPack, ClockInfo, clocks, parse_citation, parse_text, version
from app.law.calendars import AT_HOME, CALENDARS
from app.law.easy import read_pack
from app.law.files import read_yaml
from app.law.model import Bound, FilingState
from app.law.notices import Notice, notices
from app.law.phrases import Text
from app.law.statutes import Citation

T = TypeVar("T")


class Shelf(Mapping[str, T], Generic[T]):
    """A part of the catalog, read from its file when somebody first looks."""

    def __init__(self, load: Callable[[], Mapping[str, T]]) -> None:
        self._load = load

    def __getitem__(self, key: str) -> T:
        return self._load()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._load())

    def __len__(self) -> int:
        return len(self._load())


@dataclass(frozen=True, slots=True)
class ProcedureInfo:
    """One procedure: what it is, the events it takes in the order they tend to come, its clocks."""

    id: str
    family: str
    label: Text
    about: Text
    duty: Citation
    events: tuple[str, ...]
    outcomes: tuple[str, ...]
    clocks: tuple[str, ...]
    prefix: str
    ordinance: str | None
    calendars: tuple[str, ...] = AT_HOME
    not_reviewed: bool = False

    @property
    def counts_from_arrival(self) -> bool:
        """Whether its clocks are counted from the day the papers arrive."""
        return self.family in _FROM_ARRIVAL

    def calendar(self, given: str) -> str:
        """The calendar that its days are counted by: the one given where it is one of its, else its own."""
        return given if given in self.calendars else self.calendars[0]

    def own_clock(self, name: str) -> str | None:
        """The id of one of its own clocks by the end of its name; None when it has no such clock."""
        clock_id = f"{self.prefix}.{name}"
        return clock_id if clock_id in self.clocks else None


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event, said from the requester's side.

    `takes` names the details it may carry; `derived` events come from a filing that follows this one.
    """

    id: str
    label: Text
    actor: Bound
    takes: tuple[str, ...]
    derived: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a decision can end; an adverse one opens review and suit."""

    id: str
    label: Text
    adverse: bool


@dataclass(frozen=True, slots=True)
class StateInfo:
    """One state of a filing, with a sentence that explains it.

    `uncounted` says it where no day is counted from the arrival: a review, a suit, an inquiry, a complaint.
    """

    id: str
    label: Text
    about: Text
    uncounted: Text | None = None


@dataclass(frozen=True, slots=True)
class BookInfo:
    """The rule book as a whole: its version, the day its text was checked against, and what is coming."""

    version: str
    text_checked: date
    note: Text
    notices: tuple[Notice, ...]


# The families that count from the day of arrival.
_FROM_ARRIVAL = ("public", "private", "register", "without_delay", "abroad")
# The ways a determination can end.
DETERMINATION_OUTCOMES = ("accepted", "partial", "refused", "inadmissible")


def procedure(procedure_id: str) -> ProcedureInfo:
    """One procedure by its id; raises KeyError when there is none."""
    return procedures()[procedure_id]


def clock(clock_id: str) -> ClockInfo:
    """One clock by its id; raises KeyError when there is none."""
    return clocks()[clock_id]


def event_kind(kind: str) -> EventKind:
    """One kind of event by its id; raises KeyError when there is none."""
    return event_kinds()[kind]


def outcome(outcome_id: str) -> Outcome:
    """One outcome of a decision by its id; raises KeyError when there is none."""
    return outcomes()[outcome_id]


def state(state_id: str, procedure_id: str | None = None) -> StateInfo:
    """One state of a filing by its id, in the words of a procedure; raises KeyError when there is none."""
    info = states()[state_id]
    if info.uncounted is None or procedure_id is None or procedure(procedure_id).counts_from_arrival:
        return info
    return replace(info, about=info.uncounted)


def clock_state_label(state_id: str) -> Text:
    """The word for one state of a deadline."""
    return parse_text(state_id, _events_file()["clock_states"][state_id]["label"])


@cache
def about() -> BookInfo:
    """What the rule book says of itself."""
    book = read_pack("book.yaml")
    return BookInfo(
        version(),
        book["text_checked"],
        parse_text("note", book["note"]),
        notices(),
    )


@cache
def procedures() -> Mapping[str, ProcedureInfo]:
    """Every procedure of the rule book, by id, in the order a person meets them."""
    contents = read_pack("procedures.yaml") | read_pack("abroad.yaml")["procedures"]
    return {key: parse_procedure(key, content) for key, content in contents.items()}


def calendar_of(clock_id: str, given: str) -> str:
    """The calendar that a clock's days are counted by, when one is given with the question."""
    return _procedure_of()[clock_id].calendar(given)


@cache
def _procedure_of() -> Mapping[str, ProcedureInfo]:
    return {clock_id: info for info in procedures().values() for clock_id in info.clocks}


@cache
def event_kinds() -> Mapping[str, EventKind]:
    """Every kind of event, by id."""
    return {
        key: EventKind(
            id=key,
            label=parse_text(key, content["label"]),
            actor=Bound(content["actor"]),
            takes=tuple(content.get("takes", ())),
            derived=content.get("derived", False),
        )
        for key, content in _events_file()["kinds"].items()
    }


@cache
def outcomes() -> Mapping[str, Outcome]:
    """Every outcome, by id."""
    return {
        key: Outcome(key, parse_text(key, content["label"]), content["adverse"])
        for key, content in _events_file()["outcomes"].items()
    }


@cache
def states() -> Mapping[str, StateInfo]:
    """Every state of a filing, by id."""
    content = _events_file()["states"]
    return {
        each.value: StateInfo(
            each.value,
            parse_text(each, content[each.value]["label"]),
            parse_text(each, content[each.value]["about"]),
            content[each.value].get("uncounted"),
        )
        for each in FilingState
    }


@cache
def _events_file() -> Mapping[str, Any]:
    content: Mapping[str, Any] = read_yaml("events.yaml")
    return content


def parse_procedure(key: str, content: Mapping[str, Any]) -> ProcedureInfo:
    """One procedure of the catalog; refuses what the rule book does not know."""
    parsed = ProcedureInfo(
        id=key,
        family=content["family"],
        label=parse_text(key, content["label"]),
        about=parse_text(key, content["about"]),
        duty=parse_citation(key, content["duty"]),
        events=tuple(content["events"]),
        outcomes=tuple(content.get("outcomes", ())),
        clocks=tuple(content["clocks"]),
        prefix=content.get("prefix", key.removeprefix("jp.")),
        ordinance=content.get("ordinance"),
        calendars=tuple(content.get("calendars", AT_HOME)),
        not_reviewed=content.get("not_reviewed", False),
    )
    _require_known(key, parsed.events, event_kinds())
    _require_known(key, parsed.outcomes, outcomes())
    _require_known(key, parsed.clocks, clocks())
    _require_known(key, parsed.calendars, dict.fromkeys(CALENDARS))
    return parsed


def _require_known(where: str, names: tuple[str, ...], known: Mapping[str, object]) -> None:
    for name in names:
        if name not in known:
            raise BadPack(f"{where}: {name} is not in the rule book.")


PROCEDURES: Mapping[str, ProcedureInfo] = Shelf(procedures)
CLOCKS: Mapping[str, ClockInfo] = Shelf(clocks)
EVENT_KINDS: Mapping[str, EventKind] = Shelf(event_kinds)
OUTCOMES: Mapping[str, Outcome] = Shelf(outcomes)
STATES: Mapping[str, StateInfo] = Shelf(states)
