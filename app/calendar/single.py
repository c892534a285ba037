"""One deadline of a filing as an entry of a calendar: the same that the feed holds.

The file of a day that was called off takes the day out again of a calendar that had it.
"""

from sqlmodel import Session

from app.accounts.session import Actor
from app.calculator.explain import Explained
from app.calendar import days, feed, queries
from app.calendar.days import Day
from app.calendar.entries import Entry
from app.filings import docket
from app.filings.kept import Identity
from app.filings.models import Filing
from app.filings.queries import FiledRow
from app.kit.errors import Conflict, NotFound
from app.kit.house import House
from app.web.texts import Texts


def entry(
    session: Session, house: House, actor: Actor, texts: Texts, filing: Filing, place: int, *, is_full: bool
) -> Entry:
    """The entry of the deadline in a place of the law's answer; raises Conflict while it has no day."""
    row, identity, one = _find(session, house, filing, place)
    day = _day(session, house, actor, filing, identity)
    if is_full:
        return next(feed.full_entries(house, texts, [day], {row.id: row}, {identity: one}))
    return next(feed.discreet_entries(house, texts, [day]))


def _find(session: Session, house: House, filing: Filing, place: int) -> tuple[FiledRow, Identity, Explained]:
    found = docket.of_case(session, filing.case_id)
    row = next(row for row in found.filings if row.id == filing.id)
    for its_place, identity, one in feed.numbered(found, row, house.clock.today()):
        if its_place == place:
            return row, identity, one
    raise NotFound


def _day(session: Session, house: House, actor: Actor, filing: Filing, identity: Identity) -> Day:
    kept = queries.kept_days(session, actor, filing.person_id, house.clock, filing_id=filing.id)
    one = next((one for one in kept.days if one.identity == identity), None)
    day = days.day_of(one) if one is not None else None
    if day is None:
        raise Conflict("calendar.errors.no_day")
    return day
