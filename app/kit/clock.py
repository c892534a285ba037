"""The only clock: instants are UTC, a legal day belongs to Asia/Tokyo and ends at 24:00."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def civil_day(instant: datetime) -> date:
    """The day in Japan to which an instant belongs."""
    return instant.astimezone(TOKYO).date()


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the instant and the civil day; `fixed` holds the day still for demonstrations and tests."""

    fixed: date | None = None

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the one place that asks the machine

    def today(self) -> date:
        """The civil day in Japan, whatever zone the server or the browser is in."""
        return self.fixed or civil_day(self.now())
