"""What can be done with an account: open it, sign in and out, change its password and language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, col, delete, select, update

from app.accounts.factors import changed
from app.accounts.models import Account, AccountSession, Strength
from app.accounts.session import Actor, begin_session, has_expired, hash_token
from app.kit.crypto import Place
from app.kit.errors import NotFound
from app.kit.house import House
from app.kit.vault import Vault

# Long enough that a form sent the next day still finds whose session it was.
FORGET_SESSIONS_AFTER = timedelta(days=7)


class LoginTaken(Exception):
    """Another account signs in with this name."""


@dataclass(frozen=True, slots=True)
class Browser:
    """What a new session remembers of the browser that opened it."""

    device: str
    shared: bool
    old_token: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """An account as the sign-in finds it."""

    account_id: UUID
    password_hash: str
    locale: str
    furigana: bool


def login_index(vault: Vault, login: str) -> str:
    """The fingerprint by which a name is found; width and case make no difference."""
    return vault.blind_index("login", login)


def find_account(session: Session, index: str) -> Known | None:
    """The account of a name's fingerprint."""
    statement = select(Account.id, Account.password_hash, Account.locale, Account.furigana).where(
        col(Account.login_index) == index
    )
    row = session.execute(statement).first()
    return None if row is None else Known(*row)


def sign_up(
    session: Session, house: House, login: str, password_hash: str, locale: str, *, furigana: bool = False
) -> UUID:
    """A new account; raises LoginTaken."""
    index = login_index(house.vault, login)
    if find_account(session, index) is not None:
        raise LoginTaken
    account_id = uuid4()
    house.vault.new_account(account_id)
    session.add(
        Account(
            id=account_id,
            login_index=index,
            login_sealed=house.vault.account(account_id).seal(_place(account_id), login),
            password_hash=password_hash,
            locale=locale,
            furigana=furigana,
            created_at=house.clock.now(),
        )
    )
    session.flush()  # What belongs to the account refers to its row.
    return account_id


def sign_in(
    session: Session,
    account_id: UUID,
    now: datetime,
    browser: Browser,
    strength: Strength = Strength.PASSWORD,
) -> str:
    """A session under a new token; whatever this browser had before has ended."""
    if browser.old_token:
        _end(session, now, col(AccountSession.token_hash) == hash_token(browser.old_token))
    session.execute(
        delete(AccountSession).where(col(AccountSession.created_at) < now - FORGET_SESSIONS_AFTER)
    )
    return begin_session(session, account_id, now, browser.device, shared=browser.shared, strength=strength)


def sign_out(session: Session, token: str, now: datetime) -> None:
    """Ends the session of a token; an unknown token changes nothing."""
    _end(session, now, col(AccountSession.token_hash) == hash_token(token))


def change_password(session: Session, actor: Actor, password_hash: str, now: datetime) -> str:
    """A new password ends every other session; this one goes on under a new token."""
    keep_hash(session, actor.account_id, password_hash)
    return changed(session, actor, now)


def keep_hash(session: Session, account_id: UUID, password_hash: str) -> None:
    """The hash of her password from now on."""
    session.execute(update(Account).where(col(Account.id) == account_id).values(password_hash=password_hash))


def change_locale(session: Session, account_id: UUID, locale: str) -> None:
    """The language in which the account is greeted on its next browser."""
    session.execute(update(Account).where(col(Account.id) == account_id).values(locale=locale))


def change_furigana(session: Session, account_id: UUID, *, furigana: bool) -> None:
    """Whether the account's next browser shows how kanji are read."""
    session.execute(update(Account).where(col(Account.id) == account_id).values(furigana=furigana))


def open_sessions(session: Session, actor: Actor, now: datetime) -> Sequence[AccountSession]:
    """Where the account is signed in, the latest first."""
    statement = (
        select(AccountSession)
        .where(col(AccountSession.account_id) == actor.account_id, col(AccountSession.ended_at).is_(None))
        .order_by(col(AccountSession.last_seen_at).desc())
    )
    return [found for found in session.exec(statement) if not has_expired(found, now)]


def end_session(session: Session, actor: Actor, session_id: UUID, now: datetime) -> None:
    """Ends one of the account's own sessions; raises NotFound for any other."""
    found = session.get(AccountSession, session_id)
    if found is None or found.account_id != actor.account_id:
        raise NotFound
    _end(session, now, col(AccountSession.id) == session_id)


def own_login(session: Session, house: House, actor: Actor) -> str:
    """The name she signs in with."""
    account = session.get_one(Account, actor.account_id)
    return house.vault.account(account.id).open(_place(account.id), account.login_sealed)


def own_hash(session: Session, actor: Actor) -> str:
    """The hash of her present password."""
    return session.get_one(Account, actor.account_id).password_hash


def _place(account_id: UUID) -> Place:
    # Before there is any person, an account's own id stands where the person's would.
    return Place("account", "login_sealed", account_id, account_id)


def _end(session: Session, now: datetime, which: object) -> None:
    session.execute(
        update(AccountSession)
        .where(which, col(AccountSession.ended_at).is_(None))  # type: ignore[arg-type] # a column expression
        .values(ended_at=now)
    )
