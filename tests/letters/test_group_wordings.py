"""Wordings of a group: text of letters without a word about the person, and nothing to others (T-87)."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.accounts.session import Found
from app.filings import service as filings
from app.filings.models import Filing
from app.groups.models import Role
from app.kit.house import House
from app.letters import book, naming_her, service, wordings
from app.letters.models import GroupWording, Letter
from app.people.models import Case
from app.people.profiles import About, keep_about
from tests.support import things
from tests.support.dump import dump
from tests.support.office import ClientFor, Office, open_office
from tests.support.walk import likeness

ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
KIND = "letter.disclosure_request"
ITEMS = "保育所の入所の選考の、点数の付け方が分かる記録"
HER = {
    "name": "見本 花子",
    "kana": "みほん はなこ",
    "address": "横浜市西区みなと1-2-3",
    "phone": "045-123-4567",
}
SAID = HER | {"request_items": ITEMS}
KEPT = {"title": "保育園の文", "request_items": ITEMS, "sure": "yes"}


@pytest.fixture(autouse=True)
def with_two_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members must sign in with two factors; tests/groups asks what happens without."""
    monkeypatch.setattr(Found, "has_two_factors", property(lambda _: True))


@pytest.fixture
def office(house: House, client_for: ClientFor) -> Office:
    """A group that alice coordinates, and in which bob helps."""
    made = open_office(house, client_for)
    made.join("bob", Role.HELPER)
    return made


def letter_in(office: Office, lead: str = "bob") -> UUID:
    """A letter of a client whose case somebody leads."""
    case_id = office.open_case(lead=lead)
    filing_id = office.file(case_id)
    with office.house.db.writing() as session:
        filing = session.get_one(Filing, filing_id)
        filings.describe_filing(office.house, filing, "The photo", "横西第55号")
        service.keep_sender(session, office.house, filing.person_id, HER | {"birth_date": "1990-04-01"})
        fields = {name: text for name, text in SAID.items() if name in book.form(KIND).fields}
        keep_about(session, office.house, filing.person_id, About(name="見本 花子", phone="090-1111-2222"))
        return service.draft(session, office.house, filing, KIND, fields).id


def keeping(office: Office, letter_id: UUID) -> str:
    return office.path(f"/letters/{letter_id}/wording")


def keep(office: Office, letter_id: UUID, name: str = "bob", **more: str):
    return office.client_for(name).post(keeping(office, letter_id), data=KEPT | more)


def kept(office: Office) -> list[wordings.Kept]:
    with office.house.db.reading() as session:
        return wordings.all_of(session, office.house, office.group_id)


def test_only_the_free_text_is_shown_and_kept(office: Office) -> None:
    letter_id, bob = letter_in(office), office.client_for("bob")
    assert keeping(office, letter_id) in bob.get(f"/letters/{letter_id}").text
    page = bob.get(keeping(office, letter_id)).text
    assert ITEMS in page
    assert "名前、住所、電話、生年月日、番号、日付、相手の名前の欄は取りません" in page
    assert not any(f'name="{name}"' in page for name in ("name", "address", "phone", "birth_date", "ref_no"))
    assert "この手紙の文には、本人の名前" not in page
    assert keep(office, letter_id, address="川崎市", kana="はなこ").status_code == 303
    [one] = kept(office)
    assert one.wording == wordings.Wording("保育園の文", {"request_items": ITEMS})


@pytest.mark.parametrize(
    "slip",
    [
        "見本花子の記録",
        "見本　花子の記録",
        "花子さんの記録",
        "ミホンの記録",
        "横浜市西区みなと１－２－３に住んでいた時の記録",
        "電話０４５（１２３）４５６７への通話",
        "090-1111-2222への通話",
        "平成2年4月1日に生まれた者の記録",
        "1990年4月1日生まれ",
        "横西第５５号の決定",
    ],
)
@ON_ONE
def test_a_word_that_names_her_is_pointed_out_and_nothing_is_kept(office: Office, slip: str) -> None:
    letter_id = letter_in(office)
    for where in ("request_items", "title"):
        before = dump(office.house.db)
        answer = keep(office, letter_id, **{where: f"{slip}を見たい"})
        assert answer.status_code == 422, where
        assert f'href="#f-{where}"' in answer.text
        assert dump(office.house.db) == before or kept(office) == []
    assert kept(office) == []


def test_what_names_her_is_pointed_out_before_anything_is_sent(house: House, office: Office) -> None:
    letter_id = letter_in(office)
    with house.db.writing() as session:
        service.change(house, session.get_one(Letter, letter_id), SAID | {"request_items": "見本花子の記録"})
    page = office.client_for("bob").get(keeping(office, letter_id)).text
    assert "この手紙の文には、本人の名前" in page
    assert page.count('href="#f-request_items"') == 1


def test_no_field_about_somebody_is_ever_free() -> None:
    for form in book.forms().values():
        free = wordings.free_fields(form)
        assert not {*free} & {*naming_her.WHO, *book.ADDRESS_FIELDS, *form.annex_fields}
        assert not [name for name in free if form.fields[name].kind != "text"]


