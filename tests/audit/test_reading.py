"""A person reads who looked at her records, all of it (T-42); to others the log tells nothing (T-43)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import text
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.audit.checking import verify
from app.audit.entry import Action, Entry, note
from app.audit.reading import PAGE, count_of, entries_of
from app.kit.house import House
from app.people.models import Person
from tests.support import things

ClientFor = Callable[[str], TestClient]
BOB = uuid4()
CANARY = "canaryname"
FACTS = (("name", CANARY), ("group_name", "canarygroup"), ("what", "canarytitle"))


@pytest.fixture
def alice(client_for: ClientFor) -> TestClient:
    return client_for("alice")


@pytest.fixture
def person(house: House, alice: TestClient) -> UUID:
    """The person that alice is."""
    with house.db.reading() as session:
        return session.execute(select(Person.id)).scalar_one()


def look(person: UUID, action: Action = Action.LOOK, kind: str = "case", **more: object) -> Entry:
    return Entry(action, kind, **({"actor_id": BOB, "person_id": person, "facts": FACTS} | more))


def write(house: House, *entries: Entry) -> None:
    with house.db.reading() as session:
        for entry in entries:
            note(session, entry)


def in_log(house: House, person: UUID) -> int:
    with Session(house.db.engine) as session:
        return count_of(session, house.vault, person)


def test_what_was_noted_is_read_with_her_key(house: House, person: UUID) -> None:
    case, group = uuid4(), uuid4()
    noted_at = datetime(2026, 11, 13, 15, 30, tzinfo=UTC)
    with time_machine.travel(noted_at, tick=False):
        write(house, look(person, object_id=case, group_id=group, role="helper"))
    with Session(house.db.engine) as session:
        (seen,) = entries_of(session, house.vault, person)
    assert (seen.seq, seen.at, seen.action, seen.object_id) == (1, noted_at, "look", str(case))
    said = {"account": str(BOB), "group": str(group), "role": "helper"}
    assert seen.facts == dict(FACTS) | said
    assert seen.is_by(house.vault, BOB)
    assert not seen.is_by(house.vault, uuid4())


def test_the_log_itself_holds_neither_words_nor_who_it_was(house: House, person: UUID) -> None:
    write(house, look(person, object_id=uuid4(), group_id=uuid4()), look(person, Action.GRANT))
    with house.db.engine.connect() as connection:
        held = repr(connection.exec_driver_sql("SELECT * FROM audit_event").fetchall())
    for word in (CANARY, "canarygroup", "canarytitle", str(BOB), BOB.hex, str(person), person.hex):
        assert word not in held


@pytest.mark.parametrize("kind", ["", "A case", "事案", "case of Bob", "a" * 33, "case\n"])
def test_no_words_stand_where_the_log_is_not_sealed(kind: str) -> None:
    with pytest.raises(ValueError, match="lower case"):
        look(uuid4(), kind=kind)


def test_entries_come_newest_first_in_pages(house: House, person: UUID) -> None:
    write(house, *(look(person, object_id=uuid4()) for _ in range(5)))
    with Session(house.db.engine) as session:
        first = entries_of(session, house.vault, person, limit=3)
        rest = entries_of(session, house.vault, person, before=first[-1].seq, limit=3)
        assert [seen.seq for seen in (*first, *rest)] == [5, 4, 3, 2, 1]
        assert len(entries_of(session, house.vault, person, limit=None)) == 5


def test_the_page_tells_who_what_and_when(house: House, alice: TestClient, person: UUID) -> None:
    with time_machine.travel(datetime(2026, 11, 13, 15, 30, tzinfo=UTC), tick=False):
        write(house, look(person))
        write(house, look(person, kind="filing", facts=(("name", "Carol"),)))
        write(house, look(person, Action.GRANT, "access_grant", facts=()))
    newest, middle, oldest = lines(alice.get("/access/log").text)
    assert oldest == ["11月14日", "（土）", "00:30", "canaryname", "canarygroup", "canarytitle", "見た"]
    assert middle[-3:] == ["Carol", "手続き", "見た"]
    assert newest[-3:] == ["名前の記録がない人", "見る許し", "見る許しを書きとめた"]


def test_a_refusal_stands_in_the_log_and_in_nobodys_own(
    house: House, alice: TestClient, person: UUID, client_for: ClientFor
) -> None:
    """Whose the id is was not asked, so her page cannot show it; if it did, an id could be told from none."""
    ids, carol = things.one_of_each(house, "alice"), client_for("carol")
    before = in_log(house, person)
    for case_id in (ids["case_id"], uuid4()):
        assert carol.get(f"/cases/{case_id}").status_code == 404
        assert carol.post(f"/cases/{case_id}/edit", data={"title": "Mine"}).status_code == 404
    with house.db.engine.connect() as connection:
        asked = text("SELECT outcome, person, detail_sealed FROM audit_event WHERE action = 'refuse'")
        assert [tuple(row) for row in connection.execute(asked)] == [("deny", None, None)] * 4
    assert in_log(house, person) == before
    for visitor in (alice, carol):
        assert "断られた" not in visitor.get("/access/log").text


def lines(page: str) -> list[list[str]]:
    """What each line of the log says, word by word."""
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    told = [re.split(r"<[^>]*>", line) for line in body.split("<tr ")[1:]]
    return [[word.strip() for word in line[1:] if word.strip()] for line in told]


def test_her_own_looks_are_not_in_it_but_what_she_took_out_is(house: House, alice: TestClient) -> None:
    ids = things.one_of_each(house, "alice")
    case, document = f"/cases/{ids['case_id']}", f"/documents/{ids['document_id']}"
    for path in ("/", "/cases", case, document, "/access/log"):
        assert alice.get(path).status_code == 200
    assert rows(alice.get("/access/log").text) == 1  # the check for a conflict, as she let a group look
    assert alice.get(f"{document}/file").status_code == 200
    assert alice.get(f"/letters/{ids['letter_id']}.pdf?gaps=yes").status_code == 200
    assert alice.post("/calendar", data={"words": "discreet"}).status_code == 200
    page = alice.get("/access/log").text
    assert page.count("<span>あなた</span>") == 3
    assert page.count("<span>ファイルを取り出した</span>") == 2
    assert page.count("<span>まとめて取り出した</span>") == 1
    assert "全部で4件" in page


def test_the_count_is_that_of_the_log_on_every_page_and_on_paper(
    house: House, alice: TestClient, person: UUID
) -> None:
    many = PAGE + 3
    write(house, *(look(person, object_id=uuid4()) for _ in range(many)))
    write(house, look(uuid4(), facts=()), look(person, person_id=None))
    assert in_log(house, person) == many
    first, second = alice.get("/access/log"), alice.get("/access/log?before=4")
    assert [rows(each.text) for each in (first, second)] == [PAGE, 3]
    assert 'href="/access/log?before=4"' in first.text
    assert 'href="/access/log?before=' not in second.text
    paper = alice.get("/access/log/print").text
    assert rows(paper) == many
    assert all(f"全部で{many}件" in each for each in (first.text, second.text, paper))


def rows(page: str) -> int:
    return page.count('<th scope="row"')


@pytest.mark.parametrize("before", ["-1", "x", "٣", "9" * 40, "4294967296", ""])
def test_an_odd_number_begins_at_the_newest(
    house: House, alice: TestClient, person: UUID, before: str
) -> None:
    write(house, look(person))
    assert rows(alice.get("/access/log", params={"before": before}).text) == 1


def test_nobody_reads_anothers_log(
    house: House, alice: TestClient, person: UUID, client_for: ClientFor
) -> None:
    write(house, look(person))
    for path in ("/access/log", "/access/log/print"):
        assert CANARY in alice.get(path).text
        assert CANARY not in client_for("carol").get(path).text
    assert rows(client_for("carol").get("/access/log").text) == 0


def test_once_her_key_is_gone_the_chain_still_holds_and_says_nothing_more(
    house: House, alice: TestClient, person: UUID
) -> None:
    write(house, look(person), look(person, kind="filing"))
    house.vault.destroy(person)
    write(house, look(person, kind="holding"))
    verdict = verify(house)
    assert (verdict.fault, verdict.head.seq) == (None, 3)
    page = alice.get("/access/log").text
    assert CANARY not in page
    assert page.count("<span>読めません</span>") == 3
    assert "読めない行があります" in page
    assert rows(page) == 3
