"""A record names a shipped agency, or an entry of its own person: never somebody else's (T-88)."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts.session import Found
from app.agencies.models import Agency, Kind
from app.agencies.service import NewAgency, add_own_agency
from app.audit.reading import entries_of
from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Wish
from app.groups.models import Role
from app.holdings.models import Holding
from app.kit.errors import NotFound
from app.kit.house import House
from app.people.models import Case
from app.people.team_models import Part
from tests.support import things
from tests.support.dump import dump
from tests.support.office import Office, open_office

CLINIC, EMPLOYER = "Clinic of Yuki", "Employer of Bob"
NEW = {"name": CLINIC, "kana": "", "contact": "", "kind": "business", "country": "jp"}
HELD = {"category": "face_photo", "certainty": "guess"}


class Desk:
    """Bob works on a client's case; each of them has an agency of their own."""

    def __init__(self, office: Office) -> None:
        self.office, self.house = office, office.house
        self.case_id = office.open_case("bob")
        self.bob: TestClient = office.client_for("bob")
        with self.house.db.writing() as session:
            self.person_id = session.get_one(Case, self.case_id).person_id
            own = things.access.own_person(session, office.actor(session, "bob"))
            self.clinic = self.add(session, self.person_id, CLINIC)
            self.employer = self.add(session, own.id, EMPLOYER)

    def add(self, session, person_id: UUID, name: str) -> UUID:
        return add_own_agency(session, self.house, person_id, NewAgency(name, Kind.BUSINESS)).id

    def said(self) -> list[tuple[str, str]]:
        with self.house.db.reading() as session:
            found = entries_of(session, self.house.vault, self.person_id, limit=None)
            return [(each.action, each.object_kind) for each in found]

    def asks(self, agency: UUID, **more: object) -> dict[str, str]:
        told = {"agency": agency, "procedure": "jp.appi_private.disclosure", "wanted": "Photo"} | more
        return {name: str(value) for name, value in told.items()}


@pytest.fixture(autouse=True)
def with_two_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Found, "has_two_factors", property(lambda _: True))


@pytest.fixture
def desk(house: House, client_for: Callable[[str], TestClient]) -> Desk:
    office = open_office(house, client_for)
    office.join("bob", Role.HELPER)
    return Desk(office)


def test_an_agency_added_in_a_clients_case_is_the_clients(desk: Desk) -> None:
    case = {"for": "filing", "case": str(desk.case_id)}
    answer = desk.bob.post("/agencies/new", data=NEW | case | {"name": "Her school"})
    agency = UUID(answer.headers["location"].partition("agency=")[2][:36])
    with desk.house.db.reading() as session:
        assert session.get_one(Agency, agency).person_id == desk.person_id
    assert ("create", "agency") in desk.said()
    assert desk.bob.get(answer.headers["location"]).status_code == 200
    sent = desk.bob.post("/filings", data=desk.asks(agency, case=desk.case_id))
    assert sent.status_code == 303
    assert "Her school" in desk.bob.get(f"/cases/{desk.case_id}").text


def test_no_record_of_a_client_names_an_agency_of_her_helpers(desk: Desk) -> None:
    case = {"case": str(desk.case_id)}
    before = dump(desk.house.db)
    for path in ("/filings/new", "/holdings/new"):
        query = urlencode(case | {"agency": str(desk.employer)})
        assert desk.bob.get(f"{path}?{query}").status_code == 404
    assert desk.bob.post("/filings", data=desk.asks(desk.employer, case=desk.case_id)).status_code == 404
    held = HELD | case | {"agency": str(desk.employer)}
    assert desk.bob.post("/holdings/new", data=held).status_code == 404
    assert dump(desk.house.db) == before


def test_no_record_of_a_helpers_own_names_an_agency_of_a_client(desk: Desk) -> None:
    before = dump(desk.house.db)
    sent = desk.bob.post("/filings", data=desk.asks(desk.clinic, case="new", case_title="Mine"))
    held = desk.bob.post("/holdings/new", data=HELD | {"agency": str(desk.clinic)})
    days = desk.bob.post(f"/agencies/{desk.clinic}/closed-days", data={"days": "2026-12-01"})
    assert [each.status_code for each in (sent, held, days)] == [404, 404, 404]
    assert dump(desk.house.db) == before


def test_a_filing_follows_one_of_the_same_person(desk: Desk) -> None:
    hers = desk.office.file(desk.case_id)
    with desk.house.db.writing() as session:
        actor = desk.office.actor(session, "bob")
        own = things.open_case(session, desk.house, actor)
        mine = things.begin_filing(session, desk.house, own)
    city = things.agency_named(things.CITY)
    for names in ({"follows": hers, "case": own.id}, {"like": mine.id, "case": desk.case_id}):
        query = urlencode({name: str(value) for name, value in names.items()} | {"agency": str(city)})
        assert desk.bob.get(f"/filings/new?{query}").status_code == 404


def test_the_search_shows_a_clients_entries_in_her_case_alone_and_her_log_says_so(desk: Desk) -> None:
    other = desk.office.open_case("bob")
    assert EMPLOYER in desk.bob.get("/agencies/search?q=employer").text
    elsewhere = ("/agencies/search?q=clinic", f"/agencies/search?q=clinic&for=filing&case={other}")
    assert [CLINIC in desk.bob.get(path).text for path in elsewhere] == [False, False]
    assert desk.said() == []
    found = desk.bob.get(f"/agencies/search?q=clinic&for=filing&case={desk.case_id}").text
    assert CLINIC in found
    assert desk.said() == [("search", "case")]
    assert desk.bob.get(f"/agencies/search?q=clinic&for=filing&case={uuid4()}").status_code == 404


def test_who_works_on_one_case_alone_reads_the_names_in_it(desk: Desk) -> None:
    with desk.house.db.writing() as session:
        case = session.get_one(Case, desk.case_id)
        wish = Wish(desk.clinic, "jp.appi_private.disclosure", "The photo")
        filing = filings.begin_filing(session, desk.house, case, wish).id
        client = desk.office.client_of(session, case.id)
        desk.office.consent(session, client, cases=(case.id,))
    for path in (f"/filings/{filing}/sending", f"/cases/{desk.case_id}/mandates", f"/cases/{desk.case_id}"):
        assert desk.bob.get(path).status_code == 200, path
    assert desk.bob.get(f"/agencies/{desk.clinic}").status_code == 200
    assert ("look", "agency") in desk.said()
    desk.office.join("carol", Role.HELPER)
    assert desk.office.client_for("carol").get(f"/agencies/{desk.clinic}").status_code == 404


def test_a_reader_adds_no_agency(desk: Desk) -> None:
    desk.office.join("dan", Role.HELPER)
    desk.office.assign(desk.case_id, "dan", Part.READER)
    before = dump(desk.house.db)
    for purpose in ("filing", "holding", "calculator"):
        told = NEW | {"for": purpose, "case": str(desk.case_id)}
        assert desk.office.client_for("dan").post("/agencies/new", data=told).status_code == 404
    assert dump(desk.house.db) == before


def test_whatever_asks_the_service_refuses_somebody_elses_agency(desk: Desk) -> None:
    house: House = desk.house
    with house.db.writing() as session:
        case = session.get_one(Case, desk.case_id)
        for agency in (desk.employer, uuid4()):
            with pytest.raises(NotFound):
                filings.begin_filing(session, house, case, Wish(agency, "jp.appi_private.disclosure", "x"))
        assert session.execute(select(Filing.id)).all() == session.execute(select(Holding.id)).all() == []
