"""Says what an answer means for the worry, and leads to the next filing or the next letter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app import law
from app.accounts.session import Actor
from app.filings import case_page, docket, offers
from app.filings.case_page import DatedClock, FilingView
from app.filings.models import Filing
from app.filings.reading import Reader
from app.kit.house import House
from app.playbooks.keeping import playbook_of
from app.playbooks.making import Kept, kept_of
from app.playbooks.model import Holder, Next, Outcome, Playbook, Request
from app.playbooks.models import PlaybookRun, PlaybookStep

_S = law.FilingState
_BY_OUTCOME = {
    "full": ("full",),
    "partial": ("partial",),
    "refused": ("refused",),
    "existence_refused": ("existence_refused",),
    "not_held": ("nonexistent",),
}
_BY_STATE: Mapping[law.FilingState, tuple[str, ...]] = {
    _S.AMENDMENT: ("correction_asked", "identity_defect"),
    _S.PENDING_EXTENDED: ("extension",),
    _S.OVERDUE: ("silence", "no_answer"),
}
_BY_EVENT = {"transferred": ("transfer",), "answered": ("answered",), "refused": ("refused",)}
# What is recorded, and not written: the form of the event that it is.
_RECORDS = {
    "note_new_due": "extension_notified",
    "log_new_holder": "transferred",
    "log_answer": "",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do after an answer, and where it leads."""

    step: Next
    href: str | None
    request: Request | None  # one of the playbook that is not begun yet: a button begins it
    dated: DatedClock | None


@dataclass(frozen=True, slots=True)
class Meant:
    """One kind of answer, with its ways on."""

    outcome: Outcome
    is_now: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The whole page of one filing."""

    filing: FilingView
    run: PlaybookRun
    kept: Kept
    playbook: Playbook
    holder: Holder
    request: Request
    meant: tuple[Meant, ...]

    @property
    def now(self) -> list[Meant]:
        """What the answer that is recorded means."""
        return [one for one in self.meant if one.is_now]

    @property
    def others(self) -> list[Meant]:
        """What other answers would mean."""
        return [one for one in self.meant if not one.is_now]


def step_of(session: Session, filing_id: UUID) -> PlaybookStep | None:
    """Which request of which playbook a filing came from, if any."""
    mine = select(PlaybookStep).where(col(PlaybookStep.filing_id) == filing_id)
    return session.execute(mine).scalars().first()


def view_of(session: Session, house: House, filing: Filing) -> FilingView:
    """The filing as its case shows it today."""
    found = docket.of_case(session, filing.case_id)
    row = next(row for row in found.filings if row.id == filing.id)
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    return case_page.view_filing(found, row, reader, house.clock.today())


def meaning(session: Session, house: House, actor: Actor, filing: Filing) -> Meaning | None:
    """What the playbook says about a filing; nothing when it came from none, or from one that is gone."""
    step = step_of(session, filing.id)
    if step is None:
        return None
    run = session.get_one(PlaybookRun, step.run_id)
    playbook = playbook_of(session, house, actor, run)
    known = playbook.requests.get(step.request or "") if playbook else None
    if playbook is None or known is None:
        return None
    holder, request = known
    view = view_of(session, house, filing)
    begun = _begun(session, run)
    meant = tuple(
        Meant(outcome, outcome.id in _now(view), tuple(_ways(view, playbook, outcome, begun)))
        for outcome in request.outcomes
    )
    return Meaning(view, run, kept_of(house, run), playbook, holder, request, meant)


def _begun(session: Session, run: PlaybookRun) -> dict[str, UUID]:
    """The filings of a run by their requests."""
    mine = select(PlaybookStep).where(col(PlaybookStep.run_id) == run.id)
    steps = session.execute(mine).scalars()
    return {step.request: step.filing_id for step in steps if step.request and step.filing_id}


def _now(view: FilingView) -> frozenset[str]:
    """The names under which a playbook tells of what is recorded."""
    standing = [told.event for told in view.told if not told.is_retracted]
    decided = next((one.outcome for one in reversed(standing) if one.kind == "decision_notified"), None)
    if decided is not None:
        return frozenset(_BY_OUTCOME.get(decided, ()))
    last = next((one.kind for one in reversed(standing) if one.kind in _BY_EVENT), "")
    return frozenset((*_BY_STATE.get(view.answer.state, ()), *_BY_EVENT.get(last, ())))


def _ways(view: FilingView, playbook: Playbook, outcome: Outcome, begun: dict[str, UUID]) -> Iterator[Way]:
    for number, step in enumerate(outcome.next):
        dated = next((one for one in view.clocks if one.clock.id == step.clock and one.day), None)
        if step.request:
            there = begun.get(step.request)
            waiting = None if there else playbook.requests[step.request][1]
            can_begin = waiting is not None and waiting.letter is not None
            yield Way(
                step, f"/filings/{there}/playbook" if there else None, waiting if can_begin else None, dated
            )
        else:
            yield Way(step, _href(view, outcome, number, step), None, dated)


def _href(view: FilingView, outcome: Outcome, number: int, step: Next) -> str | None:
    base = f"/filings/{view.row.id}"
    if step.letter or step.insert:
        return f"{base}/playbook/letter?outcome={outcome.id}&nth={number}"
    if step.action in _RECORDS:
        kind = _RECORDS[step.action]
        known = kind in offers.recordable(view.procedure)
        return f"{base}/events/new?kind={kind}" if known else f"{base}/events/new"
    if step.procedure in offers.following(view.procedure.id):
        return f"/filings/new?follows={view.row.id}&procedure={step.procedure}"
    return None
