"""A person opens her records to a group by its code, reads who may look, and ends a part or all (T-12)."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.groups import service as groups
from app.groups.models import SupportGroup
from app.kit.house import House
from app.people import access, clients, conflicts
from app.people.conflict_models import Decision
from app.people.conflicts import Opposing
from app.people.grant_models import GrantScope
from app.people.models import Client
from app.people.profiles import About
from tests.support import things
from tests.support.dump import dump

ClientFor = Callable[[str], TestClient]


@pytest.fixture
def code(house: House, client_for: ClientFor) -> str:
    """By which carol names alice's group."""
    client_for("alice")
    with house.db.writing() as session:
        member = things.found_group(session, house, things.actor_named(session, house, "alice"))
        return session.get_one(SupportGroup, member.group_id).code


def agree(carol: TestClient, code: str, *verbs: str, **more: str):
    fields = {"code": code, "cases": "all", "until": "2027-01-31", "name": "Carol"} | more
    return carol.post("/access", data=fields | {"verbs": list(verbs)})


def scopes(house: House) -> dict[str, GrantScope]:
    with house.db.reading() as session:
        found = session.execute(select(GrantScope).where(GrantScope.ended_at.is_(None))).scalars().all()
        session.expunge_all()
        return {scope.verb: scope for scope in found}


def test_the_consent_is_shown_before_it_is_given(client_for: ClientFor, code: str) -> None:
    page = client_for("carol").get("/access/new", params={"code": f" {code[:4]}-{code[4:].lower()} "})
    assert page.status_code == 200
    assert things.WORDS.name in page.text
    assert not re.search(r"\{(group|contact|until)\}", page.text)


def test_an_unknown_code_is_told_and_names_nobody(client_for: ClientFor) -> None:
    page = client_for("carol").get("/access/new?code=ZZZZ9999")
    assert page.status_code == 422
    assert things.WORDS.name not in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"cases": ""},
        {"until": "2026-11-12"},
        {"until": "2028-11-14"},
        {"until": "soon"},
        {"name": ""},
    ],
)
def test_what_is_not_agreed_to_in_full_opens_nothing(
    house: House, client_for: ClientFor, code: str, wrong: dict[str, str]
) -> None:
    carol = client_for("carol")
    before = dump(house.db)
    assert agree(carol, code, "view_status", **wrong).status_code == 422
    assert agree(carol, code).status_code == 422
    assert dump(house.db) == before


THINGS = ("name", "kana", "phone", "address")
OTHER = ("佐藤花", "さとうはな", "045-123-4567", "横浜市中区1-2")
FIELDS = {f"other_{thing}": told for thing, told in zip(THINGS, OTHER, strict=True)}


def help_already(house: House, code: str, about: About) -> None:
    """The group helps somebody of whom this is known."""
    with house.db.writing() as session:
        group = groups.group_of_code(session, code)
        alice = things.actor_named(session, house, "alice").account_id
        assert group is not None
        other = clients.enter(session, house, group.id, alice)
        conflicts.run(session, house, other, alice, about, ())


def checked(house: House, name: str) -> tuple[str, list[Opposing]]:
    """What the check of this account's person found, and whom she declared."""
    with house.db.reading() as session:
        person = access.own_person(session, things.actor_named(session, house, name))
        client = session.execute(select(Client).where(Client.person_id == person.id)).scalar_one()
        check = conflicts.latest(session, client.id)
        assert check is not None
        return check.decision, conflicts.opposing_of(session, house, client)


@pytest.mark.parametrize(
    "helped",
    [
        About("佐藤 花"),
        About("x", kana="サトウ ハナ"),
        About("x", phone="+81 45 123 4567"),
        About("x", address="横浜市中区１-２"),
    ],
    ids=THINGS,
)
def test_whom_she_declares_is_found_by_each_thing_that_she_told(
    house: House, client_for: ClientFor, code: str, helped: About
) -> None:
    help_already(house, code, helped)
    assert agree(client_for("carol"), code, "view_status", **FIELDS).status_code == 303
    assert checked(house, "carol") == (Decision.OPEN, [Opposing(*OTHER)])


@pytest.mark.parametrize("only", THINGS)
def test_one_thing_about_the_other_side_is_enough(
    house: House, client_for: ClientFor, code: str, only: str
) -> None:
    help_already(house, code, About(*OTHER))
    field = f"other_{only}"
    assert agree(client_for("carol"), code, "view_status", **{field: FIELDS[field]}).status_code == 303
    assert checked(house, "carol")[0] == Decision.OPEN


def test_who_is_on_no_side_is_not_held_up(house: House, client_for: ClientFor, code: str) -> None:
    help_already(house, code, About("森 健", "もりけん", "045-765-4321", "横浜市中区3-4"))
    assert agree(client_for("carol"), code, "view_status", **FIELDS).status_code == 303
    assert checked(house, "carol")[0] == Decision.CLEAR


def test_her_log_says_each_time_that_a_conflict_was_looked_for(client_for: ClientFor, code: str) -> None:
    carol = client_for("carol")
    for more, times in (({}, 1), ({}, 1), ({"other_kana": "さとう はな"}, 2), ({"phone": "045-1"}, 3)):
        assert agree(carol, code, "view_status", **more).status_code == 303
        assert carol.get("/access/log").text.count("立場がぶつからないかの確認をした") == times


@pytest.mark.parametrize("until", ["2026-11-13", "2028-11-13"])
def test_the_last_day_may_be_today_or_two_years_away(
    house: House, client_for: ClientFor, code: str, until: str
) -> None:
    assert agree(client_for("carol"), code, "view_status", until=until).status_code == 303
    assert [scope.expires_on.isoformat() for scope in scopes(house).values()] == [until]


def test_one_permission_ends_with_those_that_need_it_and_the_rest_goes_on(
    house: House, client_for: ClientFor, code: str
) -> None:
    carol = client_for("carol")
    assert agree(carol, code, "edit", "draft_letters").status_code == 303
    assert set(scopes(house)) == {"view_status", "view_content", "edit", "draft_letters"}
    carol.post(f"/access/scopes/{scopes(house)['edit'].id}/end")
    assert set(scopes(house)) == {"view_status", "view_content", "draft_letters"}
    carol.post(f"/access/scopes/{scopes(house)['view_content'].id}/end")
    assert set(scopes(house)) == {"view_status"}
    assert things.WORDS.name in carol.get("/access").text


def test_a_whole_consent_is_ended_after_a_page_that_says_what_stays(
    house: House, client_for: ClientFor, code: str
) -> None:
    carol = client_for("carol")
    agree(carol, code, "view_content")
    end = f"/access/{scopes(house)['view_content'].grant_id}/end"
    assert things.WORDS.contact in carol.get(end).text
    assert carol.post(end).status_code == 303
    assert scopes(house) == {}
