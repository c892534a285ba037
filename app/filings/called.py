"""Says with which agency some filings lie, for rooms that keep nothing of a filing but its id."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.accounts.session import Actor
from app.filings.queries import AGENCY, FILING
from app.kit.crypto import Place
from app.kit.house import House
from app.people.access import may_in_case


def agencies_called(
    session: Session, house: House, actor: Actor, filing_ids: Iterable[UUID]
) -> dict[UUID, str]:
    """The agency's name by filing, of those whose words this account may read: one query."""
    may_read = may_in_case(actor, "view_content", FILING.c.person_id, FILING.c.case_id)
    asked = (
        select(FILING.c.id, FILING.c.person_id, AGENCY.c.id.label("agency_id"), AGENCY.c.name)
        .add_columns(AGENCY.c.name_sealed)
        .join(AGENCY, AGENCY.c.id == FILING.c.agency_id)
        .where(FILING.c.id.in_(bindparam("filings", expanding=True)), may_read)
    )
    wanted = list(filing_ids)
    rows = session.execute(asked, {"filings": wanted}).all() if wanted else []
    ciphers = house.vault.persons({row.person_id for row in rows if row.name is None})
    named = {row.id: row.name for row in rows if row.name is not None}
    for row in rows:
        if row.name is None and row.person_id in ciphers:
            place = Place("agency", "name_sealed", row.agency_id, row.person_id)
            named[row.id] = ciphers[row.person_id].open(place, row.name_sealed)
    return named
