"""Tries the small faults that mutmut made, in one process that forks for each: a plugin of pytest.

mutmut itself starts each try by collecting the tests and reading the rule book, which takes ten times as
long as the tests. Here both are done once; a fault in what has been read already makes its try read anew.
"""

import inspect
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from mutmut.state import state

ACTIVE = "MUTANT_UNDER_TEST"
NOTES_HITS = "stats"  # While this is the active fault, mutmut notes which functions run.
IS_READ = "RULE_BOOK_IS_READ"  # tests/law/conftest.py leaves the caches alone.
MINUTES = "MINUTES"  # How long to go on; without it, until all are tried.
CHANCE = "CHANCE"
STATISTICS = Path("mutmut-stats.json")
VERDICTS = Path("verdicts.json")
# A test that takes longer than this runs in circles; the longest takes two.
SECONDS_OF_A_TEST = 20
# Enough to look at while it runs, and a fair sample should it be ended.
WRITTEN_DOWN_EVERY = 200
AT_ONCE = os.cpu_count() or 1
# To set up a test takes this long, even when it does nothing.
LEAST_SECONDS = 0.005
SURVIVED = 0
NOTICED = 1


@dataclass(frozen=True)
class Trial:
    """A fault, and the tests that run the function it was put into, with the seconds each takes."""

    fault: str
    tests: dict[str, pytest.Item]
    seconds: dict[str, float]
    reads_anew: bool


@dataclass(frozen=True)
class Running:
    """A trial under way; `says` gives the name of the test that noticed the fault."""

    process: int
    fault: str
    says: int


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """In the place of running the tests once: run them for each fault."""
    read_at_start = functions_that_read_the_book()
    write_down(tried(list(trials_of(session.items, read_at_start))))
    return True


def write_down(verdicts: dict[str, str]) -> None:
    VERDICTS.write_text(json.dumps(verdicts, indent=1), "utf-8")


def functions_that_read_the_book() -> set[str]:
    """Reads the rule book before any fork, and tells which functions that took."""
    os.environ[ACTIVE] = NOTES_HITS
    for kept in keepers():
        kept.cache_clear()  # Some cases of the tests were made from what the book says.
    for kept in keepers():
        if not inspect.signature(kept).parameters:
            kept()
    del os.environ[ACTIVE]
    return set(state()._stats)  # mutmut has no other way to ask


def keepers() -> list[Any]:
    """Every function of app.law that keeps what it gave."""
    modules = [module for name, module in sys.modules.items() if name.startswith("app.law")]
    return [value for module in modules for value in vars(module).values() if hasattr(value, "cache_clear")]


def trials_of(items: list[pytest.Item], read_at_start: set[str]) -> Iterator[Trial]:
    statistics = json.loads(STATISTICS.read_text("utf-8"))
    by_name = {item.nodeid: item for item in items}
    seconds = statistics["duration_by_test"]
    for fault in shuffled(every_fault()):
        function = fault.rpartition("__mutmut_")[0]
        reaching = statistics["tests_by_mangled_function_name"].get(function, ())
        tests = {name: by_name[name] for name in reaching if name in by_name}
        yield Trial(fault, tests, seconds, function in read_at_start)


def every_fault() -> list[str]:
    files = sorted(Path("app/law").glob("*.py.meta"))
    return [fault for file in files for fault in json.loads(file.read_text("utf-8"))["exit_code_by_key"]]


def shuffled(every: list[str]) -> list[str]:
    """In an order of chance that the commit decides: those tried by any hour are a fair sample of all."""
    return random.Random(os.environ.get(CHANCE)).sample(every, len(every))


def tried(trials: list[Trial]) -> dict[str, str]:
    """What became of each fault: "noticed", "survived" or "no tests"."""
    verdicts: dict[str, str] = {}
    running: dict[int, Running] = {}
    noticed_by: Counter[str] = Counter()
    end = time.monotonic() + 60 * float(os.environ.get(MINUTES, "inf"))
    for trial in takewhile(lambda _: time.monotonic() < end, trials):
        if not trial.tests:
            verdicts[trial.fault] = "no tests"
            continue
        one = fork(trial, noticed_by)
        running[one.process] = one
        if len(running) >= AT_ONCE:
            wait_for_one(running, verdicts, noticed_by)
    while running:
        wait_for_one(running, verdicts, noticed_by)
    return verdicts


def wait_for_one(running: dict[int, Running], verdicts: dict[str, str], noticed_by: Counter[str]) -> None:
    process, status = os.wait()
    one = running.pop(process)
    with os.fdopen(one.says, encoding="utf-8") as said:
        noticed_by.update(said.read().split("\n")[:1])
    # One that was ended by a signal ran in circles, or out of the interpreter: that is noticed, too.
    survived = os.waitstatus_to_exitcode(status) == SURVIVED
    verdicts[one.fault] = "survived" if survived else "noticed"
    if len(verdicts) % WRITTEN_DOWN_EVERY == 0:
        write_down(verdicts)


def fork(trial: Trial, noticed_by: Counter[str]) -> Running:
    """Tries in a process of its own; what noticed most faults in the least time is asked first."""

    def promise(name: str) -> float:
        return (noticed_by[name] + 1) / (trial.seconds[name] + LEAST_SECONDS)

    tests = [trial.tests[name] for name in sorted(trial.tests, key=promise, reverse=True)]
    says, tell = os.pipe()
    child = os.fork()
    if child:
        os.close(tell)
        return Running(child, trial.fault, says)
    verdict = NOTICED
    try:
        failing = first_that_fails(trial, tests)
        os.write(tell, (failing or "").encode())
        verdict = NOTICED if failing else SURVIVED
    finally:
        os._exit(verdict)


def first_that_fails(trial: Trial, tests: list[pytest.Item]) -> str | None:
    """The name of the test that notices the fault; none when all pass."""
    os.environ[ACTIVE] = trial.fault
    if not trial.reads_anew:
        os.environ[IS_READ] = "yes"
    pairs = zip(tests, [*tests[1:], None], strict=True)
    return next((test.nodeid for test, after in pairs if not passes(test, after)), None)


def passes(test: pytest.Item, after: pytest.Item | None) -> bool:
    # Counts the time of this process only; at the end of it the process is ended.
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_OF_A_TEST)
    return not any(report.failed for report in runtestprotocol(test, log=False, nextitem=after))
