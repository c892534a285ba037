"""Each look of another stands in her log, and ends with her consent at the next request (T-12, T-38)."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.audit.reading import entries_of
from app.kit.house import House
from app.people.log_page import log_of
from tests.support import world as worlds

ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@ON_ONE
def test_she_reads_who_looked_and_what_she_ended_is_ended(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    world = worlds.make(house, client_for)
    alice, bob = world.visitor("alice"), world.visitor("bob")
    case = f"/cases/{world.shared['case_id']}"
    assert "A helper" not in alice.get("/access/log").text
    assert bob.get(case).status_code == 200
    log = alice.get("/access/log").text
    assert "A helper" in log
    assert "Friends of paper" in log
    with house.db.reading() as session:
        looks = [each for each in entries_of(session, house.vault, world.person_id) if each.action == "look"]
        assert [each.object_id for each in looks] == [str(world.shared["case_id"])]
    alice.post(f"/access/{grant_of(world)}/end")
    assert bob.get(case).status_code == 404
    assert alice.get(case).status_code == 200


def test_whatever_a_helper_took_out_her_log_names_the_helper(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    world = worlds.make(house, client_for)
    alice, bob = world.visitor("alice"), world.visitor("bob")
    ids = world.shared
    filing = f"/filings/{ids['filing_id']}"
    taken = (
        f"/documents/{ids['document_id']}/file",
        f"/letters/{ids['letter_id']}.pdf?gaps=yes",
        f"{filing}/deadlines/0.ics",
        *(f"{filing}/{sheet}" for sheet in ("sending/envelope", "sending/labels", "carry-sheet")),
        f"/cases/{ids['case_id']}/summary",
    )
    for path in taken:
        assert bob.get(path).status_code == 200, path
    with house.db.reading() as session:
        lines = log_of(session, house, None, world.person_id, limit=None).lines
    assert {line.action for line in lines if line.name == "A helper"} >= {"look", "download", "export"}
    of_others = [line for line in lines if line.action in {"look", "download", "export"}]
    assert [(line.action, line.kind) for line in of_others if line.group_name is None] == []
    page = alice.get("/access/log").text
    assert "<span>ファイルを取り出した</span>" in page
    assert "名前の記録がない人" not in page


def test_what_she_takes_out_herself_names_no_group(
    house: House, client_for: Callable[[str], TestClient]
) -> None:
    world = worlds.make(house, client_for)
    alice, ids = world.visitor("alice"), world.shared
    for path in (f"/documents/{ids['document_id']}/file", f"/filings/{ids['filing_id']}/deadlines/0.ics"):
        assert alice.get(path).status_code == 200
    with house.db.reading() as session:
        seen = entries_of(session, house.vault, world.person_id)
    taken = [each.facts for each in seen if each.action in {"download", "export"}]
    assert len(taken) == 2
    assert all(facts is not None and "group" not in facts for facts in taken)


def grant_of(world: worlds.World) -> str:
    """The consent for the shared case."""
    with world.house.db.reading() as session:
        found = worlds.grants.grants_of(session, world.person_id)
        return str(
            next(grant.id for grant in found if grant.group_id == world.group_id and not grant.ended_at)
        )
