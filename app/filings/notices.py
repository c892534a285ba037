"""Knows what can be noted about a notice: the grounds it names, and what it lacks."""

from app import law
from app.filings.packs import reasons
from app.filings.reasons import Reason


def grounds_of(procedure: law.ProcedureInfo, kind: str) -> list[Reason]:
    """The grounds that a notice of this kind can name in filings of this procedure."""
    return [
        each
        for each in reasons().values()
        if each.when.ground and kind in each.when.notice and each.when.fits(procedure)
    ]


def lacks_of(procedure: law.ProcedureInfo, kind: str) -> list[Reason]:
    """What may be missing from a notice of this kind in filings of this procedure."""
    return [
        each
        for each in reasons().values()
        if each.when.lack and kind in each.when.notice and each.when.fits(procedure)
    ]


def ids_of(kept: str | None) -> tuple[str, ...]:
    """The ids that an event keeps as one text."""
    return tuple(kept.split(",")) if kept else ()


def noted(
    procedure: law.ProcedureInfo, kind: str, grounds: str | None, lacks: str | None
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """What was noted about one notice, in the words of the catalog: its grounds, and what it lacks."""
    named, missing = ids_of(grounds), ids_of(lacks)
    return (
        tuple(each for each in grounds_of(procedure, kind) if each.when.ground in named) if named else (),
        tuple(each for each in lacks_of(procedure, kind) if each.when.lack in missing) if missing else (),
    )
