"""The page on which the wording of a letter is looked through and kept for a group."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.access import WRITERS, member_for
from app.groups.noting import note_in_group
from app.kit.db import Reading
from app.kit.errors import NotFound
from app.kit.house import HouseDep
from app.letters import book, naming_her, service, wordings
from app.letters.models import Letter
from app.letters.wording_form import read_wording
from app.people import access
from app.people.acting import Acting
from app.people.models import Case
from app.web.forms import Form
from app.web.pages import render, see_other

router = APIRouter()
KEEP = "/groups/{group_id}/letters/{client_letter_id}/wording"
ALL = "/groups/{group_id}/wordings"


@router.get(KEEP)
async def preview(
    request: Request,
    group_id: UUID,
    client_letter_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
) -> Response:
    """The free text of the letter, to be looked through, and what is never taken."""
    letter = _letter(session, actor, group_id, client_letter_id)
    kept = drafts.kept(request, actor)
    said = service.fields_of(house, letter)
    free = {name: said.get(name, "") for name in wordings.free_fields(book.form(letter.kind))}
    form = Form(kept) if kept else Form.blank(**free)
    slips = naming_her.problems(free, naming_her.names_of(session, house, letter))
    action = KEEP.format(group_id=group_id, client_letter_id=client_letter_id)
    return wording_page(request, book.form(letter.kind), form, f"/letters/{letter.id}", action, slips)


@router.post(KEEP)
def keep(group_id: UUID, client_letter_id: UUID, act: Acting) -> Response:
    """What she looked through, for the group; a word that names the client is pointed out and not kept."""
    letter = _letter(act.reading, act.actor, group_id, client_letter_id)
    form, shape = Form(act.posted), book.form(letter.kind)
    wording = read_wording(form, shape, naming_her.names_of(act.reading, act.house, letter))
    if wording is None:
        action = KEEP.format(group_id=group_id, client_letter_id=client_letter_id)
        return wording_page(act.request, shape, form, f"/letters/{letter.id}", action)
    member = groups.member_alone(act.writing, act.actor, group_id, *WRITERS)
    row = wordings.add(act.writing, act.house, member, letter.kind, wording)
    note_in_group(act.writing, act.actor, Action.CREATE, "letter", group_id, row.id)
    return see_other(ALL.format(group_id=group_id), "letters.status.wording_kept")


def _letter(session: Session, actor: Actor, group_id: UUID, letter_id: UUID) -> Letter:
    """A letter of a case of the group, for a member who may draft it; raises NotFound."""
    member_for(session, actor, group_id, *WRITERS)
    letter = access.find(session, actor, Letter, letter_id, "draft_letters")
    if session.get_one(Case, letter.case_id).group_id != group_id:
        raise NotFound
    return letter


def wording_page(
    request: Request, shape: book.Form, form: Form, back: str, action: str, slips: Sequence[str] = ()
) -> Response:
    """The texts to be looked through; `slips` are the fields that name her before anything was changed."""
    return render(
        request,
        "letters/wording.html",
        status=200 if form.ok else 422,
        nav="cases",
        shape=shape,
        names=wordings.free_fields(shape),
        form=form,
        back=back,
        action=action,
        field_kinds=book.field_kinds(),
        slips=slips,
    )
