"""Runs the worker's minute at an instant, and kills its process at a point, or at none with "-"."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import time_machine

from app.boards.tally import tally
from app.kit.opening import close_house, open_house
from app.kit.settings import read_settings
from app.reminders import outbox, planner, postman, settling
from app.reminders.worker import Worker


def killed(*_rest: object, **_more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(work: Callable[..., Any]) -> Callable[..., None]:
    def then_killed(*rest: object, **more: object) -> None:
        work(*rest, **more)
        killed()

    return then_killed


POINTS: dict[str, Callable[[], None]] = {
    "-": lambda: None,
    "half planned": lambda: setattr(planner, "_write_down", killed),
    "planned": lambda: setattr(outbox, "claim", killed),
    "claimed": lambda: setattr(outbox, "claim", after(outbox.claim)),
    "in the mail": lambda: setattr(settling, "begin_handing", killed),
    "handing": lambda: setattr(settling, "begin_handing", after(settling.begin_handing)),
    "accepted": lambda: setattr(postman.Postman, "_end", after(postman.Postman._end)),
    "settled": lambda: setattr(settling, "settle", after(settling.settle)),
}


def main() -> None:
    _, instant, point = sys.argv
    house = open_house(read_settings())
    with time_machine.travel(datetime.fromisoformat(instant)):
        POINTS[point]()
        Worker(house, tally).work_once()
    close_house(house)
