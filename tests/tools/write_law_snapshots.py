"""Writes tests/law/snapshots anew, after a change that is meant to move a date."""

import sys
from pathlib import Path

LAW = Path(__file__).resolve().parents[1] / "law"
sys.path[:0] = [str(LAW), str(LAW.parents[1])]

from refused import sentences  # noqa: E402 - the path has to be there first
from scenarios_told import questions_of_scenarios  # noqa: E402 - the path has to be there first
from sketches import grid, sketch  # noqa: E402 - the path has to be there first
from test_every_clock import grid_of_clocks  # noqa: E402 - the path has to be there first

from app import law  # noqa: E402 - the path has to be there first


def main() -> None:
    """Write every file."""
    told = []
    for name, question in questions_of_scenarios():
        told += [f"# {name}", *sketch(law.deadlines(question))]
    folder = LAW / "snapshots"
    folder.mkdir(exist_ok=True)
    (folder / "scenarios.txt").write_text("\n".join(told) + "\n", encoding="utf-8")
    (folder / "refusals.txt").write_text("\n".join(sentences()) + "\n", encoding="utf-8")
    (folder / "clocks.txt").write_text("\n".join(grid_of_clocks()) + "\n", encoding="utf-8")
    (folder / "grid.txt").write_text("\n".join(grid()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
