"""The calculator's page and the API: public, and nothing of a question is kept."""

import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app import law
from app.agencies.forms import countries_of
from app.calculator.explain import Explained, articles_of, explain
from app.calculator.forms import Asked, blank, read_country, read_question
from app.calculator.reading import read_json
from app.kit.house import HouseDep
from app.web.forms import Fields, Form
from app.web.pages import render
from app.web.texts import texts_of

router = APIRouter()

_AWAITED = {law.ClockState.RUNNING, law.ClockState.OVERDUE}
_OVER = {law.ClockState.MET, law.ClockState.MET_LATE, law.ClockState.VOID}


@router.get("/calculator")
async def calculator(request: Request, house: HouseDep) -> Response:
    """The form, and under what was asked the days that follow, with their reasons."""
    sent = Fields(tuple(request.query_params.multi_items()))
    form = Form(sent, house.clock.today())
    if not form.value("procedure"):
        return _page(request, Form.blank(**_known(sent)), blank(read_country(form)))
    asked = read_question(form, house.clock.today())
    if asked.question is None:
        return _page(request, form, asked, status=422)
    answer = law.deadlines(asked.question)
    shown = [explain(each, asked.question.options, house.clock.today()) for each in answer.deadlines]
    context = _arranged(shown) | {
        "answer": answer,
        "articles": list(articles_of(one.deadline for one in shown if one.deadline.state not in _OVER)),
        "warnings": list({warning.phrase: warning for warning in answer.warnings}.values()),
        "said": texts_of(request).t("calculator.done"),
    }
    return _page(request, form, asked, **context)


@router.post("/api/v1/deadlines")
async def answer_api(request: Request) -> Response:
    """The contract's question and answer as JSON; no account, nothing stored."""
    try:
        return _json(law.answer_wire(read_json(await request.body())))
    except law.BadQuestion as mistake:
        return _json(law.error_wire(mistake), status=422)


def _page(request: Request, form: Form, asked: Asked, status: int = 200, **result: Any) -> Response:
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
        countries=countries_of(request),
        outcomes=list(law.OUTCOMES.values()),
        nav="calculator",
        **context,
    )


def _known(sent: Fields) -> dict[str, str]:
    """What a link may bring: an agency, chosen on the search page, or a country."""
    return {name: sent.get(name) for name in ("agency", "country") if sent.get(name)}


def _arranged(shown: list[Explained]) -> dict[str, Any]:
    """The one that is waited for first, then the rest; what is over last."""
    current = [one for one in shown if one.deadline.state not in _OVER]
    theirs = [one for one in current if not one.is_hers and one.deadline.state in _AWAITED]
    hers = [one for one in current if one.deadline.kind is law.Kind.LATEST]
    first = next(iter([*theirs, *hers, *current]), None)
    others = [one for one in current if one is not first]
    return {"first": first, "others": others, "over": [one for one in shown if one.deadline.state in _OVER]}


def _json(content: dict[str, Any], status: int = 200) -> Response:
    # A lone surrogate in what was sent has no UTF-8; its escape is JSON again.
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    return Response(body, status, media_type="application/json")
