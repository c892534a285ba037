"""The law pages: public, and the same for everybody."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app import law
from app.kit.errors import NotFound
from app.kit.house import HouseDep
from app.rulebook import rules
from app.web.pages import render

router = APIRouter()


@router.get("/law")
async def list_rules(request: Request, house: HouseDep) -> Response:
    """Every rule in plain words, by procedure."""
    return render(
        request,
        "rulebook/index.html",
        chapters=rules.chapters(house.clock.today()),
        book=law.about(),
        nav="law",
    )


@router.get("/law/{clock_id}")
async def show_rule(request: Request, clock_id: str, house: HouseDep) -> Response:
    """One rule: who, by when, how counted, which article, how sure, where it differs."""
    if clock_id not in law.CLOCKS:
        raise NotFound
    found = rules.rule(clock_id, house.clock.today())
    return render(
        request,
        "rulebook/rule.html",
        rule=found,
        book=law.about(),
        event_kinds=law.EVENT_KINDS,
        outcomes=law.OUTCOMES,
        nav="law",
    )
