"""A person opens her records to a group by its code, reads who may look, and ends a part or all (T-12)."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.groups.models import SupportGroup
from app.kit.house import House
from app.people.grant_models import GrantScope
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
