"""The calculator's pages and the API: public, and nothing of a question is kept."""

import json
import uuid
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app import law
from app.agencies.countries import countries_of
from app.calculator import asking, ics, links
from app.calculator.explain import Explained, articles_of, explain, explanation_lines, headline
from app.calculator.forms import Asked, blank, read_country, read_question
from app.calculator.reading import read_json
from app.kit.errors import NotFound
from app.kit.house import House, HouseDep
from app.web.forms import Fields, Form
from app.web.pages import render
from app.web.texts import page_texts_of, texts_of

router = APIRouter()

_AWAITED = {law.ClockState.RUNNING, law.ClockState.OVERDUE}
_OVER = {law.ClockState.MET, law.ClockState.MET_LATE, law.ClockState.VOID}


@router.get("/calculator")
async def calculator(request: Request, house: HouseDep) -> Response:
    """The days that follow from what was asked, with their reasons; the first question before that."""
    form = _form(request, house)
    if not form.value("procedure"):
        whole = form.flag("whole")
        return _whole(request, form, blank(read_country(form))) if whole else _ask(request, form)
    asked = read_question(form, house.clock.today())
    if asked.question is None:
        return _whole(request, form, asked, status=422)
    answer = law.deadlines(asked.question)
    shown = [explain(each, asked.question.options, house.clock.today()) for each in answer.deadlines]
    pairs = links.pairs_of(asked, asked.question.events)
    if asked.agency is not None:
        form.values.setdefault("who", asked.agency.name)
    context = _arranged(shown) | {
        "answer": answer,
        "articles": list(articles_of(one.deadline for one in shown if one.deadline.state not in _OVER)),
        "warnings": list({warning.phrase: warning for warning in answer.warnings}.values()),
        "link": links.path(links.PAGE, pairs),
        "home": house.settings.url,
        "more": links.path(links.ASK, (*pairs, ("more", "yes"))),
        "file_of": lambda one: links.file_path(pairs, one.deadline),
        "said": page_texts_of(request).t("calculator.done"),
    }
    return _whole(request, form, asked, **context)


@router.get("/calculator/ask")
async def ask(request: Request, house: HouseDep) -> Response:
    """One question at a time; leads to the result once there is something to count."""
    return _ask(request, _form(request, house))


@router.get("/calculator/deadline.ics")
async def deadline_file(request: Request, house: HouseDep) -> Response:
    """One deadline as a file for her own calendar, made from the address alone."""
    form = _form(request, house)
    asked = read_question(form, house.clock.today())
    if asked.question is None:
        return _whole(request, form, asked, status=422)
    named = (form.value("clock"), form.value("cause"))
    found = (each for each in law.deadlines(asked.question).deadlines if _name(each) == named)
    deadline = next(found, None)
    one = None if deadline is None else explain(deadline, asked.question.options)
    if one is None or one.day is None:
        raise NotFound
    return _file(request, house, asked, one)


@router.post("/api/v1/deadlines")
async def answer_api(request: Request) -> Response:
    """The contract's question and answer as JSON; no account, nothing stored."""
    try:
        return _json(law.answer_wire(read_json(await request.body())))
    except law.BadQuestion as mistake:
        return _json(law.error_wire(mistake), status=422)


def _form(request: Request, house: House) -> Form:
    return Form(Fields(tuple(request.query_params.multi_items())), house.clock.today())


def _ask(request: Request, form: Form) -> Response:
    page = asking.next_page(form)
    if isinstance(page, str):
        return RedirectResponse(page, status_code=303)
    return render(
        request,
        "calculator/ask.html",
        status=422 if form.errors else 200,
        form=form,
        page=page,
        questions=asking.QUESTIONS,
        procedures=page.asked.procedures,
        countries=countries_of(request),
        event_kinds=law.EVENT_KINDS,
        outcomes=list(law.OUTCOMES.values()),
        nav="calculator",
    )


def _whole(request: Request, form: Form, asked: Asked, status: int = 200, **result: Any) -> Response:
    context = {
        "answer": None,
        "first": None,
        "others": [],
        "over": [],
        "articles": [],
        "warnings": [],
    } | result
    return render(
        request,
        "calculator/show.html",
        status=status,
        form=form,
        asked=asked,
        groups=asked.groups,
        procedures=asked.procedures,
        outcomes=list(law.OUTCOMES.values()),
        nav="calculator",
        **context,
    )


def _arranged(shown: list[Explained]) -> dict[str, Any]:
    """The one that is waited for first, then the rest; what is over last."""
    current = [one for one in shown if one.deadline.state not in _OVER]
    theirs = [one for one in current if not one.is_hers and one.deadline.state in _AWAITED]
    hers = [one for one in current if one.deadline.kind is law.Kind.LATEST]
    first = next(iter([*theirs, *hers, *current]), None)
    others = [one for one in current if one is not first]
    return {"first": first, "others": others, "over": [one for one in shown if one.deadline.state in _OVER]}


def _name(deadline: law.Deadline) -> tuple[str, str]:
    return deadline.clock, "" if deadline.cause is None else str(deadline.cause)


def _file(request: Request, house: House, asked: Asked, one: Explained) -> Response:
    """The file; the same question makes the same UID, so that a second import changes nothing."""
    assert asked.question is not None
    assert one.day is not None
    agency = asked.agency.name if asked.agency else None
    say = texts_of(request).pick
    page = house.settings.url + links.path(links.PAGE, links.pairs_of(asked, asked.question.events))
    entry = ics.Entry(
        uid=str(uuid.uuid5(uuid.NAMESPACE_URL, page + str(_name(one.deadline)))),
        on=one.day,
        summary=headline(one, say, agency)[0],
        description="\n".join(explanation_lines(one, say, agency)),
        url=page,
    )
    content = ics.calendar_of([ics.event_of(entry, house.clock.now())])
    name = f'attachment; filename="misete-{one.day.isoformat()}.ics"'
    return Response(content, media_type=ics.CONTENT_TYPE, headers={"content-disposition": name})


def _json(content: dict[str, Any], status: int = 200) -> Response:
    # A lone surrogate in what was sent has no UTF-8; its escape is JSON again.
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    return Response(body, status, media_type="application/json")
