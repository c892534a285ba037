"""Pages of the playbooks: the worries, one of them, and the way to its letters."""

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.playbooks import keeping
from app.playbooks.model import Playbook
from app.playbooks.reading import playbooks
from app.playbooks.starting import Desk
from app.playbooks.telling import telling
from app.web.forms import Posted
from app.web.pages import render

router = APIRouter()


def shipped(playbook_id: str) -> Playbook:
    """A shipped playbook by its name; raises NotFound."""
    found = playbooks().get(playbook_id)
    if found is None:
        raise NotFound
    return found


@router.get("/playbooks")
async def list_playbooks(request: Request, session: Reading, house: HouseDep) -> Response:
    """The worries, for anybody; her own beside them when she is signed in."""
    own = await keeping.own_of_reader(request, session, house)
    return render(request, "playbooks/index.html", playbooks=playbooks().values(), own=own, nav="new")


@router.get("/playbooks/{playbook_id}")
async def show_playbook(request: Request, playbook_id: str) -> Response:
    """One worry: who may hold what, how sure that is, and what can be asked; no account is needed."""
    playbook = shipped(playbook_id)
    start = f"/playbooks/{playbook.id}/start"
    return render(request, "playbooks/show.html", **telling(playbook), start=start, own=None)


@router.get("/playbooks/{playbook_id}/start")
async def ask(
    request: Request, playbook_id: str, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """The questions, on one page."""
    desk = _desk(request, session, house, actor, playbook_id)
    return desk.first_page(drafts.kept(request, actor))


@router.post("/playbooks/{playbook_id}/start")
def answer(
    request: Request,
    playbook_id: str,
    house: HouseDep,
    actor: SignedIn,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    """The recap, or the act that makes everything."""
    return _desk(request, reading, house, actor, playbook_id).answer(posted, session)


def _desk(request: Request, session: Session, house: House, actor: Actor, playbook_id: str) -> Desk:
    return Desk(request, session, house, actor, shipped(playbook_id), f"/playbooks/{playbook_id}")
