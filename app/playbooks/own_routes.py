"""Pages of the playbooks that people write, share as a file, and take from one."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import PlainTextResponse, Response

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.people import access
from app.playbooks import keeping, own_forms
from app.playbooks import own as files
from app.playbooks.keeping import Written
from app.playbooks.models import OwnPlaybook
from app.playbooks.own import BadFile
from app.playbooks.starting import Desk
from app.playbooks.telling import telling
from app.web.forms import Form, Posted
from app.web.pages import render, see_other
from app.web.texts import texts_of

router = APIRouter()
BASE = "/playbooks/own"


@router.get("/playbooks/own/new")
async def new(request: Request, actor: SignedIn) -> Response:
    """The form."""
    return _form_page(request, Form(drafts.kept(request, actor)), BASE)


@router.post("/playbooks/own")
def create(request: Request, house: HouseDep, actor: SignedIn, posted: Posted, session: Writing) -> Response:
    """Keeps what she wrote."""
    form = Form(posted)
    if posted.get("step") == own_forms.MORE:
        return _form_page(request, form, BASE)
    own = own_forms.read_own(form)
    if own is None:
        return _form_page(request, form, BASE, 422)
    person = access.own_person(session, actor)
    row = keeping.add(session, house, person.id, own, from_elsewhere=False)
    return see_other(f"{BASE}/{row.id}", "playbooks.status.own_saved")


@router.get("/playbooks/own/import")
async def ask_for_file(request: Request, actor: SignedIn) -> Response:
    """Where a shared file's text goes."""
    form = Form(drafts.kept(request, actor))
    return render(request, "playbooks/import.html", form=form, bad=None, nav="new")


@router.post("/playbooks/own/import")
def take_file(
    request: Request, house: HouseDep, actor: SignedIn, posted: Posted, session: Writing
) -> Response:
    """Takes a playbook from elsewhere, when every line of it is one."""
    form = Form(posted)
    text = posted.get("file").replace("\r\n", "\n")
    if not text.strip():
        form.problem("file", "web.form.missing")
        return render(request, "playbooks/import.html", status=422, form=form, bad=None, nav="new")
    try:
        own = files.from_file(text)
    except BadFile as bad:
        form.problem("file", "playbooks.errors.bad_file", line=bad.line)
        return render(request, "playbooks/import.html", status=422, form=form, bad=bad, nav="new")
    person = access.own_person(session, actor)
    row = keeping.add(session, house, person.id, own, from_elsewhere=True)
    return see_other(f"{BASE}/{row.id}", "playbooks.status.imported")


@router.get("/playbooks/own/{own_playbook_id}.yaml")
async def download(own_playbook_id: UUID, session: Reading, house: HouseDep, actor: SignedIn) -> Response:
    """The file to share: words about a worry, nothing about her."""
    written = _written(session, house, actor, own_playbook_id)
    answer = PlainTextResponse(files.to_file(written.own), media_type="application/yaml")
    answer.headers["content-disposition"] = 'attachment; filename="playbook.yaml"'
    return answer


@router.get("/playbooks/own/{own_playbook_id}")
async def show(
    request: Request, own_playbook_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """Her own worry, on the page of the shipped ones."""
    written = _written(session, house, actor, own_playbook_id)
    start = f"{BASE}/{own_playbook_id}/start"
    return render(request, "playbooks/show.html", **telling(written.playbook), start=start, own=written)


@router.get("/playbooks/own/{own_playbook_id}/edit")
async def edit(
    request: Request, own_playbook_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """The form with what is there."""
    written = _written(session, house, actor, own_playbook_id)
    kept = drafts.kept(request, actor)
    form = Form(kept) if kept else own_forms.filled(written.own)
    return _form_page(request, form, f"{BASE}/{own_playbook_id}/edit")


@router.post("/playbooks/own/{own_playbook_id}/edit")
def change(
    request: Request,
    own_playbook_id: UUID,
    house: HouseDep,
    actor: SignedIn,
    posted: Posted,
    session: Writing,
) -> Response:
    """Keeps what it says now."""
    row = access.find(session, actor, OwnPlaybook, own_playbook_id, "edit")
    form, action = Form(posted), f"{BASE}/{own_playbook_id}/edit"
    if posted.get("step") == own_forms.MORE:
        return _form_page(request, form, action)
    own = own_forms.read_own(form)
    if own is None:
        return _form_page(request, form, action, 422)
    keeping.change(house, row, own)
    return see_other(f"{BASE}/{row.id}", "playbooks.status.own_saved")


@router.get("/playbooks/own/{own_playbook_id}/delete")
async def confirm_delete(
    request: Request, own_playbook_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """Asks once more."""
    written = _written(session, house, actor, own_playbook_id)
    return render(request, "playbooks/own_delete.html", written=written, nav="new")


@router.post("/playbooks/own/{own_playbook_id}/delete")
def delete(own_playbook_id: UUID, actor: Fresh, session: Writing) -> Response:
    """Forgets it; what was made from it stays."""
    keeping.remove(session, access.find(session, actor, OwnPlaybook, own_playbook_id, "edit"))
    return see_other("/playbooks", "playbooks.status.own_deleted")


@router.get("/playbooks/own/{own_playbook_id}/start")
async def ask(
    request: Request, own_playbook_id: UUID, session: Reading, house: HouseDep, actor: SignedIn
) -> Response:
    """The questions before its letters."""
    desk = _desk(request, session, house, actor, own_playbook_id)
    return desk.first_page(drafts.kept(request, actor))


@router.post("/playbooks/own/{own_playbook_id}/start")
def answer(
    request: Request,
    own_playbook_id: UUID,
    house: HouseDep,
    actor: SignedIn,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    """The recap, or the act that makes everything."""
    return _desk(request, reading, house, actor, own_playbook_id).answer(posted, session)


def _written(session: Session, house: House, actor: Actor, own_playbook_id: UUID) -> Written:
    return keeping.opened(house, access.find(session, actor, OwnPlaybook, own_playbook_id, "view_content"))


def _desk(request: Request, session: Session, house: House, actor: Actor, own_playbook_id: UUID) -> Desk:
    playbook = _written(session, house, actor, own_playbook_id).playbook
    return Desk(request, session, house, actor, playbook, f"{BASE}/{own_playbook_id}", is_own=True)


def _form_page(request: Request, form: Form, action: str, status: int = 200) -> Response:
    count = own_forms.blocks(form) + (form.value("step") == own_forms.MORE)
    context: dict[str, Any] = {
        "form": form,
        "action": action,
        "count": min(count, files.MOST_REQUESTS),
        "may_grow": count < files.MOST_REQUESTS,
        "procedures": own_forms.procedures(texts_of(request)),
        "nav": "new",
    }
    return render(request, "playbooks/own_form.html", status=status, **context)
