"""Announces and erases beside the server: at its start, and then every hour. It needs no mail."""

import sys
from dataclasses import dataclass
from datetime import date

from anyio import CapacityLimiter, sleep, to_thread

from app.exchange import executing, keeping
from app.kit.house import House

SECONDS_BETWEEN = 3600


@dataclass(slots=True)
class Keeper:
    """One of them: its house, and the day on which it last looked at all records."""

    house: House
    _looked_on: date | None = None
    _complained: str | None = None
    _leaves_something: bool = False

    def work(self) -> None:
        """What is due now. Trouble is said once, without a name, and met again an hour later."""
        if self.house.settings.today is not None:
            return  # A day that is held still for a demonstration erases nobody.
        try:
            self._work()
        except Exception as trouble:  # noqa: BLE001 - whatever it is, the server goes on and says so
            self._complain(type(trouble).__name__)
        else:
            self._complained = None

    def _work(self) -> None:
        today = self.house.clock.today()
        if self._looked_on != today:
            keeping.look(self.house)
            self._looked_on = today
        try:
            self._leaves_something |= bool(executing.erase_due(self.house))
        except executing.NotAllErased:
            self._leaves_something = True
            raise
        finally:
            if self._leaves_something:
                self._leaves_something = not executing.leave_nothing(self.house)

    def _complain(self, reason: str) -> None:
        if reason != self._complained:
            sys.stderr.write(f"What is due to be erased could not be erased; trying again. ({reason})\n")
            sys.stderr.flush()
        self._complained = reason


async def keep_erasing(house: House) -> None:
    """Works as long as the server serves, in a thread of its own, beside those of the routes."""
    keeper, thread = Keeper(house), CapacityLimiter(1)
    while True:
        await to_thread.run_sync(keeper.work, limiter=thread)
        await sleep(SECONDS_BETWEEN)
