"""What a client signed on paper is written down in one act: the grant, her first case, its lead (T-50)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.accounts.models import AccountSession
from app.audit.entry import Action
from app.audit.models import AuditEvent
from app.groups import service as groups
from app.groups.models import Role
from app.kit.dates import months_after
from app.kit.house import House
from app.people import clients, grants
from app.people.client_forms import Signed
from app.people.consenting import record_consent
from app.people.grant_models import Method
from app.people.models import Client
from app.people.wording import wording_now
from tests.bench.trace import noting
from tests.conftest import TODAY
from tests.groups.conftest import Circle, at_once
from tests.people.signing import SIGNED
from tests.support import things
from tests.support.dump import dump

MOST_QUERIES = 13
ELSEWHERE = ("audit_event", "pg_advisory", "misete_keys")  # the log, and the keys' own place


@pytest.fixture
def path(house: House, circle: Circle) -> str:
    """The page of a checked client whom bob, a helper, entered."""
    circle.join("bob")
    with house.db.writing() as session:
        client = things.enter_client(session, house, circle.member(session, "bob"), "Canary Yuki")
        return f"{circle.page}/clients/{client.id}"


@pytest.fixture
def bob(circle: Circle) -> TestClient:
    return circle.client_for("bob")


def record(who: TestClient, path: str, **changed: object):
    return who.post(f"{path}/consent", data=SIGNED | changed)


def test_the_signature_opens_her_records_to_the_group_and_her_first_case_to_who_recorded_it(
    house: House, circle: Circle, bob: TestClient, path: str
) -> None:
    assert record(bob, path).headers["location"].startswith(f"{path}/consents/")
    with house.db.reading() as session:
        client = session.get_one(Client, UUID(path.rpartition("/")[2]))
        (grant,) = grants.grants_of(session, client.person_id)
        (case,) = clients.cases_of(session, client)
        scopes = grants.scopes_of(session, [grant.id])[grant.id]
        case_id = case.id
        assert grant.method == Method.PAPER
        assert (str(grant.signed_on), str(grant.expires_on)) == ("2026-11-10", "2027-05-10")
        assert (grant.language, grant.wording_hash) == ("ja", wording_now().fingerprint_in("ja"))
        assert {scope.verb for scope in scopes} == {"view_status", "view_content", "draft_letters"}
        assert {scope.case_id for scope in scopes} == {None}
    assert circle.lead_of(case_id) == "bob"
    shown = bob.get(path).text
    assert "番号1 Canary Yuki" in shown
    assert f'<a href="/cases/{case_id}">Canary photo</a>' in shown
    assert bob.get(f"/cases/{case_id}").status_code == 200


def test_who_does_not_work_with_her_sees_the_state_and_no_word_of_hers(
    circle: Circle, bob: TestClient, path: str
) -> None:
    record(bob, path)
    alice = circle.client_for("alice")
    for shown in (alice.get(path).text, alice.get(f"{circle.page}/clients").text):
        assert "Canary" not in shown
        assert "番号1" in shown
        assert "2027年5月10日" in shown
        assert "A helper" in shown


def test_her_page_asks_little(house: House, bob: TestClient, path: str) -> None:
    record(bob, path)
    notes: list = []
    with noting(house.db.engine, notes):
        bob.get(path)
    asked = [statement for statement, _ in notes if not any(of in statement for of in ELSEWHERE)]
    assert len(asked) <= MOST_QUERIES


def test_each_name_that_is_shown_and_each_consent_is_noted(house: House, bob: TestClient, path: str) -> None:
    record(bob, path)
    assert noted(house) == [(Action.GRANT, "access_grant")]
    bob.get(path)
    bob.get(path.rpartition("/")[0])
    assert noted(house)[1:] == [(Action.LOOK, "person"), (Action.LOOK, "list")]


def noted(house: House) -> list[tuple[str, str]]:
    asked = select(AuditEvent.action, AuditEvent.object_kind).order_by(AuditEvent.seq)
    with house.db.reading() as session:
        return [(row.action, row.object_kind) for row in session.execute(asked)]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"signed_on": str(TODAY + timedelta(1))}, "signed_on"),
        ({"signed_on": ""}, "signed_on"),
        ({"until": str(TODAY - timedelta(1))}, "until"),
        ({"until": "2028-11-11"}, "until"),
        ({"until": ""}, "until"),
        ({"verbs": []}, "verbs"),
        ({"verbs": ["everything"]}, "verbs"),
        ({"title": " "}, "title"),
        ({"language": ""}, "language"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_the_paper_cannot_say_is_asked_again_and_nothing_is_kept(
    house: House, bob: TestClient, path: str, changed: dict[str, object], field: str
) -> None:
    before = dump(house.db)
    answer = record(bob, path, **changed)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert f'id="f-{field}"' in answer.text
    assert dump(house.db) == before


@pytest.mark.parametrize(
    "changed",
    [
        {"signed_on": str(TODAY)},
        {"until": str(TODAY)},
        {"until": str(months_after(TODAY - timedelta(3), 24))},
    ],
)
def test_the_days_at_the_border_are_taken(bob: TestClient, path: str, changed: dict[str, str]) -> None:
    assert record(bob, path, **changed).status_code == 303


@pytest.mark.parametrize(
    "broken_at",
    [
        "app.people.grants._scope",
        "app.people.further.open_case",
        "app.people.teams.CaseAssignment",
        "app.audit.keeping.link",
    ],
)
def test_a_failure_at_any_step_leaves_nothing(
    house: House, bob: TestClient, path: str, monkeypatch: pytest.MonkeyPatch, broken_at: str
) -> None:
    before = dump(house.db)
    monkeypatch.setattr(broken_at, broken)
    assert record(bob, path).status_code == 500
    monkeypatch.undo()
    assert dump(house.db) == before
    assert noted(house) == []
    assert record(bob, path).status_code == 303


def broken(*_: object, **__: object) -> None:
    raise OSError("The disk is full.")


def test_a_second_sheet_takes_the_place_of_the_first_and_opens_no_second_case(
    house: House, bob: TestClient, path: str
) -> None:
    record(bob, path)
    assert 'name="title"' not in bob.get(f"{path}/consent").text
    assert record(bob, path, until="2027-09-01", title="").status_code == 303
    with house.db.reading() as session:
        client = session.get_one(Client, UUID(path.rpartition("/")[2]))
        given = grants.grants_of(session, client.person_id)
        assert sorted(each.ended_reason or "" for each in given) == ["", "superseded"]
        assert len(clients.cases_of(session, client)) == 1


def test_two_who_record_at_once_open_one_case(house: House, circle: Circle, path: str) -> None:
    client_id = UUID(path.rpartition("/")[2])
    signed = Signed(TODAY, months_after(TODAY, 6), frozenset({"view_content"}), "Canary photo")

    def by(name: str) -> Callable[[], object]:
        def act() -> None:
            with house.db.writing() as session:
                actor = circle.actor(session, name)
                member = groups.member_alone(session, actor, circle.group_id)
                record_consent(session, house, actor, member, session.get_one(Client, client_id), signed)

        return act

    assert at_once(by("alice"), by("bob")) == [None, None]
    with house.db.reading() as session:
        client = session.get_one(Client, client_id)
        assert len(clients.cases_of(session, client)) == 1
        assert [each.ended_at is None for each in grants.grants_of(session, client.person_id)].count(
            True
        ) == 1


@pytest.mark.today("2027-05-11")
def test_a_consent_that_has_run_out_is_said_and_can_be_renewed(
    house: House, circle: Circle, bob: TestClient, path: str
) -> None:
    with house.db.writing() as session:
        client = session.get_one(Client, UUID(path.rpartition("/")[2]))
        days = {"starts_on": TODAY, "signed_on": TODAY, "expires_on": months_after(TODAY, 5)}
        over = things.consent(house, client.person_id, circle.group_id, **days)
        grants.make_grant(session, house, circle.actor(session, "bob"), over)
    assert "同意が終わっています" in bob.get(path).text
    assert record(bob, path, signed_on="2027-05-11", until="2027-11-10").status_code == 303
    assert "11月10日（水）まで有効" in bob.get(path).text
    with house.db.reading() as session:
        new, old = grants.grants_of(session, session.get_one(Client, UUID(path.rpartition("/")[2])).person_id)
        assert new.follows_id == old.id


def test_nobody_writes_down_a_consent_for_who_has_an_account(
    house: House, circle: Circle, bob: TestClient, client_for: Callable[[str], TestClient]
) -> None:
    circle.join("bob")
    client_for("carol")
    with house.db.writing() as session:
        carol = circle.actor(session, "carol")
        path = f"{circle.page}/clients/{circle.client(session, carol.account_id).id}"
    before = dump(house.db)
    alice = circle.client_for("alice")
    for answer in (record(alice, path), alice.get(f"{path}/consent"), bob.get(f"{path}/consent-sheet")):
        assert answer.status_code == 409
        assert "アカウントがある" in answer.text
    assert dump(house.db) == before


def test_a_signature_and_a_decision_ask_once_more_who_she_is(
    house: House, circle: Circle, bob: TestClient, path: str
) -> None:
    alice = circle.client_for("alice")
    with house.db.writing() as session:
        session.execute(update(AccountSession).values(confirmed_at=house.clock.now() - timedelta(minutes=6)))
    before = dump(house.db)
    for answer in (record(bob, path), alice.post(f"{path}/conflict", data={"decision": "stop"})):
        assert answer.headers["location"].startswith("/account/confirm")
    assert dump(house.db)["access_grant"] == before["access_grant"]
    assert dump(house.db)["client"] == before["client"]


def test_a_supervisor_and_a_technical_admin_record_nothing(house: House, circle: Circle, path: str) -> None:
    circle.join("dora", Role.SUPERVISOR)
    circle.join("erin", Role.TECHNICAL_ADMIN)
    before = dump(house.db)
    for name in ("dora", "erin"):
        assert record(circle.client_for(name), path).status_code == 404
    assert dump(house.db) == before


@pytest.mark.parametrize(
    ("language", "words"), [("", "ja"), ("ja_easy", "ja_easy"), ("en", "en"), ("xx", "ja")]
)
def test_the_sheet_says_the_consent_in_the_language_asked_for(
    bob: TestClient, path: str, language: str, words: str
) -> None:
    sheet = bob.get(f"{path}/consent-sheet", params={"language": language} if language else {}).text
    told = wording_now()
    assert told.title[words] in sheet
    for verb in told.verbs.values():
        assert verb[words].replace("'", "&#39;") in sheet
    assert "{group}" not in sheet
    assert "{until}" not in sheet
    assert "Friends of paper" in sheet
    assert "045-000-0000, weekdays" in sheet
    assert "<b>1</b>" in sheet
    assert "Canary" not in sheet
    assert sheet.count('class="tick"') == len(told.verbs)
