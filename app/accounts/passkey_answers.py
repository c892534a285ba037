"""Asks passkeys and hears their answers, for signing in, for a second look, and for a new one."""

from uuid import UUID

from sqlmodel import Session
from starlette.responses import JSONResponse, Response

from app.accounts import challenges, passkeys
from app.accounts.challenges import Purpose
from app.accounts.models import Passkey
from app.accounts.passkeys import Refused
from app.accounts.sites import own_site
from app.kit.house import House
from app.web.forms import Fields


def ask(
    session: Session, house: House, purpose: Purpose, session_id: UUID | None, account_id: UUID | None
) -> Response:
    """The question as the page's script reads it; with an account, to its own passkeys."""
    site = own_site(house)
    challenge_id, challenge = challenges.ask(session, purpose, session_id, house.clock.now())
    present = passkeys.of(session, account_id) if account_id else ()
    options = passkeys.question_options(site, challenge, present)
    return JSONResponse({"challenge": str(challenge_id), "options": options})


def ask_for_new(session: Session, house: House, session_id: UUID, account_id: UUID, login: str) -> Response:
    """What the page's script needs to have a passkey made."""
    site = own_site(house)
    challenge_id, challenge = challenges.ask(session, "register", session_id, house.clock.now())
    present = passkeys.of(session, account_id)
    options = passkeys.registration_options(site, account_id, login, challenge, present)
    return JSONResponse({"challenge": str(challenge_id), "options": options})


def take(house: House, posted: Fields, purpose: Purpose, session_id: UUID | None) -> bytes:
    """The question that was answered, in a transaction of its own: a wrong answer uses it up, too."""
    with house.db.writing() as session:
        named = posted.get("challenge")
        challenge = challenges.take(session, named, purpose, session_id, house.clock.now())
    if challenge is None:
        raise Refused
    return challenge


def prove(session: Session, house: House, challenge: bytes, posted: Fields) -> Passkey:
    """The passkey that answered; raises Refused."""
    return passkeys.prove(session, house, challenge, posted.get("passkey_answer"), house.clock.now())