@ON_ONE
def test_it_is_kept_only_by_who_read_it_through(office: Office) -> None:
    letter_id = letter_in(office)
    assert keep(office, letter_id, sure="").status_code == 422
    assert keep(office, letter_id, request_items="").status_code == 422
    assert keep(office, letter_id, title="").status_code == 422
    assert kept(office) == []


def test_a_member_begins_the_same_letter_with_it(house: House, office: Office) -> None:
    keep(office, letter_in(office))
    [one] = kept(office)
    filing_id, bob = office.file(office.open_case(lead="bob")), office.client_for("bob")
    for page in ("letters", "letters/new"):
        assert f'value="{one.id}"' in bob.get(f"/filings/{filing_id}/{page}").text
    begun = bob.post(f"/filings/{filing_id}/letters", data={"kind": KIND, "wording": str(one.id)})
    letter_id = UUID(begun.headers["location"].split("/")[2])
    with house.db.reading() as session:
        said = service.fields_of(house, session.get_one(Letter, letter_id))
    assert said["request_items"] == ITEMS
    assert not {"name", "address"} & {*said}  # nothing of the other client came along


def test_to_the_person_and_to_others_it_is_nothing(office: Office, client_for: ClientFor) -> None:
    letter_id = letter_in(office)
    keep(office, letter_id)
    [one] = kept(office)
    other = open_office(office.house, client_for, "carol")
    carol, hers = client_for("carol"), letter_in(other, "carol")
    for path in (
        keeping(office, letter_id),
        keeping(other, letter_id),
        keeping(office, hers),
        office.path("/wordings"),
    ):
        nobodys = path.replace(str(letter_id), str(uuid4()))
        assert likeness(carol.get(path)) == likeness(carol.get(nobodys))
        assert carol.get(path).status_code == 404
        assert carol.post(path, data=KEPT).status_code in {404, 405}
    with office.house.db.reading() as session:
        filing_id = session.get_one(Letter, hers).filing_id
    assert carol.get(other.path(f"/wordings/{one.id}/edit")).status_code == 404
    taken = carol.post(f"/filings/{filing_id}/letters", data={"kind": KIND, "wording": str(one.id)})
    assert taken.status_code == 404


def test_coordinators_change_and_withdraw_it_and_letters_stay(house: House, office: Office) -> None:
    keep(office, letter_in(office))
    [one] = kept(office)
    page, alice, bob = (
        office.path(f"/wordings/{one.id}"),
        office.client_for("alice"),
        office.client_for("bob"),
    )
    for act in ("edit", "withdraw"):
        assert bob.get(f"{page}/{act}").status_code == 404
        assert bob.post(f"{page}/{act}", data=KEPT).status_code == 404
        assert f"{page}/{act}" in alice.get(office.path("/wordings")).text
    assert alice.post(f"{page}/edit", data=KEPT | {"request_items": "別の文"}).status_code == 303
    assert "別の文" in bob.get(office.path("/wordings")).text
    assert alice.post(f"{page}/withdraw").status_code == 303
    with house.db.reading() as session:
        counts = [
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (GroupWording, Letter)
        ]
    assert counts == [0, 1]


def test_a_group_that_ends_takes_its_wordings_along(house: House, office: Office) -> None:
    keep(office, letter_in(office))
    with house.db.writing() as session:
        office.client_of(
            session, session.execute(select(Case.id)).scalar_one()
        ).handed_back_on = house.clock.today()
    gone = office.client_for("alice").post(office.path("/dissolve"), data={"sure": "yes"})
    assert gone.status_code == 303
    with house.db.reading() as session:
        assert session.execute(select(GroupWording.id)).all() == []


@ON_ONE
def test_a_group_keeps_as_many_as_anybody_needs(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordings, "MOST", 1)
    letter_id = letter_in(office)
    assert keep(office, letter_id).status_code == 303
    refused = keep(office, letter_id)
    assert refused.status_code == 409
    assert "グループの文は200まで置けます" in refused.text
    assert len(kept(office)) == 1


@ON_ONE
def test_its_words_are_shown_as_words(office: Office) -> None:
    hostile = "<script>alert(1)</script>{{ x }}"
    assert keep(office, letter_in(office), title=hostile, request_items=hostile).status_code == 303
    filing_id, bob = office.file(office.open_case(lead="bob")), office.client_for("bob")
    for path in (
        office.path("/wordings"),
        f"/filings/{filing_id}/letters",
        f"/filings/{filing_id}/letters/new",
    ):
        page = bob.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ x }}" in page


@ON_ONE
def test_a_letter_of_a_case_without_a_group_offers_nothing(house: House, client_for: ClientFor) -> None:
    alice: TestClient = client_for("alice")
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        filing = things.begin_filing(session, house, things.open_case(session, house, actor))
        letter_id = service.draft(session, house, filing, KIND).id
    assert "/wording" not in alice.get(f"/letters/{letter_id}").text
