"""Says with which agency some filings lie, for rooms that keep nothing of a filing but its id."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.accounts.session import Actor
from app.agencies.queries import agencies_for
from app.filings.queries import FILING
from app.kit.house import House
from app.people.access import may_in_case


def agencies_called(
    session: Session, house: House, actor: Actor, filing_ids: Iterable[UUID]
) -> dict[UUID, str]:
    """The agency's name by filing, of those whose words this account may read."""
    may_read = may_in_case(actor, "view_content", FILING.c.person_id, FILING.c.case_id)
    asked = select(FILING.c.id, FILING.c.agency_id)
    asked = asked.where(FILING.c.id.in_(bindparam("filings", expanding=True)), may_read)
    wanted = list(filing_ids)
    rows = session.execute(asked, {"filings": wanted}).all() if wanted else []
    named = agencies_for(session, house, actor, [row.agency_id for row in rows])
    return {row.id: named[row.agency_id].name for row in rows}
