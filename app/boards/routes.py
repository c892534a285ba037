"""Pages of a group's board: the list, a client's name when it is needed, and the day's sheet."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import law
from app.accounts import drafts
from app.accounts.session import Fresh, SignedIn
from app.boards import acts, asking, day_sheet, names, rows, taken
from app.boards.asking import Show, Sort
from app.groups.models import Role
from app.kit.db import Reading
from app.kit.house import HouseDep
from app.people.acting import Acting
from app.people.reach import reach_for
from app.web.pages import render

router = APIRouter()
NAMES: dict[str, Any] = {"clocks": law.CLOCKS, "shows": tuple(Show), "sorts": tuple(Sort)}


@router.get("/groups/{group_id}/board")
async def show_board(
    request: Request,
    group_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
    show: str = "",
    sort: str = "",
    after: str = "",
) -> Response:
    reach = reach_for(session, actor, group_id)
    asked = asking.read(show, sort, after)
    board = rows.board(session, house, actor, reach, asked)
    opened = {row.person_id: row.words.cipher for row in board.rows if row.words}
    taken.note_names(session, actor, reach, opened)
    return render(
        request,
        "boards/show.html",
        reach=reach,
        asked=asked,
        board=board,
        ticked=drafts.kept(request, actor).all("case"),
        acts=acts.ACTS[reach.member.role],
        **NAMES,
    )


@router.post("/groups/{group_id}/clients/{client_id}/reveal")
def reveal_name(group_id: UUID, client_id: UUID, act: Acting, _: Fresh) -> Response:
    """A coordinator has a name shown that the board does not show; the client can read that she did."""
    reach = reach_for(act.writing, act.actor, group_id, Role.COORDINATOR)
    name = names.reveal(act.writing, act.house, act.actor, reach, client_id)
    board = asking.again(act.posted).same(f"/groups/{group_id}/board")
    return render(act.request, "boards/name.html", name=name, board=board)


@router.get("/groups/{group_id}/day-sheet")
async def show_day(
    request: Request, group_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """What falls on today, by number, for the printer."""
    reach = reach_for(session, actor, group_id)
    sheet = day_sheet.of_today(session, house, reach)
    taken.note_taken(session, actor, reach, "day_sheet", sheet.persons)
    beside = request.app.state.beside_group(session, house, reach.member)
    return render(request, "boards/day_sheet.html", group_id=group_id, sheet=sheet, beside=beside, **NAMES)
