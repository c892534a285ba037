"""Pages on which a person erases everything that is hers, takes it back, and reads a receipt afterwards."""

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app import law
from app.accounts.drafts import IN_BIN
from app.accounts.session import Actor, Fresh, SignedIn, TakingBack
from app.exchange import binning, receipts, shown
from app.exchange.forms import read_number, tick
from app.groups.access import is_member_anywhere
from app.kit.db import Reading, Writing
from app.kit.errors import Conflict
from app.kit.house import House, HouseDep
from app.people import access
from app.people.acting import Acting
from app.web.forms import Form, Posted
from app.web.pages import render, see_other
from app.web.paths import HOME

router = APIRouter()
ERASE = "/account/erase"
RECEIPTS = "/receipts"


@router.get(ERASE)
async def confirm_erasure(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """What is erased, what stays, what still runs; then two ticks."""
    return _page(request, session, house, actor, Form())


@router.post(ERASE)
def erase(act: Acting, _: Fresh) -> Response:
    """Into the bin; from the next request on nothing but taking it back is open to her."""
    form = Form(act.posted)
    running = shown.running_of(act.reading, act.house, access.own_person(act.reading, act.actor))
    tick(form, "sure")
    if running.matters:
        tick(form, "running")
    if not form.ok:
        return _page(act.request, act.reading, act.house, act.actor, form)
    binning.ask(act.writing, act.house, act.actor)
    return see_other(IN_BIN, "erasure.status.binned")


@router.get(IN_BIN)
async def show_bin(request: Request, actor: TakingBack, house: HouseDep, session: Reading) -> Response:
    """The one page that is open to her until the day."""
    plan = shown.bin_of(session, actor)
    if plan is None:
        return see_other(ERASE)
    is_over = binning.is_due(session, plan, house.clock.today())
    told = {} if is_over else shown.receipt_shown(session, house, plan)
    return render(request, "exchange/bin.html", is_closed=True, is_over=is_over, **told)


@router.post(f"{IN_BIN}/undo")
def take_back(actor: TakingBack, house: HouseDep, session: Writing) -> Response:
    """Everything is hers again."""
    plan = shown.bin_of(session, actor)
    if plan is None:
        raise Conflict("erasure.errors.not_in_bin")
    binning.take_back(session, house, plan.person_id, actor)
    return see_other(HOME, "erasure.status.taken_back")


@router.get(RECEIPTS)
async def ask_number(request: Request) -> Response:
    """Where the number of a receipt is typed; no account is needed."""
    return render(request, "exchange/receipt.html", form=Form(), receipt=None)


@router.post(RECEIPTS)
async def show_receipt(request: Request, posted: Posted, session: Reading) -> Response:
    """What became of it, to whoever knows the number; never whose it was."""
    form = Form(posted)
    typed = read_number(form)
    receipt = receipts.receipt_of(session, typed) if form.ok else None
    if receipt is None:
        form.problem("number", "erasure.errors.no_receipt")
        return render(request, "exchange/receipt.html", status=422, form=form, receipt=None)
    return render(
        request,
        "exchange/receipt.html",
        form=form,
        receipt=receipt,
        erases_on=binning.erased_on(receipt.binned_on),
        counts=receipts.counts_of(receipt),
    )


def _page(request: Request, session: Session, house: House, actor: Actor, form: Form) -> Response:
    return render(
        request,
        "exchange/erase.html",
        status=200 if form.ok else 422,
        form=form,
        is_member=is_member_anywhere(session, actor.account_id),
        running=shown.running_of(session, house, access.own_person(session, actor)),
        erases_on=binning.erased_on(house.clock.today()),
        clocks=law.CLOCKS,
    )
