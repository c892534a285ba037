"""Pages of a group's statistics: figures, two pictures of them, and a file to pass on."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app import law
from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.groups.noting import note_in_group
from app.insights import file, pictures, statistics
from app.insights.facts import Ending
from app.insights.statistics import Statistics
from app.insights.wording import ground_of, years_of
from app.kit.db import Reading
from app.people.acting import Acting
from app.people.reach import reach_for
from app.web.pages import render
from app.web.sheets import sheet
from app.web.texts import page_texts_of, texts_of

router = APIRouter()
PAGE = "/groups/{group_id}/statistics"
FILE = "statistics"
PICTURES = {"days": pictures.draw_days, "answers": pictures.draw_answers}


@router.get(PAGE)
def show_statistics(
    request: Request, group_id: UUID, actor: SignedIn, session: Reading, year: str = ""
) -> Response:
    told, texts = _told(session, actor, group_id, year), page_texts_of(request)
    return render(
        request,
        "insights/show.html",
        group_id=group_id,
        told=told,
        # Without readings: they are put into pages, not into pictures.
        drawn={name: draw(told, texts_of(request)) for name, draw in PICTURES.items()},
        endings=tuple(Ending),
        procedures=law.PROCEDURES,
        years_of=lambda period: years_of(period, texts),
        ground_of=lambda ground: ground_of(ground, texts),
    )


@router.get(f"{PAGE}/days.svg")
def draw_days(
    request: Request, group_id: UUID, actor: SignedIn, session: Reading, year: str = ""
) -> Response:
    return _svg(request, _told(session, actor, group_id, year), "days")


@router.get(f"{PAGE}/answers.svg")
def draw_answers(
    request: Request, group_id: UUID, actor: SignedIn, session: Reading, year: str = ""
) -> Response:
    return _svg(request, _told(session, actor, group_id, year), "answers")


@router.post(f"{PAGE}/file")
def give_file(group_id: UUID, act: Acting, actor: Fresh) -> Response:
    """The figures to pass on; the log says who took them."""
    told = _told(act.reading, actor, group_id, act.posted.get("year"))
    note_in_group(act.reading, actor, Action.EXPORT, FILE, group_id)
    return sheet(FILE, file.rows(told, texts_of(act.request)))


def _told(session: Session, actor: Actor, group_id: UUID, year: str) -> Statistics:
    return statistics.of_group(session, reach_for(session, actor, group_id), year)


def _svg(request: Request, told: Statistics, name: str) -> Response:
    return Response(PICTURES[name](told, texts_of(request)), media_type="image/svg+xml")
