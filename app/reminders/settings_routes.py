"""The settings of reminders: what is told, when not, and the address that mails go to."""

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.session import Actor, SignedIn
from app.groups.access import CASE_ROLES
from app.groups.shown import ShownGroup, groups_of
from app.kit.db import Reading, Writing
from app.kit.house import House, HouseDep
from app.people import access
from app.reminders import addresses, drafting, service, weekly
from app.reminders.forms import HOURS, read_address, read_code, read_wishes
from app.reminders.models import KINDS, ReminderSetting
from app.web.forms import Form, Posted
from app.web.pages import render, see_other

router = APIRouter()

SETTINGS = "/reminders/settings"


@router.get("/reminders/settings")
async def settings(request: Request, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """What is told, when, and where to."""
    return settings_page(request, session, house, actor, Form())


@router.post("/reminders/settings")
def change_settings(
    request: Request,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    """Keeps what she wants to be told."""
    form = Form(posted)
    wishes = read_wishes(form)
    if wishes is None:
        return settings_page(request, reading, house, actor, form, status=422)
    service.wish(session, _mine(session, actor), wishes, KINDS)
    return see_other(SETTINGS, "reminders.status.saved")


@router.post("/reminders/address")
def set_address(
    request: Request,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    """Takes an address; a code goes there first."""
    form = Form(posted)
    address = read_address(form)
    if address is None:
        return settings_page(request, reading, house, actor, form, status=422)
    addresses.ask_for_code(session, house, _mine(session, actor), address)
    return see_other(f"{SETTINGS}#address", "reminders.status.code_on_its_way")


@router.post("/reminders/address/confirm")
def confirm_address(
    request: Request,
    actor: SignedIn,
    house: HouseDep,
    posted: Posted,
    reading: Reading,
    session: Writing,
) -> Response:
    """Proves the address with the code that came."""
    form = Form(posted)
    code = read_code(form)
    if code is not None:
        # A wrong try is counted, so this write stands even where the page says no.
        if addresses.try_code(house, _mine(session, actor), code):
            return see_other(f"{SETTINGS}#address", "reminders.status.confirmed")
        form.problem("code", "reminders.form.wrong_code")
    return settings_page(request, reading, house, actor, form, status=422)


@router.post("/reminders/address/remove")
def remove_address(actor: SignedIn, session: Writing) -> Response:
    """Ends the mails."""
    addresses.forget_address(_mine(session, actor))
    return see_other(SETTINGS, "reminders.status.removed")


def member_groups(session: Session, house: House, actor: Actor) -> list[ShownGroup]:
    """The groups in which she works on cases."""
    return [group for group in groups_of(session, house, actor) if group.role in CASE_ROLES]


def _mine(session: Session, actor: Actor) -> ReminderSetting:
    person = access.own_person(session, actor)
    return service.setting_of(session, actor, access.person_for(session, actor, person.id, "edit"))


def settings_page(
    request: Request, session: Session, house: House, actor: Actor, form: Form, status: int = 200
) -> Response:
    """The page of all settings, with a form that may have to be mended."""
    person = access.own_person(session, actor)
    setting = service.setting_of(session, actor, person)
    groups = member_groups(session, house, actor)
    context: dict[str, Any] = {
        "form": form,
        "setting": setting,
        "address": drafting.address_of(house, setting) if setting.address_sealed else "",
        "kinds": KINDS,
        "hours": HOURS,
        "sends_mail": house.settings.sends_mail,
        "groups": groups,
        "wished": weekly.wished(session, person.id) if groups else set(),
    }
    return render(request, "reminders/settings.html", status=status, nav="reminders", **context)
