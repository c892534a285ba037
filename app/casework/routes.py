"""Pages of a case's tasks and notes."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.audit.entry import Action
from app.casework import service, shown
from app.casework.forms import read_note, read_task
from app.casework.models import Note, Task
from app.kit.db import Reading
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.people import access
from app.people.acting import Act, Acting
from app.people.models import Case
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()


@router.get("/cases/{case_id}/notes")
async def show_desk(
    request: Request, case_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    case = access.find(session, actor, Case, case_id, "view_content")
    form = Form(drafts.kept(request, actor), house.clock.today())
    return _page(request, session, house, actor, case, form)


@router.post("/cases/{case_id}/notes")
def write_note(case_id: UUID, act: Acting) -> Response:
    case, form = act.look_at(Case, case_id, "edit"), Form(act.posted)
    words = read_note(form)
    if words is None:
        return _again(act, case, form)
    mine = act.take(Case, case_id, "edit", Action.LOOK)
    note = service.add_note(act.writing, act.house, mine, words, act.actor.account_id)
    access.note_work(act.writing, act.actor, Action.CREATE, "note", note)
    return see_other(f"/cases/{case_id}/notes#notes", "casework.status.noted")


@router.post("/cases/{case_id}/tasks")
def add_task(case_id: UUID, act: Acting) -> Response:
    case, form = act.look_at(Case, case_id, "edit"), Form(act.posted, act.house.clock.today())
    agencies_of = act.request.app.state.agencies_of
    desk = shown.desk_of(act.reading, act.house, act.actor, case, agencies_of)
    task = read_task(form, desk.doers)
    if task is None:
        return _again(act, case, form)
    mine = act.take(Case, case_id, "edit", Action.LOOK)
    added = service.add_task(act.writing, act.house, mine, task, act.actor.account_id)
    access.note_work(act.writing, act.actor, Action.CREATE, "task", added)
    return see_other(f"/cases/{case_id}/notes", "casework.status.added")


@router.post("/tasks/{task_id}/done")
def finish_task(task_id: UUID, act: Acting) -> Response:
    task = act.take(Task, task_id, "edit")
    if act.posted.get("done") == "no":
        service.open_task(task)
        return see_other(f"/cases/{task.case_id}/notes", "casework.status.opened")
    service.finish_task(act.house, task, act.actor.account_id)
    return see_other(f"/cases/{task.case_id}/notes", "casework.status.done")


@router.get("/notes/{note_id}/delete")
async def confirm_delete(
    request: Request, note_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    note = access.find(session, actor, Note, note_id, "edit")
    if note.written_by != actor.account_id:
        raise NotFound
    words = service.words_of(house, note)
    return render(request, "casework/note_delete.html", nav="cases", note=note, words=words)


@router.post("/notes/{note_id}/delete")
def delete_note(note_id: UUID, act: Acting) -> Response:
    note = act.take(Note, note_id, "edit", Action.DELETE)
    service.delete_note(act.writing, note, act.actor.account_id)
    return see_other(f"/cases/{note.case_id}/notes#notes", "casework.status.deleted")


def _again(act: Act, case: Case, form: Form) -> Response:
    return _page(act.request, act.reading, act.house, act.actor, case, form, status=422)


def _page(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    case: Case,
    form: Form,
    status: int = 200,
) -> Response:
    desk = shown.desk_of(session, house, actor, case, request.app.state.agencies_of)
    return render(request, "casework/show.html", status=status, nav="cases", desk=desk, form=form)
