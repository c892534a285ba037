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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from mutmut.state import state

ACTIVE = "MUTANT_UNDER_TEST"
NOTES_HITS = "stats"  # While this is the active fault, mutmut notes which functions run.
IS_READ = "RULE_BOOK_IS_READ"  # tests/law/conftest.py leaves the caches alone.
HOW_MANY = "MUTANTS"
CHANCE = "MUTANTS_CHANCE"
STATISTICS = Path("mutmut-stats.json")
VERDICTS = Path("verdicts.json")
# A test that takes longer than this runs in circles; the longest takes two.
SECONDS_OF_A_TEST = 20
# Enough to look at while it runs, and a fair sample should it be ended.
WRITTEN_DOWN_EVERY = 200
AT_ONCE = os.cpu_count() or 1
SURVIVED = 0
NOTICED = 1


@dataclass(frozen=True)
class Trial:
    """A fault, and the tests that run the function it was put into, the quickest first."""

    fault: str
    tests: list[pytest.Item]
    reads_anew: bool


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
    for read in readers():
        read()
    del os.environ[ACTIVE]
    return set(state()._stats)  # mutmut has no other way to ask


def readers() -> list[Callable[[], object]]:
    """Every function of app.law that reads something once and keeps it."""
    modules = [module for name, module in sys.modules.items() if name.startswith("app.law")]
    kept = [value for module in modules for value in vars(module).values() if hasattr(value, "cache_clear")]
    return [function for function in kept if not inspect.signature(function).parameters]


def trials_of(items: list[pytest.Item], read_at_start: set[str]) -> Iterator[Trial]:
    statistics = json.loads(STATISTICS.read_text("utf-8"))
    by_name = {item.nodeid: item for item in items}
    seconds = statistics["duration_by_test"]
    for fault in drawn(every_fault()):
        function = fault.rpartition("__mutmut_")[0]
        names = sorted(
            statistics["tests_by_mangled_function_name"].get(function, ()), key=lambda name: seconds[name]
        )
        yield Trial(fault, [by_name[name] for name in names if name in by_name], function in read_at_start)


def every_fault() -> list[str]:
    files = sorted(Path("app/law").glob("*.py.meta"))
    return [fault for file in files for fault in json.loads(file.read_text("utf-8"))["exit_code_by_key"]]


def drawn(every: list[str]) -> list[str]:
    """Those to try, all or as many as asked for, in an order of chance that the commit decides."""
    asked = os.environ.get(HOW_MANY, "all")
    some = len(every) if asked == "all" else min(int(asked), len(every))
    return random.Random(os.environ.get(CHANCE)).sample(every, some)


def tried(trials: list[Trial]) -> dict[str, str]:
    """What became of each fault: "noticed", "survived" or "no tests"."""
    verdicts = {trial.fault: "no tests" for trial in trials if not trial.tests}
    running: dict[int, str] = {}
    for trial in (trial for trial in trials if trial.tests):
        running[fork(trial)] = trial.fault
        if len(running) >= AT_ONCE:
            wait_for_one(running, verdicts)
    while running:
        wait_for_one(running, verdicts)
    return verdicts


def wait_for_one(running: dict[int, str], verdicts: dict[str, str]) -> None:
    process, status = os.wait()
    # One that was ended by a signal ran in circles, or out of the interpreter: that is noticed, too.
    survived = os.waitstatus_to_exitcode(status) == SURVIVED
    verdicts[running.pop(process)] = "survived" if survived else "noticed"
    if len(verdicts) % WRITTEN_DOWN_EVERY == 0:
        write_down(verdicts)


def fork(trial: Trial) -> int:
    child = os.fork()
    if child:
        return child
    verdict = NOTICED
    try:
        verdict = SURVIVED if all_pass(trial) else NOTICED
    finally:
        os._exit(verdict)


def all_pass(trial: Trial) -> bool:
    os.environ[ACTIVE] = trial.fault
    if not trial.reads_anew:
        os.environ[IS_READ] = "yes"
    return all(passes(test, after) for test, after in zip(trial.tests, [*trial.tests[1:], None], strict=True))


def passes(test: pytest.Item, after: pytest.Item | None) -> bool:
    # Counts the time of this process only; at the end of it the process is ended.
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_OF_A_TEST)
    return not any(report.failed for report in runtestprotocol(test, log=False, nextitem=after))
