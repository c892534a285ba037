"""Leads from what a deadline only assumes to the form that puts it right."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from app import law
from app.calculator.explain import correction_of
from app.filings import offers, timeline
from app.filings.queries import FiledRow, RecordedEvent


def links(
    filing: FiledRow, deadline: law.Deadline, events: Sequence[RecordedEvent], cause: UUID | None
) -> dict[str, str]:
    """The address of a form, by the code of the assumption that it corrects."""
    return dict(_links(filing, deadline, timeline.standing(events), cause))


def _links(
    filing: FiledRow, deadline: law.Deadline, events: list[RecordedEvent], cause: UUID | None
) -> Iterator[tuple[str, str]]:
    recordable = offers.recordable(law.procedure(filing.procedure))
    for assumption in deadline.assumptions:
        correction = correction_of(assumption)
        if correction is None:
            continue
        if correction.where == "agency":
            yield assumption.code, f"/agencies/{filing.agency_id}"
        elif correction.kind in recordable:
            recorded = _recorded(events, correction.kind, cause) if correction.where == "recorded" else None
            yield assumption.code, _form(filing, correction.kind, recorded)


def _recorded(events: list[RecordedEvent], kind: str, cause: UUID | None) -> RecordedEvent | None:
    """The event that started the deadline when it is of that kind, else the last of its kind."""
    of_kind = [event for event in events if event.kind == kind]
    return next((event for event in of_kind if event.id == cause), of_kind[-1] if of_kind else None)


def _form(filing: FiledRow, kind: str, recorded: RecordedEvent | None) -> str:
    if recorded is None:
        return f"/filings/{filing.id}/events/new?kind={kind}"
    return f"/events/{recorded.id}/retract"
