"""The page on which a filing is made ready, posted and paid for, and the forms on it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app import law
from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.audit.entry import Action
from app.filings.models import Filing
from app.filings.reading import Reader
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.people import access
from app.people.acting import Act, Acting
from app.sending import forms, packs, page, queries, service
from app.sending.models import Cost
from app.sending.page import SendingView
from app.web.forms import Fields, Form
from app.web.pages import render, see_other

router = APIRouter()
# The field by which each form of the page is known when it was kept for a lost session.
_KNOWN_BY = {"answers": "way", "days": "planned_on", "method": "tracking", "sent": "when", "cost": "yen"}


@router.get("/filings/{filing_id}/sending")
async def show_sending(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """What to prepare, how to post it, and what it costs."""
    filing = access.find(session, actor, Filing, filing_id, "view_content")
    kept = drafts.kept(request, actor)
    names = {name for name, _ in kept.pairs}
    again = {form: Form(kept) for form, field in _KNOWN_BY.items() if field in names}
    return _page(request, session, house, actor, filing, again)


@router.post("/filings/{filing_id}/sending/answers")
def answer(filing_id: UUID, act: Acting) -> Response:
    filing = act.look_at(Filing, filing_id, "draft_letters")
    form = Form(act.posted)
    answers = forms.read_answers(form)
    if answers is None:
        return _again(act, filing, answers=form)
    service.answer(act.writing, act.house, act.take(Filing, filing_id, "draft_letters"), answers)
    return _back(filing_id, "sending.status.answered", "list")


@router.post("/filings/{filing_id}/sending/ticks")
def tick(filing_id: UUID, act: Acting) -> Response:
    filing = act.look_at(Filing, filing_id, "draft_letters")
    form = Form(act.posted)
    shown = [line.item.id for line in page.view(act.reading, act.house, act.actor, filing).lines]
    ticked = forms.read_ticks(form, shown)
    if ticked is None:
        return _again(act, filing, ticks=form)
    service.tick(act.writing, act.house, act.take(Filing, filing_id, "draft_letters"), ticked, shown)
    return _back(filing_id, "sending.status.ticked", "list")


@router.post("/filings/{filing_id}/sending/days")
def plan(filing_id: UUID, act: Acting) -> Response:
    filing = act.look_at(Filing, filing_id, "draft_letters")
    form = Form(act.posted, act.house.clock.today())
    days = forms.read_days(form, page.view(act.reading, act.house, act.actor, filing).kinds)
    if days is None:
        return _again(act, filing, days=form)
    service.plan(act.writing, act.house, act.take(Filing, filing_id, "draft_letters"), days)
    return _back(filing_id, "sending.status.planned", "days")


@router.post("/filings/{filing_id}/sending/method")
def choose_method(filing_id: UUID, act: Acting) -> Response:
    filing = act.look_at(Filing, filing_id, "draft_letters")
    form = Form(act.posted)
    said = forms.read_method(form, packs.methods())
    if said is None:
        return _again(act, filing, method=form)
    service.post_by(act.writing, act.house, act.take(Filing, filing_id, "draft_letters"), *said)
    return _back(filing_id, "sending.status.method_saved", "post")


@router.post("/filings/{filing_id}/sending/sent")
def send(filing_id: UUID, act: Acting) -> Response:
    """Records that it was sent: the one fact; a second tick changes nothing."""
    filing = act.look_at(Filing, filing_id, "record_filings")
    form = Form(act.posted, act.house.clock.today())
    on = form.day("when")
    if on is None:
        return _again(act, filing, sent=form)
    mine = act.take(Filing, filing_id, "record_filings")
    is_new = service.send(act.writing, act.house, act.actor, mine, on)
    return _back(filing_id, "sending.status.sent" if is_new else "sending.status.sent_before")


@router.post("/filings/{filing_id}/sending/costs")
def spend(filing_id: UUID, act: Acting) -> Response:
    filing = act.look_at(Filing, filing_id, "draft_letters")
    form = Form(act.posted, act.house.clock.today())
    spent = forms.read_spent(form)
    if spent is None:
        return _again(act, filing, cost=form)
    service.spend(act.writing, act.house, act.take(Filing, filing_id, "draft_letters"), spent)
    return _back(filing_id, "sending.status.cost_saved", "costs")


@router.get("/costs/{cost_id}/delete")
async def confirm_removal(
    request: Request, cost_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    cost = access.find(session, actor, Cost, cost_id, "draft_letters")
    filing = access.find(session, actor, Filing, cost.filing_id, "draft_letters")
    line = queries.open_cost(Reader(house.vault.person(cost.person_id), cost.person_id), cost)
    return render(request, "sending/cost_delete.html", nav="cases", line=line, filing=filing)


@router.post("/costs/{cost_id}/delete")
def remove_cost(cost_id: UUID, actor: SignedIn, session: Writing) -> Response:
    cost = access.find(session, actor, Cost, cost_id, "draft_letters", Action.DELETE)
    filing_id = cost.filing_id
    service.remove_cost(session, cost)
    return _back(filing_id, "sending.status.cost_removed", "costs")


def _back(filing_id: UUID, said: str, place: str = "") -> Response:
    return see_other(f"/filings/{filing_id}/sending{f'#{place}' if place else ''}", said)


def _again(act: Act, filing: Filing, **again: Form) -> Response:
    return _page(act.request, act.reading, act.house, act.actor, filing, again, status=422)


def _page(
    request: Request,
    session: Session,
    house: House,
    actor: Actor,
    filing: Filing,
    again: Mapping[str, Form],
    status: int = 200,
) -> Response:
    shown = page.view(session, house, actor, filing)
    more: dict[str, Any] = {name: again.get(name) or form for name, form in _saved(shown, house).items()}
    bad = next((form for form in again.values() if not form.ok), None)
    return render(
        request,
        "sending/show.html",
        status=status,
        nav="cases",
        view=shown,
        can_take_out=access.allows(session, actor, "export", filing.case_id),
        bad=bad or Form.blank(),
        methods=packs.methods().values(),
        made_field=forms.made_field,
        marking=packs.markings().get(filing.procedure),
        cited=law.citation_label,
        **{f"{name}_form": form for name, form in more.items()},
    )


def _saved(shown: SendingView, house: House) -> dict[str, Form]:
    """Each form of the page, with what she said before."""
    said, today = shown.said, house.clock.today()
    made = {forms.made_field(paper.kind): paper.made_on for paper in shown.papers}
    days = {"planned_on": said.planned_on, "arrives_on": said.arrives_on, **made}
    answers = {"way": said.way, "agent": said.agent, "identity": said.identity}
    copies = {"copies": "yes"} if said.wants_copies else {}
    return {
        "answers": _filled({**answers, **copies}),
        "days": _filled(days),
        "method": _filled({"method": said.method or shown.advised.id, "tracking": shown.tracking}),
        "sent": _filled({"when": said.planned_on or today}),
        "cost": _filled({"spent_on": today}),
    }


def _filled(values: Mapping[str, object]) -> Form:
    return Form(Fields(tuple((name, str(value)) for name, value in values.items() if value)))
