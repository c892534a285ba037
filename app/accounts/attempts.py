"""Slows down who tries passwords: for one name from one address, and for one address; never locks a name."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, bindparam, text
from sqlmodel import Session, SQLModel, col, delete

from app.accounts.models import SignInFailure
from app.kit.errors import TooMany
from app.kit.vault import Vault

FORGOTTEN_AFTER = timedelta(hours=1)
TABLE: Table = SQLModel.metadata.tables["sign_in_failure"]

# Two first tries side by side must not both insert.
_OPEN_COUNTER = text(
    "INSERT INTO sign_in_failure (door, count, last_at) VALUES (:door, 0, :now) ON CONFLICT DO NOTHING"
).bindparams(bindparam("now", type_=TABLE.c.last_at.type))


@dataclass(frozen=True, slots=True)
class Patience:
    """How many tries are free, and how long the wait after them may become."""

    free: int
    longest: timedelta

    def wait_after(self, count: int) -> timedelta:
        """Doubles with every try beyond the free ones."""
        over = count - self.free
        if over < 0:
            return timedelta()
        return min(timedelta(seconds=2 ** min(over, 20)), self.longest)


ONE_NAME = Patience(free=5, longest=timedelta(minutes=15))
ONE_ADDRESS = Patience(free=30, longest=timedelta(minutes=5))


@dataclass(frozen=True, slots=True)
class Doors:
    """The two counters of an attempt: fingerprints, so that no address is kept."""

    pair: str
    address: str


def doors_of(vault: Vault, login_index: str, address: str) -> Doors:
    """Another address has another pair: its owner is not slowed by a stranger's tries."""
    return Doors(
        vault.blind_index("sign-in pair", f"{login_index}|{address}"),
        vault.blind_index("sign-in address", address),
    )


def begin_attempt(session: Session, doors: Doors, now: datetime) -> None:
    """Counts the try before the password is looked at, so that tries side by side count too."""
    session.execute(delete(SignInFailure).where(col(SignInFailure.last_at) < now - FORGOTTEN_AFTER))
    counters = [(doors.pair, ONE_NAME), (doors.address, ONE_ADDRESS)]
    found = [(_counter(session, door, now), patience) for door, patience in counters]
    waits = [counter.last_at + patience.wait_after(counter.count) - now for counter, patience in found]
    if max(waits) > timedelta():
        raise TooMany("accounts.sign_in.wait", _seconds(max(waits)))
    for counter, _ in found:
        counter.count += 1
        counter.last_at = now


def forgive(session: Session, doors: Doors) -> None:
    """After the right password: the name is clear, the address gets this one try back."""
    pair = session.get(SignInFailure, doors.pair)
    if pair is not None:
        session.delete(pair)
    address = session.get(SignInFailure, doors.address)
    if address is not None:
        # Not cleared: else an attacker with one account of his own would wipe his tries at others.
        address.count = max(0, address.count - 1)


def _counter(session: Session, door: str, now: datetime) -> SignInFailure:
    session.execute(_OPEN_COUNTER, {"door": door, "now": now})
    return session.get_one(SignInFailure, door, with_for_update=True)


def _seconds(wait: timedelta) -> int:
    return int(wait.total_seconds()) + 1
