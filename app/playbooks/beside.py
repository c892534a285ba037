"""What a case's page shows of the playbook that the case came from."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app.playbooks.models import PlaybookRun, PlaybookStep


class Beside(NamedTuple):
    """The page of what was made in one act, and of each filing what its answer means for the worry."""

    made: str | None
    meanings: dict[UUID, str]


_STEPS = (
    select(col(PlaybookRun.id), col(PlaybookStep.filing_id))
    .join(PlaybookStep, col(PlaybookStep.run_id) == col(PlaybookRun.id), isouter=True)
    .where(col(PlaybookRun.case_id) == bindparam("case"))
)


def beside_case(session: Session, case_id: UUID) -> Beside:
    """One query; the case itself came through the door before."""
    rows = session.execute(_STEPS, {"case": case_id}).all()
    if not rows:
        return Beside(None, {})
    meanings = {filing: f"/filings/{filing}/playbook" for _, filing in rows if filing is not None}
    return Beside(f"/playbooks/made/{rows[0][0]}", meanings)
