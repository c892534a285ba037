"""Pages on which a group says who works on a case, and its lead offers it to another."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.access import fellow_for
from app.groups.models import Membership, Role
from app.kit.db import Reading
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import team_page, teams
from app.people.acting import Acting
from app.people.models import Case, Client
from app.people.noting import note_act
from app.people.team_forms import read_assigned, read_offer
from app.people.team_models import Part
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
TEAM = "/groups/{group_id}/clients/{client_id}/cases/{case_id}/team"


@dataclass(frozen=True, slots=True)
class Where:
    """Which case of which client of which group an address names."""

    group_id: UUID
    client_id: UUID
    case_id: UUID

    def seen_by(self, session: Session, actor: Actor) -> tuple[Membership, Client, Case]:
        """The case, for who may see its team; raises NotFound."""
        return team_page.place_for(session, actor, self.group_id, self.client_id, self.case_id)

    def of_coordinator(self, session: Session, actor: Actor) -> tuple[Membership, Client, Case]:
        """The same for who coordinates the group; raises NotFound."""
        found = self.seen_by(session, actor)
        if found[0].role != Role.COORDINATOR:
            raise NotFound
        return found

    @property
    def address(self) -> str:
        """The page of the team."""
        return TEAM.format(group_id=self.group_id, client_id=self.client_id, case_id=self.case_id)


OnCase = Annotated[Where, Depends()]


@router.get(TEAM)
async def show_team(
    request: Request, where: OnCase, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """Who works on the case; no word of the case for who may not read it."""
    return _page(request, session, house, actor, where, Form(drafts.kept(request, actor)))


@router.post(TEAM)
def assign(where: OnCase, act: Acting, _fresh: Fresh) -> Response:
    """Puts a member on the case; a new lead takes the place of the old one."""
    member, _, _ = where.of_coordinator(act.reading, act.actor)
    form = Form(act.posted)
    chosen = read_assigned(form)
    if chosen is None:
        return _page(act.request, act.reading, act.house, act.actor, where, form)
    fellow_for(act.reading, member, chosen[0])
    groups.member_alone(act.writing, act.actor, where.group_id, Role.COORDINATOR)
    by, _, case = where.of_coordinator(act.writing, act.actor)
    teams.assign(act.writing, act.house, case, fellow_for(act.writing, by, chosen[0]), chosen[1])
    _note(act.writing, act.actor, Action.ASSIGN, case, where)
    return see_other(where.address, "teams.status.assigned")


@router.post(f"{TEAM}/offer")
def offer(where: OnCase, act: Acting) -> Response:
    """The lead offers the case; nothing changes until the other accepts."""
    member, _, _ = _led(act.reading, act.actor, where)
    form = Form(act.posted)
    wish = read_offer(form)
    if wish is None:
        return _page(act.request, act.reading, act.house, act.actor, where, form)
    fellow_for(act.reading, member, wish.to)
    by = groups.member_alone(act.writing, act.actor, where.group_id)
    _, _, case = where.seen_by(act.writing, act.actor)
    teams.offer(act.writing, act.house, case, by, fellow_for(act.writing, by, wish.to), wish.note)
    _note(act.writing, act.actor, Action.HANDOVER, case, where)
    return see_other(where.address, "teams.status.offered")


@router.post(f"{TEAM}/{{assignment_id}}/end")
def end_assignment(assignment_id: UUID, where: OnCase, act: Acting, _fresh: Fresh) -> Response:
    """Takes a helper or a reader off the case."""
    where.of_coordinator(act.reading, act.actor)
    groups.member_alone(act.writing, act.actor, where.group_id, Role.COORDINATOR)
    _, _, case = where.of_coordinator(act.writing, act.actor)
    row = team_page.assignment_of(act.writing, case, assignment_id)
    teams.remove(act.writing, act.house, case, row.account_id)
    _note(act.writing, act.actor, Action.ASSIGN, case, where)
    return see_other(where.address, "teams.status.removed")


def _led(session: Session, actor: Actor, where: Where) -> tuple[Membership, Client, Case]:
    found = where.seen_by(session, actor)
    lead = teams.lead_of(session, where.case_id)
    if lead is None or lead.account_id != actor.account_id:
        raise NotFound
    return found


def _note(session: Session, actor: Actor, action: Action, case: Case, where: Where) -> None:
    note_act(session, actor, action, "case", case.person_id, case.id, where.group_id)


def _page(
    request: Request, session: Session, house: House, actor: Actor, where: Where, form: Form
) -> Response:
    team = team_page.page_of(session, house, actor, where.seen_by(session, actor))
    status = 200 if form.ok else 422
    return render(request, "people/team.html", status=status, form=form, team=team, parts=list(Part))
