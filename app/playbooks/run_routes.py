"""Pages of what was made in one act: what to do first, and how to take it back."""

from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.session import SignedIn
from app.audit.entry import Action
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import HouseDep
from app.people import access
from app.people.models import Case
from app.playbooks import made, undoing
from app.playbooks.models import PlaybookRun, PlaybookStep
from app.playbooks.telling import telling
from app.web.pages import render, see_other

router = APIRouter()


@router.get("/playbooks/made/{run_id}")
async def show_made(
    request: Request, run_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """What was made, in the order in which it is best done."""
    view = made.view(session, house, actor, access.find(session, actor, PlaybookRun, run_id, "view_content"))
    return render(request, "playbooks/made.html", **(telling(view.playbook) | {"nav": "cases"}), view=view)


@router.post("/playbooks/made/{run_id}/steps/{step_id}/done")
def mark_done(run_id: UUID, step_id: UUID, house: HouseDep, actor: SignedIn, session: Writing) -> Response:
    """Something to do without paper is done."""
    access.find(session, actor, PlaybookRun, run_id, "record_filings", Action.LOOK)
    step = access.find(session, actor, PlaybookStep, step_id, "record_filings", Action.LOOK)
    if step.run_id != run_id or step.filing_id is not None:
        raise NotFound
    step.done_on = step.done_on or house.clock.today()
    access.note_work(session, actor, Action.EDIT, "playbook", step, run_id)
    return see_other(f"/playbooks/made/{run_id}", "playbooks.status.done")


@router.get("/playbooks/made/{run_id}/undo")
async def confirm_undoing(
    request: Request, run_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """Says what goes and what stays, and why."""
    run = access.find(session, actor, PlaybookRun, run_id, "edit")
    remains = undoing.Undoing(session, house, run).look()
    return render(request, "playbooks/undo.html", run=run, remains=remains, nav="cases")


@router.post("/playbooks/made/{run_id}/undo")
def undo(run_id: UUID, house: HouseDep, actor: SignedIn, session: Writing) -> Response:
    """Takes back what nobody touched since."""
    run = access.find(session, actor, PlaybookRun, run_id, "edit", Action.LOOK)
    case_id = run.case_id
    access.note_work(session, actor, Action.DELETE, "playbook", run)
    stays = _undo(session, house, run)
    if stays:
        return see_other(f"/cases/{case_id}", "playbooks.status.undone_partly")
    is_left = session.get(Case, case_id) is not None
    return see_other(f"/cases/{case_id}" if is_left else "/", "playbooks.status.undone")


def _undo(session: Session, house: HouseDep, run: PlaybookRun) -> bool:
    access.hold(session, run.person_id)
    return bool(undoing.Undoing(session, house, run).undo().stays)
