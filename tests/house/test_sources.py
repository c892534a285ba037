"""What every file of the project keeps to, a clock among it (T-26); each test says which file does not."""

import ast
import re
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.support import sources
from tests.support.sources import ROOT, functions, length, name_of, parse, python_files, written_files

MOMENTS = {"today", "now", "utcnow", "time"}
CLOCKS = {"date", "datetime", "time", "func"}
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:|nosec|pyright:|ruff:)(?P<rest>.*)")
ANOTHER_MACHINE = re.compile(r"/(?:home|root|Users)/\w|[A-Z]:\\Users")


def calls(node: ast.AST) -> list[ast.Call]:
    return [found for found in ast.walk(node) if isinstance(found, ast.Call)]


def asks_a_clock(call: ast.Call) -> bool:
    asked = call.func
    return (
        isinstance(asked, ast.Attribute)
        and asked.attr in MOMENTS
        and isinstance(asked.value, ast.Name | ast.Attribute)
        and (asked.value.id if isinstance(asked.value, ast.Name) else asked.value.attr) in CLOCKS
    )


def places(path: Path, nodes: list[ast.Call]) -> list[str]:
    return [f"{name_of(path)}:{node.lineno}" for node in nodes]


def test_only_the_database_room_commits() -> None:
    found = [
        place
        for path in python_files("app")
        if name_of(path) != "app/kit/db.py"
        for place in places(
            path, [call for call in calls(parse(path)) if getattr(call.func, "attr", "") == "commit"]
        )
    ]
    assert found == []


def test_only_the_clock_asks_the_machine_what_day_it_is() -> None:
    found = [
        place
        for path in python_files("app")
        if name_of(path) != "app/kit/clock.py"
        for place in places(path, [call for call in calls(parse(path)) if asks_a_clock(call)])
    ]
    assert found == []


def evaluated_once(tree: ast.Module) -> list[ast.AST]:
    """What Python computes when a file is loaded: constants, and the defaults of arguments."""
    constants = [
        node.value
        for scope in ast.walk(tree)
        if isinstance(scope, ast.Module | ast.ClassDef)
        for node in scope.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
    ]
    arguments = [function.args for function in functions(tree)]
    defaults = [
        value for args in arguments for value in (*args.defaults, *args.kw_defaults) if value is not None
    ]
    return [*constants, *defaults]


def test_no_default_and_no_constant_holds_today() -> None:
    found = [
        place
        for path in python_files("app")
        for value in evaluated_once(parse(path))
        for place in places(
            path, [call for call in calls(value) if getattr(call.func, "attr", "") in MOMENTS]
        )
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["app", "tests"])
def test_functions_are_short(folder: str) -> None:
    lengths = {
        f"{name_of(path)}:{node.lineno} {node.name}": length(node)
        for path in python_files(folder)
        for node in functions(parse(path))
    }
    assert [name for name, lines in lengths.items() if lines > 60] == []
    assert median(lengths.values()) <= 9
    assert quantiles(lengths.values(), n=20)[-1] <= 35


def lines_of(*folders: str) -> dict[str, int]:
    return {name_of(path): len(path.read_text("utf-8").splitlines()) for path in python_files(*folders)}


def test_files_are_short() -> None:
    assert [name for name, lines in lines_of("app", "tests").items() if lines > 400] == []
    lengths = lines_of("app").values()
    assert median(lengths) <= 90
    assert quantiles(lengths, n=20)[-1] <= 250


def test_every_file_says_in_one_line_what_it_is_for() -> None:
    found = [
        name_of(path)
        for path in python_files("app", "tests", "migrations")
        if not (ast.get_docstring(parse(path)) or "").strip()
    ]
    assert found == []


def test_everything_public_in_the_law_is_explained() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in python_files("app/law")
        for scope in ast.walk(parse(path))
        if isinstance(scope, ast.Module | ast.ClassDef)
        for node in scope.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert found == []


def test_every_silenced_check_says_why() -> None:
    found = [
        f"{name_of(path)}:{number}"
        for path in python_files("app", "migrations", "tests")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (match := SILENCED.search(line)) and not re.search(r"[-#]\s+\w+", match["rest"])
    ]
    assert found == []


def test_nothing_is_left_unfinished_and_no_machine_is_named() -> None:
    found = [
        f"{name_of(path)}:{number} {line.strip()[:80]}"
        for path in written_files()
        if not name_of(path).endswith(".min.js")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if UNFINISHED.search(line) or ANOTHER_MACHINE.search(line)
    ]
    assert found == []


def test_the_requirements_name_no_address() -> None:
    found = [name_of(path) for path in (ROOT / "requirements").iterdir() if "://" in path.read_text("utf-8")]
    assert found == []


def test_every_pinned_package_has_a_hash() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")
        pinned = re.findall(r"^[a-z0-9].*==.*$", text, re.MULTILINE)
        assert pinned
        assert [line for line in pinned if not line.endswith("\\")] == []


def test_what_runs_and_what_is_tested_are_the_same_versions() -> None:
    pins = {
        name: set(
            re.findall(
                r"^([\w.\[\]-]+==\S+)", (ROOT / "requirements" / name).read_text("utf-8"), re.MULTILINE
            )
        )
        for name in ("run.txt", "dev.txt")
    }
    assert pins["run.txt"] - pins["dev.txt"] == set()


def test_the_source_reader_reads_something() -> None:
    assert len(python_files("app")) > 10
    assert len(list(sources.written_files())) > 50
