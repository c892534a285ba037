"""Slows down who tries passwords and codes: for one name from one address, and for one address.

Nobody is locked out. Six digits alone would be guessed in the end, from many addresses: they are counted for
the whole account, too, but only for who knows its password, and her printed codes stay open meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Table, bindparam, text
from sqlmodel import Session, SQLModel, col, delete

from app.accounts.models import SignInFailure
from app.kit.errors import TooMany
from app.kit.vault import Vault

TABLE: Table = SQLModel.metadata.tables["sign_in_failure"]

# Two first tries side by side must not both insert.
_OPEN_COUNTER = text(
    "INSERT INTO sign_in_failure (door, count, last_at, forget_at) VALUES (:door, 0, :now, :now)"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("now", type_=TABLE.c.last_at.type))


@dataclass(frozen=True, slots=True)
class Patience:
    """How many tries are free, how long the wait after them may become, and when all is forgotten."""

    free: int
    longest: timedelta
    forgotten_after: timedelta = timedelta(hours=1)

    def wait_after(self, count: int) -> timedelta:
        """Doubles with every try beyond the free ones."""
        over = count - self.free
        if over < 0:
            return timedelta()
        return min(timedelta(seconds=2 ** min(over, 20)), self.longest)


ONE_NAME = Patience(free=5, longest=timedelta(minutes=15))
ONE_ADDRESS = Patience(free=30, longest=timedelta(minutes=5))
# Three codes of a million fit at any time: at two tries a day, a year of guessing succeeds once in 400.
SIX_DIGITS = Patience(free=5, longest=timedelta(hours=12), forgotten_after=timedelta(days=30))


@dataclass(frozen=True, slots=True)
class Doors:
    """The counters of an attempt: fingerprints, so that no address is kept; `digits` counts six digits."""

    pair: str | None
    address: str
    digits: str | None = None

    @property
    def all(self) -> list[tuple[str, Patience]]:
        """Each counter with its patience, in the order in which they are locked."""
        doors = ((self.pair, ONE_NAME), (self.address, ONE_ADDRESS), (self.digits, SIX_DIGITS))
        return [(door, patience) for door, patience in doors if door is not None]


def doors_of(vault: Vault, login_index: str, address: str) -> Doors:
    """Another address has another pair: its owner is not slowed by a stranger's tries."""
    return Doors(
        vault.blind_index("sign-in pair", f"{login_index}|{address}"),
        vault.blind_index("sign-in address", address),
    )


def digit_doors(vault: Vault, account_id: UUID, address: str) -> Doors:
    """The counters of a code from a code app."""
    name = f"digits|{account_id}"
    doors = doors_of(vault, name, address)
    return Doors(doors.pair, doors.address, vault.blind_index("sign-in digits", name))


def passkey_doors(vault: Vault, address: str) -> Doors:
    """The counter of questions to passkeys: a key cannot be guessed, but a table can be filled."""
    return Doors(None, vault.blind_index("passkey address", address))


def begin_attempt(session: Session, doors: Doors, now: datetime) -> None:
    """Counts the try before the password is looked at, so that tries side by side count too."""
    session.execute(delete(SignInFailure).where(col(SignInFailure.forget_at) < now))
    found = [(_counter(session, door, now), patience) for door, patience in doors.all]
    # A clock that was set back must lock nobody out: a try in the future counts as one of now.
    waits = [min(tried.last_at, now) + patience.wait_after(tried.count) - now for tried, patience in found]
    if max(waits) > timedelta():
        raise TooMany("accounts.sign_in.wait", _seconds(max(waits)))
    for counter, patience in found:
        counter.count += 1
        counter.last_at = now
        counter.forget_at = now + patience.forgotten_after


def forgive(session: Session, doors: Doors) -> None:
    """After the right password or code: the name is clear, the address gets this one try back."""
    for door in filter(None, (doors.pair, doors.digits)):
        session.execute(delete(SignInFailure).where(col(SignInFailure.door) == door))
    address = session.get(SignInFailure, doors.address)
    if address is not None:
        # Not cleared: else an attacker with one account of his own would wipe his tries at others.
        address.count = max(0, address.count - 1)


def _counter(session: Session, door: str, now: datetime) -> SignInFailure:
    session.execute(_OPEN_COUNTER, {"door": door, "now": now})
    return session.get_one(SignInFailure, door, with_for_update=True)


def _seconds(wait: timedelta) -> int:
    return int(wait.total_seconds()) + 1
