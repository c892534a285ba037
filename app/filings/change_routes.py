"""The page that tells which dates moved, and the button by which a person says that she saw it."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.accounts.session import SignedIn
from app.filings import moved
from app.filings.reading import Reader
from app.kit.db import Reading, Writing
from app.kit.errors import NotFound
from app.kit.house import HouseDep
from app.people import access
from app.people.models import Case
from app.web.forms import Form, Posted, UnreadableForm
from app.web.pages import render, see_other

router = APIRouter()


@router.get("/changes")
async def show_changes(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    person = access.own_person(session, actor)
    reader = Reader(house.vault.person(person.id), person.id)
    return render(request, "filings/changes.html", nav="today", moved=moved.of_person(session, reader))


@router.post("/changes/seen")
def mark_seen(actor: SignedIn, house: HouseDep, posted: Posted, session: Writing) -> Response:
    form = Form(posted)
    asked = form.value("case")
    case = access.find(session, actor, Case, _id(asked), "record_filings") if asked else None
    person_id = case.person_id if case else access.own_person(session, actor).id
    until = _instant(form.value("until"))
    moved.mark_seen(session, person_id, until, house.clock.now(), case.id if case else None)
    return see_other(f"/cases/{case.id}" if case else "/", "moved.status.seen")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableForm("web.errors.unreadable") from None
    if instant.tzinfo is None:
        raise UnreadableForm("web.errors.unreadable")
    return instant


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
