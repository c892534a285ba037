"""Offers the wordings of the group that works on a case, to its members alone."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from app.accounts.session import Actor
from app.filings.models import Filing
from app.groups.access import WRITERS
from app.groups.service import open_membership
from app.kit.errors import NotFound
from app.kit.house import House
from app.letters import wordings
from app.letters.wordings import Kept
from app.people.models import Case


def group_for(session: Session, actor: Actor, case_id: UUID) -> UUID | None:
    """The group of a case, if the account writes letters there; for her own case alone nothing is asked."""
    case = session.get(Case, case_id)
    if case is None or case.group_id is None:
        return None
    member = open_membership(session, case.group_id, actor.account_id)
    return case.group_id if member is not None and member.role in WRITERS else None


def for_case(session: Session, house: House, actor: Actor, case_id: UUID) -> Mapping[str, list[Kept]]:
    """The wordings that a letter of this case can begin with, by kind of letter."""
    group_id = group_for(session, actor, case_id)
    found: dict[str, list[Kept]] = {}
    for each in wordings.all_of(session, house, group_id) if group_id else ():
        found.setdefault(each.form.id, []).append(each)
    return found


def fields_of(
    session: Session, house: House, actor: Actor, filing: Filing, kind: str, wanted: str
) -> dict[str, str]:
    """The text of the chosen wording, nothing when none was; raises NotFound for one not offered."""
    if not wanted:
        return {}
    chosen = [
        each
        for each in for_case(session, house, actor, filing.case_id).get(kind, ())
        if str(each.id) == wanted
    ]
    if not chosen:
        raise NotFound
    return dict(chosen[0].wording.fields)
