"""Writes SECURITY.md's list of promises from docs/promises.yaml and from the tests that name them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- promises: made by make promises -->", "<!-- end of promises -->"
ID = re.compile(r"T-\d{2}")


def promises() -> dict[str, dict[str, str]]:
    """The promises by chapter and id."""
    chapters: dict[str, dict[str, str]] = yaml.safe_load((ROOT / "docs" / "promises.yaml").read_text("utf-8"))
    return chapters


def proofs() -> dict[str, list[str]]:
    """For each id the test files whose docstrings name it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        named = {each for text in _docstrings(path) for each in ID.findall(text)}
        for each in sorted(named):
            found.setdefault(each, []).append(path.relative_to(ROOT).as_posix())
    return found


def _docstrings(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            yield ast.get_docstring(node) or ""


def table() -> str:
    """The chapter of SECURITY.md."""
    proved = proofs()
    lines = [BEGIN]
    for chapter, rows in promises().items():
        lines += ["", f"### {chapter.capitalize()}", "", "| | we promise | proved by |", "|---|---|---|"]
        for key, sentence in rows.items():
            files = ", ".join(f"`{name}`" for name in proved.get(key, []))
            lines.append(f"| {key} | {sentence} | {files} |")
    return "\n".join([*lines, "", END])


def written() -> str:
    """SECURITY.md with the chapter as it should be."""
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    return before + table() + rest.partition(END)[2]


if __name__ == "__main__":
    (ROOT / "SECURITY.md").write_text(written(), "utf-8")
