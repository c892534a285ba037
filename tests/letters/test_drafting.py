"""A letter begins with what is known, and everything it says is sealed."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlmodel import Session
from starlette.testclient import TestClient

from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Facts, Wish
from app.kit.house import House
from app.letters import service
from app.letters.models import Letter
from tests.support import things

ClientFor = Callable[[str], TestClient]
DECIDED, TOLD, SEEN = date(2026, 11, 9), date(2026, 11, 11), date(2026, 11, 12)


@pytest.fixture
def alice(client_for: ClientFor) -> TestClient:
    return client_for("alice")


def a_filing(session: Session, house: House, agency: str = things.CITY, **wish: str) -> Filing:
    actor = things.actor_named(session, house, "alice")
    case = things.open_case(session, house, actor)
    begun = Wish(
        things.agency_named(agency), **({"procedure": "jp.appi.disclosure", "wanted": "顔写真"} | wish)
    )  # type: ignore[arg-type] # the names are Wish's own
    return filings.begin_filing(session, house, case, begun)


def test_a_new_letter_knows_the_agency_the_day_and_what_was_asked(house: House, alice: TestClient) -> None:
    with house.db.writing() as session:
        letter = service.draft(session, house, a_filing(session, house), "letter.disclosure_request")
        fields = service.fields_of(house, letter)
    assert fields["addressee"] == "横浜市長　様"
    assert fields["request_items"] == "顔写真"
    assert fields["date"] == "2026-11-13"
    assert fields["requester"] == "self"


def test_what_is_given_beats_what_is_known(house: House, alice: TestClient) -> None:
    with house.db.writing() as session:
        given = {"request_items": "照合の記録", "name": "髙﨑"}
        letter = service.draft(session, house, a_filing(session, house), "letter.disclosure_request", given)
        assert service.fields_of(house, letter) | given == service.fields_of(house, letter)


def test_a_field_that_the_form_does_not_have_is_refused(house: House, alice: TestClient) -> None:
    with house.db.writing() as session, pytest.raises(KeyError, match="my_number"):
        service.draft(session, house, a_filing(session, house), "letter.inquiry", {"my_number": "1"})


def test_a_correction_knows_the_decision_and_the_disclosure_it_follows(
    house: House, alice: TestClient
) -> None:
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        first = a_filing(session, house, reference="港保年第1号")
        for facts in (
            Facts("received", things.RECEIVED),
            Facts("decision_notified", TOLD, decided_on=DECIDED, outcome="partial"),
            Facts("disclosed", SEEN),
        ):
            filings.record_event(session, house, actor, first, facts)
        case = things.Case(id=first.case_id, person_id=first.person_id)
        wish = Wish(first.agency_id, "jp.appi.correction", "生年月日", "港保年第1号", follows=first.id)
        following = filings.begin_filing(session, house, case, wish)
        letter = service.draft(session, house, following, "letter.correction_request")
        fields = service.fields_of(house, letter)
    assert fields["disclosed_on"] == SEEN.isoformat()
    assert fields["decision_date"] == DECIDED.isoformat()
    assert fields["ref_no"] == "港保年第1号"


def test_a_review_knows_the_decision_and_when_it_was_known(house: House, alice: TestClient) -> None:
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        first = a_filing(session, house)
        for facts in (
            Facts("received", things.RECEIVED),
            Facts("decision_notified", TOLD, decided_on=DECIDED, outcome="refused"),
        ):
            filings.record_event(session, house, actor, first, facts)
        case = things.Case(id=first.case_id, person_id=first.person_id)
        review = filings.begin_filing(
            session, house, case, Wish(first.agency_id, "jp.review", follows=first.id)
        )
        fields = service.fields_of(house, service.draft(session, house, review, "letter.appeal_decision"))
    assert (fields["received_on"], fields["decision_date"], fields["decision"]) == (
        TOLD.isoformat(),
        DECIDED.isoformat(),
        "refused",
    )
    assert (fields["deciding_body"], fields["review_authority"]) == ("横浜市長", "横浜市長　様")


@pytest.mark.parametrize(
    ("agency", "written"),
    [
        ("神奈川県", "神奈川県知事　様"),
        ("北海道", "北海道知事　様"),
        ("東京都", "東京都知事　様"),
        ("港区", "港区長　様"),
        ("総務省", "総務大臣　様"),
        ("国税庁", "国税庁長官　様"),
        ("デジタル庁", "デジタル庁　御中"),
        ("個人情報保護委員会", "個人情報保護委員会　御中"),
        ("地方公共団体情報システム機構", "地方公共団体情報システム機構　御中"),
    ],
)
def test_a_letter_is_addressed_to_the_head_of_the_organ_and_to_no_person(
    house: House, alice: TestClient, agency: str, written: str
) -> None:
    with house.db.writing() as session:
        letter = service.draft(session, house, a_filing(session, house, agency), "letter.inquiry")
        assert service.fields_of(house, letter)["addressee"] == written


def test_what_she_wrote_about_herself_stands_on_her_next_letter(house: House, alice: TestClient) -> None:
    with house.db.writing() as session:
        filing = a_filing(session, house)
        service.keep_sender(session, house, filing.person_id, {"name": "青木 澄江", "q1": "?"})
        session.flush()
        service.keep_sender(session, house, filing.person_id, {"name": "青木 澄江", "kana": "あおき"})
        session.flush()
        letter = service.draft(session, house, filing, "letter.disclosure_request")
        fields = service.fields_of(house, letter)
        assert (fields["name"], fields["kana"]) == ("青木 澄江", "あおき")
        assert "q1" not in service.sender_of(session, house, filing.person_id)


def test_on_a_mandate_she_is_the_one_who_gives_it(house: House, alice: TestClient) -> None:
    with house.db.writing() as session:
        filing = a_filing(session, house)
        service.keep_sender(session, house, filing.person_id, {"name": "青木 澄江", "phone": "045"})
        session.flush()
        fields = service.fields_of(house, service.draft(session, house, filing, "letter.poa"))
    assert (fields["principal_name"], fields["principal_phone"]) == ("青木 澄江", "045")


def test_no_word_of_a_letter_stands_in_the_clear(house: House, alice: TestClient) -> None:
    with house.db.writing() as session:
        filing = a_filing(session, house)
        service.keep_sender(session, house, filing.person_id, {"name": "canaryname"})
        service.draft(session, house, filing, "letter.inquiry", {"q1": "canaryquestion"})
    with house.db.engine.connect() as connection:
        for table in ("letter", "sender"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
            assert rows
            held = b"".join(
                value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
            )
            assert b"canary" not in held


def test_a_filing_that_is_discarded_takes_its_letters_along(house: House, alice: TestClient) -> None:
    with house.db.writing() as session:
        filing = a_filing(session, house)
        service.draft(session, house, filing, "letter.inquiry")
        filings.discard_draft(session, filing)
    with house.db.reading() as session:
        assert session.execute(select(Letter)).first() is None
