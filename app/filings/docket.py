"""Asks the law about the filings of a case: one question each, its agency's own rules applied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app import law
from app.agencies.overrides import Applied
from app.agencies.rules import Rules, rules_for
from app.agencies.service import as_options
from app.filings import queries, timeline
from app.filings.queries import FiledRow, RecordedEvent
from app.filings.timeline import Put


@dataclass(frozen=True, slots=True)
class Docket:
    """Some filings with their events and their agencies' rules, ready to be asked about on any day."""

    filings: tuple[FiledRow, ...]
    events: Mapping[UUID, Sequence[RecordedEvent]]
    rules: Rules
    followers: Mapping[UUID, Sequence[FiledRow]] = field(default_factory=dict)

    def put(self, filing: FiledRow, as_of: date) -> Put:
        """The question about one filing, as of a day."""
        events = self.events.get(filing.id, ())
        followers = [
            (follower, self.events.get(follower.id, ())) for follower in self.followers.get(filing.id, ())
        ]
        return timeline.put_question(filing, events, followers, self.options(filing), as_of)

    def options(self, filing: FiledRow) -> law.Options:
        """What differs from the statute at this agency for a request that arrived when this one did."""
        return replace(
            as_options(self.applied(filing)),
            calendar=filing.agency_calendar,
            closed_days=self.rules.closed_days(filing.person_id, filing.agency_id),
            provision_record=filing.provision_record,
        )

    def applied(self, filing: FiledRow) -> Applied:
        """The same with its source, and with what was only heard."""
        received = timeline.received_on(timeline.standing(self.events.get(filing.id, ())))
        return self.rules.applied(filing.person_id, filing.agency_id, filing.procedure, received)


def of_case(session: Session, case_id: UUID) -> Docket:
    """Every filing of one case."""
    filings = queries.filings_of_case(session, case_id)
    return _gather(session, filings, queries.events_of_case(session, case_id))


def of_filings(session: Session, filing_ids: set[UUID]) -> Docket:
    """Some filings; those that follow them must be among them to be heard."""
    filings = queries.filings_by_id(session, filing_ids)
    return _gather(session, filings, queries.events_of_filings(session, filing_ids))


def of_rows(session: Session, filings: Sequence[FiledRow]) -> Docket:
    """Filings already read."""
    events = queries.events_of_filings(session, [filing.id for filing in filings])
    return _gather(session, filings, events)


def _gather(
    session: Session, filings: Sequence[FiledRow], events: Mapping[UUID, Sequence[RecordedEvent]]
) -> Docket:
    rules = rules_for(session, {(filing.person_id, filing.agency_id) for filing in filings})
    followers: dict[UUID, list[FiledRow]] = {}
    for filing in filings:
        if filing.follows_id is not None:
            followers.setdefault(filing.follows_id, []).append(filing)
    return Docket(tuple(filings), events, rules, followers)
