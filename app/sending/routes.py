"""The page on which a filing is made ready, posted and paid for, and the forms on it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app import law
from app.accounts import drafts
from app.accounts.session import Actor, SignedIn
from app.filings.models import Filing
from app.filings.reading import Reader
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.people import access
from app.sending import forms, packs, page, queries, service
from app.sending.models import Cost
from app.sending.page import SendingView
from app.web.forms import Fields, Form, Posted
from app.web.pages import render, see_other

router = APIRouter()
# The field by which each form of the page is known when it was kept for a lost session.
_KNOWN_BY = {"answers": "way", "days": "planned_on", "method": "tracking", "sent": "when", "cost": "yen"}


@router.get("/filings/{filing_id}/sending")
async def show_sending(
    request: Request, filing_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    """What to prepare, how to post it, and what it costs."""
    filing = access.find(session, actor, Filing, filing_id, "view")
    kept = drafts.kept(request, actor)
    names = {name for name, _ in kept.pairs}
    again = {form: Form(kept) for form, field in _KNOWN_BY.items() if field in names}
    return _page(request, session, house, actor, filing, again)


@router.post("/filings/{filing_id}/sending/answers")
def answer(
    request: Request,
    filing_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    filing = access.find(reading, actor, Filing, filing_id, "edit")
    form = Form(posted)
    answers = forms.read_answers(form)
    if answers is None:
        return _page(request, reading, house, actor, filing, {"answers": form}, status=422)
    service.answer(session, house, access.find(session, actor, Filing, filing_id, "edit"), answers)
    return _back(filing_id, "sending.status.answered", "list")


@router.post("/filings/{filing_id}/sending/ticks")
def tick(
    request: Request,
    filing_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    filing = access.find(reading, actor, Filing, filing_id, "edit")
    form = Form(posted)
    shown = [line.item.id for line in page.view(reading, house, actor, filing).lines]
    ticked = forms.read_ticks(form, shown)
    if ticked is None:
        return _page(request, reading, house, actor, filing, {"ticks": form}, status=422)
    service.tick(session, house, access.find(session, actor, Filing, filing_id, "edit"), ticked, shown)
    return _back(filing_id, "sending.status.ticked", "list")


@router.post("/filings/{filing_id}/sending/days")
def plan(
    request: Request,
    filing_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    filing = access.find(reading, actor, Filing, filing_id, "edit")
    form = Form(posted, house.clock.today())
    days = forms.read_days(form, page.view(reading, house, actor, filing).kinds)
    if days is None:
        return _page(request, reading, house, actor, filing, {"days": form}, status=422)
    service.plan(session, house, access.find(session, actor, Filing, filing_id, "edit"), days)
    return _back(filing_id, "sending.status.planned", "days")


@router.post("/filings/{filing_id}/sending/method")
def choose_method(
    request: Request,
    filing_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    filing = access.find(reading, actor, Filing, filing_id, "edit")
    form = Form(posted)
    said = forms.read_method(form, packs.methods())
    if said is None:
        return _page(request, reading, house, actor, filing, {"method": form}, status=422)
    service.post_by(session, house, access.find(session, actor, Filing, filing_id, "edit"), *said)
    return _back(filing_id, "sending.status.method_saved", "post")


@router.post("/filings/{filing_id}/sending/sent")
def send(
    request: Request,
    filing_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    """Records that it was sent: the one fact; a second tick changes nothing."""
    filing = access.find(reading, actor, Filing, filing_id, "edit")
    form = Form(posted, house.clock.today())
    on = form.day("when")
    if on is None:
        return _page(request, reading, house, actor, filing, {"sent": form}, status=422)
    mine = access.find(session, actor, Filing, filing_id, "edit")
    is_new = service.send(session, house, actor, mine, on)
    return _back(filing_id, "sending.status.sent" if is_new else "sending.status.sent_before")


@router.post("/filings/{filing_id}/sending/costs")
def spend(
    request: Request,
    filing_id: UUID,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    filing = access.find(reading, actor, Filing, filing_id, "edit")
    form = Form(posted, house.clock.today())
    spent = forms.read_spent(form)
    if spent is None:
        return _page(request, reading, house, actor, filing, {"cost": form}, status=422)
    service.spend(session, house, access.find(session, actor, Filing, filing_id, "edit"), spent)
    return _back(filing_id, "sending.status.cost_saved", "costs")


@router.get("/costs/{cost_id}/delete")
async def confirm_removal(
    request: Request, cost_id: UUID, actor: SignedIn, house: HouseDep, session: Reading
) -> Response:
    cost = access.find(session, actor, Cost, cost_id, "edit")
    filing = access.find(session, actor, Filing, cost.filing_id, "edit")
    line = queries.open_cost(Reader(house.vault.person(cost.person_id), cost.person_id), cost)
    return render(request, "sending/cost_delete.html", nav="cases", line=line, filing=filing)


@router.post("/costs/{cost_id}/delete")
def remove_cost(cost_id: UUID, actor: SignedIn, session: Writing) -> Response:
    cost = access.find(session, actor, Cost, cost_id, "edit")
    filing_id = cost.filing_id
    service.remove_cost(session, cost)
    return _back(filing_id, "sending.status.cost_removed", "costs")


def _back(filing_id: UUID, said: str, place: str = "") -> Response:
    return see_other(f"/filings/{filing_id}/sending{f'#{place}' if place else ''}", said)


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
