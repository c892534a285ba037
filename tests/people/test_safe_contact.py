"""How a person is reached in safety is read by everybody who may reach for her, and by nobody else."""

from collections.abc import Iterable
from uuid import UUID

import pytest

from app.accounts.session import Found
from app.groups.models import Role
from app.kit.house import House
from app.people import profiles
from app.people.models import Case
from app.people.profiles import About
from tests.support.office import WORKING, ClientFor, Office, open_office

CAREFUL = "連絡する前に読んでください"


@pytest.fixture
def office(house: House, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A group of alice's, in which bob helps."""
    monkeypatch.setattr(Found, "has_two_factors", property(lambda _: True))
    opened = open_office(house, client_for)
    opened.join("bob", Role.HELPER)
    return opened


def told(office: Office, about: About, verbs: Iterable[str] = WORKING) -> UUID:
    """A case that bob leads, of somebody who is reached as she says."""
    case_id = office.open_case(lead="bob", verbs=verbs)
    with office.house.db.writing() as session:
        profiles.keep_about(session, office.house, session.get_one(Case, case_id).person_id, about)
    return case_id


def client_page(office: Office, case_id: UUID) -> str:
    with office.house.db.reading() as session:
        return office.path(f"/clients/{office.client_of(session, case_id).id}")


def pages(office: Office, case_id: UUID) -> dict[str, str]:
    """Where somebody finds her: her case, her place in the group, and her name when it is shown."""
    bob, client = office.client_for("bob"), client_page(office, case_id)
    return {
        "case": bob.get(f"/cases/{case_id}").text,
        "client": bob.get(client).text,
        "name": office.client_for("alice").post(f"{client}/reveal").text,
    }


@pytest.mark.parametrize(
    "kept",
    [
        {"safe_where": "At the library"},
        {"safe_when": "After ten"},
        {"safe_how": "By letter to her sister"},
        {"never": "Leave no message"},
    ],
)
def test_each_thing_that_she_told_is_a_warning_by_itself(office: Office, kept: dict[str, str]) -> None:
    for page, text in pages(office, told(office, About("Hana", **kept))).items():
        assert CAREFUL in text, page
        assert set(kept.values()) <= {words for words in kept.values() if words in text}, page


def test_all_of_it_is_shown_in_full(office: Office) -> None:
    about = About(
        "Hana",
        safe_where="At the library",
        safe_when="After ten",
        safe_how="By letter to her sister",
        never="Leave no message\nNever call at the house",
        never_post=True,
    )
    words = (about.safe_where, about.safe_when, about.safe_how, *about.never.split("\n"))
    for page, text in pages(office, told(office, about)).items():
        assert [each for each in (*words, "何も郵送しないで") if each not in text] == [], page


def test_where_nothing_is_told_nothing_warns(office: Office) -> None:
    about = About("Hana", kana="はな", phone="045-000-0000", address="Yokohama")
    for page, text in pages(office, told(office, about)).items():
        assert CAREFUL not in text, page


def test_who_may_only_read_reads_it_and_is_led_to_no_form(office: Office) -> None:
    case_id = told(office, About("Hana", safe_how="By letter to her sister"), verbs=("view_content",))
    bob, client = office.client_for("bob"), client_page(office, case_id)
    for path in (f"/cases/{case_id}", client):
        assert "By letter to her sister" in bob.get(path).text
    assert f"{client}/profile" not in bob.get(client).text
    assert bob.get(f"{client}/profile").status_code == 404


def test_who_does_not_work_for_her_reads_nothing_of_it(office: Office) -> None:
    case_id = told(office, About("Hana", safe_how="By letter to her sister", never="Leave no message"))
    dora, client = office.join("dora", Role.HELPER), client_page(office, case_id)
    for browser in (dora, office.client_for("alice")):
        text = browser.get(client).text
        assert CAREFUL not in text
        assert "By letter" not in text
    office.end_access(case_id)
    assert CAREFUL not in office.client_for("bob").get(client).text
