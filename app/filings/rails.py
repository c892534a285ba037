"""Shows where a filing stands as a rail of a few stops."""

from collections.abc import Sequence
from dataclasses import dataclass

from app import law
from app.filings.queries import RecordedEvent

STOPS = {
    "public": ("write", "arrive", "decide", "see", "after"),
    "public_change": ("write", "arrive", "decide", "done"),
    "private": ("write", "arrive", "answer", "done"),
    "abroad": ("write", "arrive", "answer", "done"),
    "review": ("write", "arrive", "examine", "determine"),
    "suit": ("write", "file", "judge"),
    "plain": ("write", "arrive", "answer"),
}
_S = law.FilingState
_WAITING = (_S.PENDING, _S.AMENDMENT, _S.PENDING_EXTENDED, _S.PENDING_EXCEPTION, _S.OVERDUE)
# What was withdrawn never came further than waiting.
_REACHED: dict[law.FilingState, int] = {_S.DRAFT: 0, _S.SENT: 1} | dict.fromkeys((*_WAITING, _S.WITHDRAWN), 2)
_PAST = 99
_LATER: dict[law.FilingState, int] = {
    _S.DECIDED: 3,
    _S.LAPSED: 3,
    _S.DISCLOSED: 4,
    _S.IN_REVIEW: 4,
    _S.IN_COURT: 4,
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: its name in the catalog, and whether it is behind, here or ahead."""

    name: str
    is_done: bool
    is_here: bool


def stops(
    procedure: law.ProcedureInfo, state: law.FilingState, events: Sequence[RecordedEvent]
) -> tuple[Stop, ...]:
    """The rail of a filing in a state."""
    names = STOPS[_track(procedure)]
    here = min(_reached(procedure, state, events), len(names))
    return tuple(Stop(name, place < here, place == here) for place, name in enumerate(names))


# A register answers as a business does: it shows what it holds, or corrects it.
_TRACKS = {"register": "private", "without_delay": "private"}


def _track(procedure: law.ProcedureInfo) -> str:
    if procedure.family == "public" and not _shows(procedure):
        return "public_change"
    return _TRACKS.get(procedure.family, procedure.family)


def _shows(procedure: law.ProcedureInfo) -> bool:
    """Whether a decision in it leads to seeing something."""
    return procedure.family == "public" and "disclosed" in procedure.events


def _reached(procedure: law.ProcedureInfo, state: law.FilingState, events: Sequence[RecordedEvent]) -> int:
    if state in _REACHED:
        return _REACHED[state]
    if procedure.family == "abroad" and state is _S.IN_REVIEW:
        return 2
    if procedure.family == "review":
        return _PAST if any(event.kind == "determination_notified" for event in events) else 2
    if _shows(procedure):
        return _LATER.get(state, _PAST)
    return _PAST
