"""Pages that belong to nobody: health, the promises, the way out."""

import calendar

from fastapi import APIRouter
from sqlmodel import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.kit.db import Reading
from app.kit.house import HouseDep
from app.web.pages import render
from app.web.texts import page_texts_of

router = APIRouter()


@router.get("/healthz")
async def show_health(session: Reading) -> Response:
    """Answers when the database does."""
    session.execute(text("SELECT 1"))
    return PlainTextResponse("ok\n")


@router.get("/promises")
async def show_promises(request: Request) -> Response:
    """What the program promises, and what it cannot."""
    return render(request, "web/promises.html")


@router.get("/exit")
async def show_exit(request: Request, house: HouseDep) -> Response:
    """A calendar of the month, which says nothing of what was open before.

    It is a page of our own: a foreign one would be told when somebody flees from here, and would need the
    network. Nobody is signed out, so nothing that was typed elsewhere is lost.
    """
    today = house.clock.today()
    weeks = calendar.Calendar().monthdayscalendar(today.year, today.month)
    words = page_texts_of(request)
    months, weekdays = words.t("web.dates.months").split(), words.t("web.dates.weekdays").split()
    return render(request, "web/exit.html", weeks=weeks, weekdays=weekdays, month=months[today.month - 1])
