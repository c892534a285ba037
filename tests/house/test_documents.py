"""What the documents tell a reader to do can be done, and names what there is."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli import program
from app.kit.settings import FOREIGN, PREFIX, Settings
from tests.support.sources import ROOT

DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
DOCUMENTS += sorted((ROOT / "docs").rglob("*.md"))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
COMMANDS = set(get_command(program).commands)
SWITCHES = {PREFIX + name.upper() for name in Settings.model_fields} | FOREIGN
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
CODE = re.compile(r"`([^`\n]+)`|^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def code_of(document: Path) -> str:
    """What stands in code style: what a reader may type."""
    return "\n".join(one or block for one, block in CODE.findall(document.read_text("utf-8")))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_of_a_document_exists(document: Path) -> None:
    code = code_of(document)
    assert set(re.findall(r"(?:^|[\s&])make ([a-z]+)", code, re.MULTILINE)) <= TARGETS
    assert set(re.findall(r"(?:^|[\s/])misete ([a-z]+)", code, re.MULTILINE)) <= COMMANDS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_switch_of_a_document_exists(document: Path) -> None:
    assert set(re.findall(r"MISETE_[A-Z_]+[A-Z]", document.read_text("utf-8"))) <= SWITCHES


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_links_to_is_there(document: Path) -> None:
    links = LINK.findall(document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_switch_is_told_to_who_runs_it() -> None:
    told = (ROOT / "docs" / "running.md").read_text("utf-8")
    assert [name for name in sorted(SWITCHES) if name not in told] == []


def test_every_command_is_told_to_who_runs_it() -> None:
    told = (ROOT / "docs" / "running.md").read_text("utf-8")
    assert [name for name in sorted(COMMANDS) if f"misete {name}" not in told] == []


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.index("make run") < readme.index("make test")
