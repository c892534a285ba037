"""The note that goes with a lead obeys the door: her consent, the open work, and her log (T-14, T-38)."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.audit.models import AuditEvent
from app.audit.reading import entries_of
from app.kit.house import House
from app.people import clients, grants, suspending, teams
from app.people.grant_models import Ended, GrantScope
from app.people.models import Case
from tests.groups.conftest import Circle
from tests.support.walk import likeness

NOTE = "Ask the town first"
CLOSED = "この申し送りは、いま読めません"


@pytest.fixture
def case_id(circle: Circle) -> UUID:
    """A case that bob offers to dan, both of them helpers."""
    for name in ("bob", "dan", "erin"):
        circle.join(name)
    return circle.lead("bob")


@pytest.fixture
def team(house: House, circle: Circle, case_id: UUID) -> str:
    with house.db.reading() as session:
        client = clients.client_of(session, circle.group_id, session.get_one(Case, case_id).person_id)
        return f"{circle.page}/clients/{client.id}/cases/{case_id}/team"


@pytest.fixture
def offer(circle: Circle, team: str, case_id: UUID) -> str:
    form = {"to": str(circle.members["dan"]), "note": NOTE}
    assert circle.client_for("bob").post(f"{team}/offer", data=form).status_code == 303
    with circle.house.db.reading() as session:
        return f"/handovers/{teams.open_offer(session, case_id).id}"


def shown_to(circle: Circle, page: str, *names: str) -> list[bool]:
    """To whom of them the page shows the note; to the others it says that it does not."""
    shown = []
    for name in names:
        answer = circle.client_for(name).get(page)
        assert answer.status_code == 200
        assert (CLOSED in answer.text) != (NOTE in answer.text)
        shown.append(NOTE in answer.text)
    return shown


def looks(house: House, case_id: UUID) -> list[str]:
    """What of a handover stands in her log."""
    with house.db.reading() as session:
        person_id = session.get_one(Case, case_id).person_id
        found = entries_of(session, house.vault, person_id)
        notes = [each for each in found if each.object_kind == "handover"]
        return [str(each.object_id) for each in notes if each.action == "look"]


@pytest.mark.parametrize(("left", "is_shown"), [(1, True), (0, True), (-1, False)])
def test_a_note_is_read_until_the_last_day_of_the_consent(
    house: House, circle: Circle, offer: str, left: int, is_shown: bool
) -> None:
    with house.db.writing() as session:
        session.execute(update(GrantScope).values(expires_on=house.clock.today() + timedelta(days=left)))
    assert shown_to(circle, offer, "bob", "dan") == [is_shown] * 2


def test_a_note_is_closed_when_she_no_longer_lets_the_group_read(
    house: House, circle: Circle, case_id: UUID, offer: str
) -> None:
    assert shown_to(circle, offer, "bob", "dan") == [True, True]
    with house.db.writing() as session:
        for grant in grants.grants_of(session, session.get_one(Case, case_id).person_id):
            grants.end_grant(session, grant, house.clock.now(), Ended.REVOKED)
    assert shown_to(circle, offer, "bob", "dan") == [False, False]


def test_a_note_is_closed_while_the_work_is_suspended(
    house: House, circle: Circle, case_id: UUID, offer: str
) -> None:
    with house.db.writing() as session:
        client = clients.client_of(session, circle.group_id, session.get_one(Case, case_id).person_id)
        suspending.suspend(session, client, house.clock.now())
    assert shown_to(circle, offer, "bob", "dan") == [False, False]
    assert looks(house, case_id) == []
    with house.db.writing() as session:
        refused = select(AuditEvent.object_kind).where(AuditEvent.action == "refuse")
        assert session.execute(refused).scalars().all() == ["handover"] * 2
        suspending.resume(session, session.get_one(type(client), client.id))
    assert shown_to(circle, offer, "bob", "dan") == [True, True]


def test_each_reading_of_a_note_stands_in_her_log(
    house: House, circle: Circle, case_id: UUID, offer: str
) -> None:
    assert circle.client_for("dan").get("/handovers").status_code == 200
    assert looks(house, case_id) == []
    shown_to(circle, offer, "bob", "dan")
    assert looks(house, case_id) == [offer.rpartition("/")[2]] * 2


def test_who_leads_a_case_goes_on_reading_the_note_under_the_same_door(
    house: House, circle: Circle, case_id: UUID, team: str, offer: str
) -> None:
    alice, bob, dan = (circle.client_for(name) for name in ("alice", "bob", "dan"))
    assert NOTE not in alice.get(team).text
    assert NOTE not in bob.get(team).text
    assert dan.post(f"{offer}/accept").status_code == 303
    assert likeness(bob.get(offer))[0] == likeness(bob.get("/nowhere"))[0]
    assert NOTE in dan.get(team).text
    assert looks(house, case_id) == [offer.rpartition("/")[2]]
    assert NOTE not in alice.get(team).text
    # The note stays with the case, whoever leads it next.
    alice.post(team, data={"member": str(circle.members["erin"]), "part": "lead"})
    assert dan.get(team).status_code == 404
    assert NOTE in circle.client_for("erin").get(team).text
    with house.db.writing() as session:
        session.execute(update(GrantScope).values(expires_on=house.clock.today() - timedelta(days=1)))
    answer = circle.client_for("erin").get(team)
    assert (answer.status_code, NOTE in answer.text) == (200, False)
