"""The page of reminders: what is due, her own dates, and what was mailed."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app import law
from app.accounts.session import SignedIn
from app.filings.reading import Reader
from app.kit.db import Reading
from app.kit.house import HouseDep
from app.people import access
from app.reminders import page, service
from app.web.pages import render

router = APIRouter()


@router.get("/reminders")
async def show(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """What is due and near, her own dates, and what became of the mails."""
    person = access.own_person(session, actor)
    view = page.view(session, Reader(house.vault.person(person.id), person.id), house.clock.today())
    return render(
        request,
        "reminders/show.html",
        view=view,
        setting=service.setting_of(session, actor, person),
        sends_mail=house.settings.sends_mail,
        clocks=law.CLOCKS,
        procedures=law.PROCEDURES,
        nav="reminders",
    )
