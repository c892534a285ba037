"""Pages on which a person reads who looked at her records, and prints it."""

from fastapi import APIRouter, Request, Response

from app.accounts.session import SignedIn
from app.audit.reading import place_before
from app.kit.db import Reading
from app.kit.house import HouseDep
from app.people import access
from app.people.log_page import log_of
from app.web.pages import render

router = APIRouter()


@router.get("/access/log")
async def show_log(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """The newest entries; `?before=` leads to older ones."""
    person = access.own_person(session, actor)
    told = log_of(session, house, actor, person.id, before=place_before(request.query_params.get("before")))
    return render(request, "people/log.html", told=told, is_print=False)


@router.get("/access/log/print")
def print_log(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """The whole log, for the printer."""
    person = access.own_person(session, actor)
    told = log_of(session, house, actor, person.id, limit=None)
    return render(request, "people/log.html", told=told, is_print=True)
