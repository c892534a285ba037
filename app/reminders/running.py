"""Runs a worker as a process: opens the house, and ends well by a signal or when its server is gone."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from app.audit.keeping import keep_log
from app.kit.errors import CannotStart
from app.kit.opening import close_house, is_prepared, open_house, refuse_unwalled
from app.kit.settings import Settings
from app.reminders.beside import Stop, stop_with
from app.reminders.checkup import NO_SERVER
from app.reminders.weekly import Tally
from app.reminders.worker import Worker


def work(settings: Settings, leash: IO[bytes] | None, tally: Tally, *, once: bool) -> None:
    """Opens a prepared house and works in it: one minute's work, or until a signal or the leash ends it.

    `tally` counts what stands out in a group.
    """
    if not settings.needs_worker:
        raise CannotStart(NO_SERVER)
    if not is_prepared(settings):
        raise CannotStart(
            "The data is not prepared for this version yet. Run misete migrate or misete serve first."
        )
    stop = Stop()
    if leash is not None:
        stop_with(leash, stop)
    house = keep_log(open_house(settings))
    try:
        refuse_unwalled(house)
        with _ended_by_signals(stop):
            worker = Worker(house, tally)
            worker.work_once(stop) if once else worker.run(stop)
    finally:
        close_house(house)


@contextmanager
def _ended_by_signals(stop: Stop) -> Iterator[None]:
    """Ctrl-C and a service manager let the mail that is just going out go."""
    before = {name: signal.signal(name, lambda *_: stop.set()) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
