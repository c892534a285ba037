"""Gathers what the page of sending shows: the list, the certificates' age, what is left, and the money."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from app import law
from app.accounts.session import Actor
from app.agencies.queries import agency_for
from app.agencies.shipped import Entry
from app.filings import case_page, docket, offers, timeline
from app.filings.case_page import FilingView
from app.filings.docket import Docket
from app.filings.models import Filing
from app.filings.queries import RecordedEvent
from app.filings.reading import Reader
from app.kit.house import House
from app.law.statutes import Citation
from app.mandates import shown as mandates
from app.mandates.models import PowerOfAttorney
from app.sending import packs, queries
from app.sending.checklist import Item, Method, Part, Put, put_of
from app.sending.models import Agent, CertificateKind, Sending
from app.sending.queries import Ledger


class Goal(NamedTuple):
    """The day by which the law wants it there, and the clock that says so."""

    clock: law.ClockInfo
    on: date


class Line(NamedTuple):
    """A line of the list, and whether it is done."""

    item: Item
    rests_on: tuple[Citation, ...]
    is_done: bool


class Paper(NamedTuple):
    """A certificate: when it was made, and whether it is new enough on the day of the request."""

    kind: CertificateKind
    made_on: date | None
    oldest: date | None  # for the day that is judged
    oldest_for_goal: date | None  # for the last lawful day
    usable_until: date | None

    @property
    def is_too_old(self) -> bool:
        """Whether it is too old on the day that is judged."""
        return bool(self.made_on and self.oldest and self.made_on < self.oldest)

    @property
    def ages_before_goal(self) -> bool:
        """Whether it is new enough now, but not on the last lawful day."""
        is_old_then = bool(self.made_on and self.oldest_for_goal and self.made_on < self.oldest_for_goal)
        return is_old_then and not self.is_too_old


class Mandate(NamedTuple):
    """Whether a power of attorney was noted for who files, and until when the law takes it."""

    row: PowerOfAttorney | None
    usable_until: date | None
    is_too_old: bool  # on the day that is judged


@dataclass(frozen=True, slots=True)
class SendingView:
    """The whole page."""

    filing: FilingView
    agency: Entry
    said: Sending
    put: Put
    parts: Mapping[Part, tuple[Line, ...]]
    papers: tuple[Paper, ...]
    mandate: Mandate | None  # none needed where she files herself
    judged_on: date
    goal: Goal | None
    sent: RecordedEvent | None
    advised: Method
    tracking: str | None
    ledger: Ledger

    @property
    def lines(self) -> Iterator[Line]:
        """Every line, in the order of the work."""
        for lines in self.parts.values():
            yield from lines

    @property
    def open_count(self) -> int:
        """How many lines are not done."""
        return sum(not line.is_done for line in self.lines)

    @property
    def is_ready(self) -> bool:
        """Whether all is done and every certificate is known to be new enough."""
        is_fresh = all(paper.made_on and not paper.is_too_old for paper in self.papers)
        is_old = self.mandate is not None and self.mandate.is_too_old
        return self.open_count == 0 and is_fresh and not is_old

    @property
    def offered_fee(self) -> Item | None:
        """A fee whose amount the law names, while the ledger has none."""
        if any(line.kind == "fee" for line in self.ledger.lines):
            return None
        return next((line.item for line in self.lines if line.item.fee), None)

    @property
    def kinds(self) -> list[CertificateKind]:
        """The certificates that this filing needs."""
        return [paper.kind for paper in self.papers]

    @property
    def refuses_post(self) -> bool:
        """Whether the agency's own page says that it takes no post."""
        practice = self.agency.practice
        return practice is not None and practice.post in {"no", "if_hard", "visit"}


def view(session: Session, house: House, actor: Actor, filing: Filing) -> SendingView:
    """The page of one filing as of today."""
    today = house.clock.today()
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    found = docket.of_case(session, filing.case_id)
    agency = agency_for(session, house, actor, filing.agency_id)
    said = queries.said_of(session, filing, house.clock.now())
    put = put_of(filing.procedure, agency, said)
    items = packs.lines_for(put)
    goal = goal_of(found, filing, reader, today)
    judged_on = said.arrives_on or said.planned_on or today
    made = queries.made_on(session, filing.id)
    return SendingView(
        filing=filing_view(found, filing, reader, today),
        agency=agency,
        said=said,
        put=put,
        parts=_parts(items, put, said),
        papers=tuple(_papers(items, made, judged_on, goal)),
        mandate=_mandate(session, filing, put, judged_on),
        judged_on=judged_on,
        goal=goal,
        sent=sent_event(found, filing),
        advised=packs.method_for(filing.procedure),
        tracking=queries.tracking_of(reader, said),
        ledger=queries.ledger(session, reader, filing),
    )


def _mandate(session: Session, filing: Filing, put: Put, judged_on: date) -> Mandate | None:
    if put.agent is Agent.SELF:
        return None
    row = mandates.for_filing(session, filing, put.agent)
    until = law.mandate_usable_until(row.made_on, filing.procedure) if row else None
    return Mandate(row, until, is_too_old=until is not None and until < judged_on)


def sent_event(found: Docket, filing: Filing) -> RecordedEvent | None:
    """The event that says it was sent, if it stands."""
    standing = timeline.standing(found.events.get(filing.id, ()))
    return next((event for event in standing if event.kind == "sent"), None)


def filing_view(found: Docket, filing: Filing, reader: Reader, today: date) -> FilingView:
    """One filing of a case as its page shows it."""
    row = next(row for row in found.filings if row.id == filing.id)
    return case_page.view_filing(found, row, reader, today)


def goal_of(found: Docket, filing: Filing, reader: Reader, today: date) -> Goal | None:
    """Until when what it follows from leaves time for it: a window, or the months for a review."""
    first = next((row for row in found.filings if row.id == filing.follows_id), None)
    if first is None:
        return None
    clocks = case_page.view_filing(found, first, reader, today).running
    days = [
        Goal(one.clock, one.deadline.nominal)
        for one in clocks
        if offers.opened_by(one.clock.id) == filing.procedure
        and one.deadline.kind is law.Kind.LATEST
        and one.deadline.nominal is not None
    ]
    return min(days, key=lambda goal: goal.on, default=None)


def _parts(items: tuple[Item, ...], put: Put, said: Sending) -> dict[Part, tuple[Line, ...]]:
    done = set(said.ticks.split(","))
    parts = {
        part: tuple(
            Line(item, packs.places_of(item, put.procedure), item.id in done)
            for item in items
            if item.part is part
        )
        for part in Part
    }
    return {part: lines for part, lines in parts.items() if lines}


def _papers(
    items: tuple[Item, ...], made: Mapping[CertificateKind, date], judged_on: date, goal: Goal | None
) -> Iterator[Paper]:
    for kind in (item.certificate for item in items if item.certificate):
        made_on = made.get(kind)
        yield Paper(
            kind,
            made_on,
            law.oldest_certificate(judged_on),
            law.oldest_certificate(goal.on) if goal else None,
            law.certificate_usable_until(made_on) if made_on else None,
        )
