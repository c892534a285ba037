"""Runs what takes long, before a release, and writes down how it went: make prove."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.kit.clock import Clock
from tests.support.sources import ROOT

PROOFS = ROOT / "docs" / "proofs.md"
FEWEST_KILLED = 95  # percent of the mutants of app/law
COPIED = ("app", "tests/law", "tests/tools", "tests/prove")
BIN = Path(sys.executable).parent
CLOSING = re.compile(r"^\d+ (?:passed|failed).*$", re.MULTILINE)

LONG = (
    "1,000 kills right after a confirmed save and 500 in the middle of one, on SQLite and on PostgreSQL; "
    "20,000 made-up filings against a second implementation"
)
SMALL = "mutation testing of `app/law`: small faults put in one by one"
# The commit decides in which order of chance the faults are tried; with MINUTES=60 it ends there.
CHANCE = "CHANCE"
ANY_FAULT = "app.law.engine.x_deadlines__mutmut_1"


@dataclass(frozen=True)
class Mutation:
    """How many small faults, put into the law one by one, its tests noticed."""

    killed: int
    tried: int
    total: int
    survivors: list[str]
    minutes: float

    @property
    def percent(self) -> float:
        return 100 * self.killed / self.tried


@dataclass(frozen=True)
class LongTests:
    """The kills and scenarios that take too long for every day."""

    status: int
    closing: str
    minutes: float


def mutate(folder: Path) -> Mutation:
    """Mutation testing in a copy, so that nothing of the project is touched."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    began = time.monotonic()
    # The first fault makes all of them, and learns which tests reach which.
    run(folder, "mutmut", "run", ANY_FAULT, check=False)
    made = folder / "mutants"
    run(made, "python", "-m", "pytest", "-p", "tests.prove.faults", *how_mutmut_runs_them())
    found = json.loads((made / "verdicts.json").read_text("utf-8"))
    unnoticed = sorted(name for name, verdict in found.items() if verdict != "noticed")
    total = sum(
        len(json.loads(file.read_text("utf-8"))["exit_code_by_key"])
        for file in made.glob("app/law/*.py.meta")
    )
    return Mutation(
        len(found) - len(unnoticed), len(found), total, unnoticed, (time.monotonic() - began) / 60
    )


def how_mutmut_runs_them() -> list[str]:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    return [*rules["pytest_add_cli_args"], *rules["pytest_add_cli_args_test_selection"]]


def run(folder: Path, *command: str, check: bool = True) -> None:
    chance = {CHANCE: os.environ.get(CHANCE, commit())}
    program = [str(BIN / command[0]), *command[1:]]
    # mutmut draws a picture of its progress, of no use in a log.
    subprocess.run(program, cwd=folder, env=os.environ | chance, stdout=subprocess.DEVNULL, check=check)


def long_tests() -> LongTests:
    began = time.monotonic()
    process = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "prove", "-n", "2", "--timeout", "7200"],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    sys.stdout.write(process.stdout)
    closing = CLOSING.findall(process.stdout)
    return LongTests(
        process.returncode, closing[-1] if closing else "no result", (time.monotonic() - began) / 60
    )


def proofs(mutation: Mutation, tests: LongTests) -> str:
    of_all = "" if mutation.tried == mutation.total else f", drawn by chance from {mutation.total}"
    noticed = (
        f"{mutation.killed} of {mutation.tried} noticed{of_all} "
        f"({mutation.percent:.1f} %, goal {FEWEST_KILLED} %)"
    )
    rows = "\n".join(f"- `{name}`" for name in mutation.survivors)
    return f"""# Proofs

Written by `make prove` on {Clock().today()}, at commit {commit()}.
What runs on every change is not repeated here.

| what | result | minutes |
|---|---|---|
| {LONG} | {tests.closing} | {tests.minutes:.0f} |
| {SMALL} | {noticed} | {mutation.minutes:.0f} |

## Faults that no test noticed

{rows or "None."}
"""


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def main() -> int:
    tests = long_tests()
    with tempfile.TemporaryDirectory() as folder:
        mutation = mutate(Path(folder))
    PROOFS.write_text(proofs(mutation, tests), "utf-8")
    sys.stdout.write(f"{PROOFS.relative_to(ROOT)} is written.\n")
    return tests.status or int(mutation.percent < FEWEST_KILLED)


if __name__ == "__main__":
    sys.exit(main())
