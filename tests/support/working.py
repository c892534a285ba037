"""Runs the worker's minute in a process of its own, at a chosen instant, and kills it at a chosen point.

Every line on standard input is an instant and a point, or "-"; the answer is how the process ended.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import time_machine

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


def work(instant: str, point: str) -> None:
    house = open_house(read_settings())
    with time_machine.travel(datetime.fromisoformat(instant)):
        POINTS[point]()
        Worker(house).work_once()
    close_house(house)


def main() -> None:
    for line in sys.stdin:
        instant, _, point = line.strip().partition(" ")
        child = os.fork()
        if child == 0:
            work(instant, point)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
