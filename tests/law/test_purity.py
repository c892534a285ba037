"""app/law stands alone: the standard library, a YAML parser, no clock, no state, no stub."""

import ast
import inspect
import sys
from pathlib import Path

import pytest

from app import law

FILES = sorted((Path(law.__file__).parent).glob("*.py"))
FORBIDDEN = {"os", "time", "socket", "sqlite3", "urllib", "http", "random", "subprocess", "zoneinfo"}


def _tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_the_law_imports_nothing_but_the_standard_library_and_yaml(path):
    for node in ast.walk(_tree(path)):
        names = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module]
        for name in names:
            root = name.partition(".")[0]
            assert root in sys.stdlib_module_names or root == "yaml" or name.startswith("app.law"), name
            assert root not in FORBIDDEN, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_the_law_asks_no_clock(path):
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"today", "now", "utcnow", "fromtimestamp"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_the_law_is_short_and_says_what_it_is_for(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 270
    assert ast.get_docstring(_tree(path))


def test_every_public_name_of_the_law_is_explained():
    for name in law.__all__:
        value = getattr(law, name)
        if inspect.isfunction(value) or inspect.isclass(value):
            assert inspect.getdoc(value), name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_public_function_of_a_file_has_a_docstring(path):
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node) or node.name == "read", f"{path.name}: {node.name}"


def test_asking_twice_gives_the_same_answer_and_changes_nothing():
    question = law.parse_question(
        {
            "procedure": "jp.appi.disclosure",
            "as_of": "2026-11-23",
            "events": [{"kind": "received", "on": "2026-10-30"}],
        }
    )

    assert law.deadlines(question) == law.deadlines(question)
    assert hash(question) == hash(question)
    with pytest.raises(AttributeError):
        question.as_of = None
    with pytest.raises(AttributeError):
        law.deadlines(question).deadlines[0].due = None
