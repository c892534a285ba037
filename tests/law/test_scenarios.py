"""Every scenario of the folder holds: dates, states, warnings and next steps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app import law

FOLDER = Path(__file__).parent / "scenarios"


def _plain(value: Any) -> Any:
    """YAML 1.1 reads dates as dates and the key `on` as true; a question carries both as text."""
    if isinstance(value, dict):
        return {"on" if key is True else key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _scenarios() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for scenario in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(_plain(scenario), id=scenario["name"])


def _question(scenario: dict[str, Any]) -> dict[str, Any]:
    return {key: scenario[key] for key in ("procedure", "as_of", "events", "options") if key in scenario}


@pytest.mark.parametrize("scenario", list(_scenarios()))
def test_scenario(scenario):
    answer = law.answer_wire(_question(scenario))

    assert answer["state"] == scenario["state"]
    found = {f"{each['clock']}@{each['cause']}": each for each in answer["deadlines"]}
    assert len(found) == len(answer["deadlines"])
    for name, expected in scenario.get("deadlines", {}).items():
        keys = [name] if "@" in name else [key for key in found if key.startswith(name + "@")]
        assert len(keys) == 1, f"{name} is not one of {sorted(found)}"
        deadline = found[keys[0]]
        assumed = {each["code"] for each in deadline["assumptions"]}
        assert set(expected.pop("assumes", [])) <= assumed, (name, assumed)
        cited = {f"{each['law']}/{each['article']}" for each in deadline["citations"]}
        assert set(expected.pop("cites", [])) <= cited, (name, cited)
        assert {key: deadline[key] for key in expected} == expected, name
    for clock in scenario.get("absent", []):
        assert not [key for key in found if key.startswith(clock + "@")], clock
    assert sorted(each["code"] for each in answer["warnings"]) == sorted(scenario.get("warnings", []))
    if "next" in scenario:
        assert [each["id"] for each in answer["next_steps"]] == scenario["next"]


def test_there_are_enough_scenarios_and_their_names_are_sentences():
    names = [scenario.values[0]["name"] for scenario in _scenarios()]

    assert len(names) >= 60
    assert len(set(names)) == len(names)
    assert all(name[0].isupper() and len(name.split()) >= 4 for name in names)
