"""Pages of acts on many cases: what will happen, and then that it happens."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response
from sqlmodel import Session

from app import law
from app.accounts.session import Fresh
from app.boards import acts, asking, rows
from app.boards.acts import Act, Plan
from app.boards.asking import Part
from app.boards.queries import Listed
from app.boards.rows import Row
from app.groups.access import CASE_ROLES, fellow_for
from app.groups.models import Membership
from app.groups.service import members, name_of
from app.kit.errors import NotFound
from app.kit.house import House
from app.people.acting import Act as Sent
from app.people.acting import Acting
from app.people.reach import Reach, reach_for
from app.web.forms import Form
from app.web.pages import render, see_other
from app.web.sheets import Cell, sheet
from app.web.texts import Texts, texts_of

router = APIRouter()
FILE: Final = "board"


@router.post("/groups/{group_id}/board/acts")
def preview(group_id: UUID, sent: Acting, _: Fresh) -> Response:
    """What would happen to how many, and what cannot and why; nothing is changed.

    Who she is she shows before, so that what she reads here is not lost on the way there and back.
    """
    reach = reach_for(sent.reading, sent.actor, group_id)
    act = acts.act_for(reach, sent.posted.get("act"))
    named = sent.posted.all("case")
    if not named:
        return see_other(_board(sent, group_id), "boards.status.choose")
    return _page(sent, reach, acts.plan(sent.reading, reach, act, named), Form.blank())


@router.post("/groups/{group_id}/board/acts/{act_name}")
def perform(group_id: UUID, act_name: str, sent: Acting, _: Fresh) -> Response:
    """Does it to all whom the preview named, or shows the preview again when something changed meanwhile."""
    reach = reach_for(sent.reading, sent.actor, group_id)
    act, form = acts.act_for(reach, act_name), Form(sent.posted)
    to = _chosen_member(sent.reading, reach, form) if act == Act.REASSIGN else None
    session = sent.reading if act == Act.EXPORT or not form.ok else sent.writing
    plan = acts.plan(session, reach, act, sent.posted.all("case"))
    if plan.unable or not plan.able or not form.ok:
        if form.ok:
            form.problem("act", "boards.plan.changed")
        return _page(sent, reach, plan, form)
    if act == Act.EXPORT:
        acts.note_export(session, sent.actor, reach, plan)
        return sheet(FILE, _table(sent, reach, plan))
    if act == Act.REMIND:
        acts.remind(session, sent.house, sent.actor, reach, plan)
    elif to is not None:
        acts.reassign(session, sent.house, sent.actor, plan, session.get_one(Membership, to.id))
    return see_other(_board(sent, group_id), f"boards.status.{act}")


def _board(sent: Sent, group_id: UUID) -> str:
    """The list from which she came, as she had it."""
    return asking.again(sent.posted).same(f"/groups/{group_id}/board")


def _chosen_member(session: Session, reach: Reach, form: Form) -> Membership | None:
    named = form.text("to")
    if not form.ok:
        return None
    try:
        to = fellow_for(session, reach.member, UUID(named))
    except ValueError:
        raise NotFound from None
    if to.role not in CASE_ROLES:
        raise NotFound
    return to


def _page(sent: Sent, reach: Reach, plan: Plan, form: Form) -> Response:
    return render(
        sent.request,
        "boards/plan.html",
        status=200 if form.ok else 422,
        reach=reach,
        asked=asking.again(sent.posted),
        plan=plan,
        form=form,
        fellows=_fellows(sent.reading, sent.house, reach) if plan.act == Act.REASSIGN else (),
    )


def _fellows(session: Session, house: House, reach: Reach) -> list[tuple[str, str]]:
    found = [each for each in members(session, reach.group_id) if each.role in CASE_ROLES]
    return [(str(each.id), name_of(house, each)) for each in found]


def _table(sent: Sent, reach: Reach, plan: Plan) -> Iterable[Sequence[Cell]]:
    """Numbers, days and states in the reader's language; no name, no title."""
    texts = texts_of(sent.request)
    listed = [
        Listed(each.case_id, each.person_id, each.client_id, each.number, Part.REST, each.number)
        for each in plan.able
    ]
    columns = ("number", "hers", "hers_what", "theirs", "theirs_what", "states", "open_until")
    yield [texts.t(f"boards.file.{column}") for column in columns]
    for row in rows.rows_of(sent.reading, sent.house, sent.actor, reach, listed):
        yield _cells(texts, row)


def _cells(texts: Texts, row: Row) -> Sequence[Cell]:
    hers, theirs = row.hers, row.theirs
    return (
        row.number,
        hers.nominal if hers else None,
        texts.pick(law.CLOCKS[hers.row.clock].label) if hers else None,
        theirs.due if theirs else None,
        texts.pick(law.CLOCKS[theirs.row.clock].label) if theirs else None,
        texts.t("boards.file.between").join(texts.t(f"boards.state.{state}") for state in row.states),
        row.open_until,
    )
