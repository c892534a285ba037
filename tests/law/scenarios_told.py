"""Reads the scenarios of the folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from app import law

FOLDER = Path(__file__).parent / "scenarios"
_ASKED = ("procedure", "as_of", "events", "options")


def scenarios() -> Iterator[dict[str, Any]]:
    """Every scenario, in plain values."""
    for path in sorted(FOLDER.glob("*.yaml")):
        for scenario in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield _plain(scenario)


def question_of(scenario: dict[str, Any]) -> law.Question:
    """The question that a scenario asks."""
    return law.parse_question({key: scenario[key] for key in _ASKED if key in scenario})


def questions_of_scenarios() -> Iterator[tuple[str, law.Question]]:
    """The name and the question of every scenario."""
    for scenario in scenarios():
        yield scenario["name"], question_of(scenario)


def _plain(value: Any) -> Any:
    """YAML 1.1 reads dates as dates and the key `on` as true; a question carries both as text."""
    if isinstance(value, dict):
        return {"on" if key is True else key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
