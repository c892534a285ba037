"""Every scenario of the folder holds: dates, states, warnings and next steps."""

import pytest
from scenarios_told import question_of, scenarios

from app import law


def _parameters():
    return [pytest.param(scenario, id=scenario["name"]) for scenario in scenarios()]


@pytest.mark.parametrize("scenario", _parameters())
def test_scenario(scenario):
    answer = law.to_wire(law.deadlines(question_of(scenario)))

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
    for clock, codes in scenario.get("lacks", {}).items():
        for deadline in (each for each in answer["deadlines"] if each["clock"] == clock):
            assert not {each["code"] for each in deadline["assumptions"]} & set(codes), clock
    assert sorted(each["code"] for each in answer["warnings"]) == sorted(scenario.get("warnings", []))
    if "next" in scenario:
        assert [each["id"] for each in answer["next_steps"]] == scenario["next"]
    for act, by in scenario.get("next_by", {}).items():
        assert [each["by"] for each in answer["next_steps"] if each["id"] == act] == [by], act


@pytest.mark.parametrize("scenario", _parameters())
def test_the_dates_alone_are_those_of_the_whole_answer(scenario):
    question = question_of(scenario)
    whole, dates = law.deadlines(question), law.deadlines(question, explain=False)

    bare = tuple(each._replace(steps=(), citations=(), assumptions=()) for each in whole.deadlines)
    assert dates == whole._replace(deadlines=bare, warnings=(), next_steps=())


def test_there_are_enough_scenarios_and_their_names_are_sentences():
    names = [scenario["name"] for scenario in scenarios()]

    assert len(names) >= 60
    assert len(set(names)) == len(names)
    assert all(name[0].isupper() and len(name.split()) >= 4 for name in names)
