"""Says on which days before a date it is told; pure."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from app.kit.clock import TOKYO
from app.law import Bound, Kind
from app.people import renewals

HERS = (14, 7, 3, 1, 0)
THEIRS = (*HERS, -1)  # the day after, too: then she can ask
OWN = (7, 1, 0)
CONSENT = (renewals.FIRST, renewals.SECOND)  # before it ends she is asked whether it goes on
THE_DAY = (0,)  # from a first day on she may act; before it there is nothing to do
AHEAD = max(HERS)
BACK = 14  # days after which a lost run is not made good any more

Ladder = tuple[int, ...]


def ladder_of(bound: str, kind: str) -> Ladder:
    """The days before a deadline on which it is told."""
    if kind == Kind.EARLIEST:
        return THE_DAY
    return HERS if bound == Bound.REQUESTER else THEIRS


def rung(ladder: Ladder, days_left: int) -> int | None:
    """The rung that was reached last; None while the first one is ahead, or all is long past."""
    if days_left < -BACK:
        return None
    return min((step for step in ladder if step >= days_left), default=None)


def days_now(ladder: Ladder, today: date) -> Iterator[tuple[date, int]]:
    """The days of which a rung is reached today, each with the rung."""
    return ((today + timedelta(days=step), step) for step in ladder)


def days_not_past(ladder: Ladder, today: date) -> Iterator[tuple[date, int]]:
    """The days of which some rung was reached and may not have been told: what lost runs left over."""
    for left in range(-BACK, max(AHEAD, *ladder) + 1):
        step = rung(ladder, left)
        if step is not None:
            yield today + timedelta(days=left), step


def last_nudge(since: date, every_days: int, today: date) -> date | None:
    """The latest day on which to ask whether an answer came; None before the first."""
    rounds = (today - since).days // every_days
    return since + timedelta(days=rounds * every_days) if rounds > 0 else None


def next_nudge(since: date, every_days: int, today: date) -> date:
    """The first such day after today."""
    rounds = max((today - since).days // every_days, 0) + 1
    return since + timedelta(days=rounds * every_days)


def start_of(day: date) -> datetime:
    """The instant at which a civil day begins in Japan."""
    return datetime.combine(day, time(), TOKYO)


def after_quiet(instant: datetime, quiet_from: int, quiet_until: int) -> datetime:
    """The instant itself, or the end of the quiet hours it lies in. Equal hours mean no quiet at all."""
    local = instant.astimezone(TOKYO)
    if not _is_quiet(local.hour, quiet_from, quiet_until):
        return instant
    end = local.replace(hour=quiet_until, minute=0, second=0, microsecond=0)
    return (end if end > local else end + timedelta(days=1)).astimezone(instant.tzinfo)


def _is_quiet(hour: int, quiet_from: int, quiet_until: int) -> bool:
    if quiet_from <= quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until
