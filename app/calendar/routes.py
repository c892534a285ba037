"""The page of the private calendar address, what programs read there, and single days as a file."""

from typing import cast
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts import drafts
from app.accounts.session import Actor, Fresh, SignedIn
from app.audit.entry import Action
from app.calendar import days, feed, forms, queries, service, single
from app.calendar.entries import CONTENT_TYPE, calendar_of
from app.filings import docket
from app.filings.models import Filing
from app.kit.behalf import speak
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.people import access
from app.people.noting import note_act
from app.web.forms import Form, Posted
from app.web.locales import SOURCE, locale_of
from app.web.pages import Pages, render, see_other
from app.web.texts import Texts, page_texts_of, texts_of

router = APIRouter()
PAGE = "/calendar"


@router.get(PAGE)
async def show_calendar(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    kept = drafts.kept(request, actor)
    return _page(request, house, session, actor, Form(kept) if kept.get("words") else None)


@router.post(PAGE)
def make_address(
    request: Request, actor: Fresh, house: HouseDep, posted: Posted, reading: Reading
) -> Response:
    """Makes an address and shows it, this once: no redirect, because nothing keeps it in between."""
    form = Form(posted)
    discreet = forms.read_discreet(form)
    if not form.ok:
        return _page(request, house, reading, actor, form, status=422)
    token = _new_token(house, actor, discreet=discreet, locale=locale_of(request).code)
    return render(
        request,
        "calendar/address.html",
        address=f"{house.settings.url}{PAGE}/{token}.ics",
        is_reachable=house.settings.is_https,
        said=page_texts_of(request).t("calendar.status.made"),
    )


def _new_token(house: House, actor: Actor, *, discreet: bool, locale: str) -> str:
    # Saved before the page is made: what is shown works.
    with house.db.writing(actor.behalf) as session:
        person = access.own_person(session, actor)
        note_act(session, actor, Action.EXPORT, "calendar", person.id)
        return service.new_address(session, house, actor, person.id, discreet=discreet, locale=locale)


@router.post(f"{PAGE}/words")
def change_words(
    request: Request, actor: SignedIn, house: HouseDep, posted: Posted, reading: Reading, session: Writing
) -> Response:
    form = Form(posted)
    discreet = forms.read_discreet(form)
    if not form.ok:
        return _page(request, house, reading, actor, form, status=422)
    person = access.own_person(session, actor)
    service.change_words(session, actor, person.id, discreet=discreet, locale=locale_of(request).code)
    return see_other(PAGE, "calendar.status.words_changed")


@router.post(f"{PAGE}/stop")
def stop_address(actor: SignedIn, house: HouseDep, session: Writing) -> Response:
    service.stop(session, house, actor, access.own_person(session, actor).id)
    return see_other(PAGE, "calendar.status.stopped")


@router.get(PAGE + "/{token}.ics")
async def read_feed(request: Request, token: str, house: HouseDep, session: Reading) -> Response:
    """What a calendar program reads; it shows no cookie, only what it was given."""
    address = service.find_address(session, token)
    reader = address.reader(house.clock.today())
    speak(session, reader.behalf)
    kept = queries.kept_days(
        session,
        reader,
        address.person_id,
        house.clock,
        named=not address.discreet,
    )
    texts, shown = _texts(request, address.locale), days.shown(kept)
    if address.discreet:
        entries = feed.discreet_entries(house, texts, shown)
    else:
        found = docket.of_rows(session, tuple(kept.filings.values()))
        reasons = feed.reasons_of(found, house.clock.today())
        entries = feed.full_entries(house, texts, shown, kept.filings, reasons)
    return Response(calendar_of(entries, texts.t("calendar.name")), media_type=CONTENT_TYPE)


# Stands before the deadline's page, whose address would take ".ics" for a part of the place.
@router.get("/filings/{filing_id}/deadlines/{place}.ics")
async def read_one_day(
    request: Request,
    filing_id: UUID,
    place: int,
    actor: SignedIn,
    house: HouseDep,
    session: Reading,
    words: str = forms.DISCREET,
) -> Response:
    """One deadline of hers as a file, for a calendar that she keeps by hand."""
    filing = access.find(session, actor, Filing, filing_id, "export")
    group_id = access.group_of(session, actor, filing)
    note_act(session, actor, Action.EXPORT, "calendar", filing.person_id, filing_id, group_id)
    texts = texts_of(request)
    entry = single.entry(session, house, actor, texts, filing, place, is_full=words == forms.FULL)
    file = calendar_of([entry], texts.t("calendar.name"))
    named = {"Content-Disposition": 'attachment; filename="misete.ics"'}
    return Response(file, media_type=CONTENT_TYPE, headers=named)


def _page(
    request: Request,
    house: House,
    session: Session,
    actor: Actor,
    form: Form | None = None,
    status: int = 200,
) -> Response:
    found = service.open_feed(session, actor, access.own_person(session, actor).id)
    return render(
        request,
        "calendar/show.html",
        status=status,
        is_reachable=house.settings.is_https,
        feed=found,
        form=form or forms.filled(discreet=found is None or found.discreet),
    )


def _texts(request: Request, code: str) -> Texts:
    pages = cast("Pages", request.app.state.pages)
    return pages.texts.get(code, pages.texts[SOURCE.code])
