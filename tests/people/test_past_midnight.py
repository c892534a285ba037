"""A page opened before midnight and sent after it: what it said still holds, or she is told what does not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from starlette.testclient import TestClient

from app.casework.models import Task
from app.groups.models import Membership, Role, SupportGroup
from app.kit.house import House
from app.mandates.models import PowerOfAttorney
from app.people import clients, grants
from app.people.grant_models import AccessGrant
from app.people.models import Case
from tests.groups.conftest import Circle
from tests.people.signing import Paper, entered_by_bob
from tests.support import things

ClientFor = Callable[[str], TestClient]
FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 13), date(2026, 11, 14), date(2026, 11, 15)
# Two minutes before midnight in Japan, and one after it: not long enough to be asked again who she is.
LATE, EARLY = datetime(2026, 11, 13, 14, 58, tzinfo=UTC), datetime(2026, 11, 13, 15, 1, tzinfo=UTC)
# A sentence on each page about what cannot be done.
OVER = "同意が終わっています"
CHANGED = "変わったところがありました"


@dataclass
class Night:
    """The clock of the house, which goes on when it is told to."""

    house: House
    traveller: time_machine.Traveller

    def falls(self) -> None:
        """It is midnight: one civil day ends and the next one begins."""
        assert self.house.clock.today() == FRIDAY
        self.traveller.move_to(EARLY, tick=False)
        assert self.house.clock.today() == SATURDAY


@pytest.fixture(autouse=True)
def night(house: House) -> Iterator[Night]:
    # The day of a test's house is held; here it is the one of the instant, as in a house that is lived in.
    object.__setattr__(house.clock, "fixed", None)
    with time_machine.travel(LATE, tick=False) as traveller:
        yield Night(house, traveller)


@pytest.fixture
def paper(night: Night, circle: Circle) -> Paper:
    del night
    return entered_by_bob(circle)


def led_until(circle: Circle, last: date) -> tuple[UUID, str]:
    """A case that bob leads by a consent until this day, and the page of its client."""
    if "bob" not in circle.members:
        circle.join("bob")
        circle.join("dan")
    case_id = circle.lead("bob")
    with circle.house.db.writing() as session:
        case = session.get_one(Case, case_id)
        agreed = things.consent(circle.house, case.person_id, circle.group_id, expires_on=last)
        grants.make_grant(session, circle.house, circle.actor(session, "alice"), agreed)
        client = clients.client_of(session, circle.group_id, case.person_id)
        assert client is not None
        return case_id, f"{circle.page}/clients/{client.id}"


def count(house: House, model: type) -> int:
    with house.db.reading() as session:
        return len(session.execute(select(model)).all())


# --- a consent on paper


def test_a_signature_is_recorded_with_the_days_that_the_form_showed(night: Night, paper: Paper) -> None:
    shown = paper.by("bob").get(f"{paper.path}/consent").text
    assert 'value="2026-11-13"' in shown
    assert 'value="2027-05-13"' in shown
    night.falls()
    assert paper.record(signed_on="2026-11-13", until="2027-05-13").status_code == 303
    (grant,) = paper.grants()
    assert (grant.signed_on, grant.starts_on, grant.expires_on) == (FRIDAY, FRIDAY, date(2027, 5, 13))


def test_a_consent_for_the_day_that_just_ended_is_not_recorded(night: Night, paper: Paper) -> None:
    form = {"signed_on": "2026-11-13", "until": "2026-11-13"}
    night.falls()
    answer = paper.record(**form)
    assert answer.status_code == 422
    assert "最後の日が過ぎています" in answer.text
    assert paper.grants() == []
    assert paper.record(**form | {"until": "2026-11-14"}).status_code == 303


def test_what_was_signed_tomorrow_is_refused_until_it_is_today(night: Night, paper: Paper) -> None:
    form = {"signed_on": "2026-11-14", "until": "2027-05-14"}
    assert paper.record(**form).status_code == 422
    assert paper.grants() == []
    night.falls()
    assert paper.record(**form).status_code == 303


# --- a consent that she gives online, and its renewal


def code_of(circle: Circle) -> str:
    with circle.house.db.reading() as session:
        return session.get_one(SupportGroup, circle.group_id).code


def agree(carol: TestClient, code: str, until: str):
    fields = {"code": code, "cases": "all", "until": until, "name": "Carol", "verbs": ["view_content"]}
    return carol.post("/access", data=fields)


def given(house: House) -> list[AccessGrant]:
    with house.db.reading() as session:
        found = session.execute(select(AccessGrant).order_by(AccessGrant.made_at)).scalars().all()
        session.expunge_all()
        return list(found)


def test_what_she_agrees_to_begins_on_the_day_on_which_she_does(
    night: Night, circle: Circle, client_for: ClientFor
) -> None:
    carol, code = client_for("carol"), code_of(circle)
    assert 'value="2027-05-13"' in carol.get(f"/access/new?code={code}").text
    night.falls()
    assert agree(carol, code, "2027-05-13").status_code == 303
    (grant,) = given(night.house)
    assert (grant.signed_on, grant.starts_on, grant.expires_on) == (SATURDAY, SATURDAY, date(2027, 5, 13))


def test_a_last_day_that_just_ended_opens_nothing_and_is_said(
    night: Night, circle: Circle, client_for: ClientFor
) -> None:
    carol, code = client_for("carol"), code_of(circle)
    night.falls()
    answer = agree(carol, code, "2026-11-13")
    assert answer.status_code == 422
    assert "最後の日は、今日から2年以内の日にしてください" in answer.text
    assert given(night.house) == []


def test_a_renewal_goes_on_though_the_consent_ran_out_in_between(
    night: Night, circle: Circle, client_for: ClientFor
) -> None:
    carol, code = client_for("carol"), code_of(circle)
    assert agree(carol, code, "2026-11-13").status_code == 303
    (old,) = given(night.house)
    page = f"/access/{old.id}/renew"
    assert "Carol" in carol.get(page).text
    night.falls()
    assert carol.get(page).status_code == 200
    assert agree(carol, code, "2027-05-13").status_code == 303
    before, new = given(night.house)
    assert (before.expires_on, new.starts_on, new.follows_id) == (FRIDAY, SATURDAY, old.id)
    assert (before.ended_reason, new.ended_at) == ("superseded", None)


# --- what a group does


def test_a_case_is_taken_over_on_the_day_after_the_consent_ended_but_not_read(
    night: Night, circle: Circle
) -> None:
    case_id, client = led_until(circle, FRIDAY)
    bob, dan, team = circle.client_for("bob"), circle.client_for("dan"), f"{client}/cases/{case_id}/team"
    sent = bob.post(f"{team}/offer", data={"to": str(circle.members["dan"]), "note": "Ask her"})
    assert sent.status_code == 303
    offer = dan.get("/handovers").text.partition('href="/handovers/')[2].partition('"')[0]
    assert bob.get(f"/cases/{case_id}").status_code == 200
    night.falls()
    taken = dan.post(f"/handovers/{offer}/accept")
    assert (taken.status_code, taken.headers["location"]) == (303, team)
    assert "この事案の中身は見えません" in dan.get(team).text
    assert [who.get(f"/cases/{case_id}").status_code for who in (dan, bob)] == [404, 404]
    assert circle.lead_of(case_id) == "dan"


def test_no_further_case_is_opened_on_the_day_after_the_consent_ended(night: Night, circle: Circle) -> None:
    _, client = led_until(circle, FRIDAY)
    bob, form = circle.client_for("bob"), {"title": "Another"}
    assert bob.post(f"{client}/cases/new", data=form).status_code == 303
    before = count(night.house, Case)
    night.falls()
    answer = bob.post(f"{client}/cases/new", data=form)
    assert answer.status_code == 409
    assert "いまの同意では、新しい事案を始められません" in answer.text
    assert count(night.house, Case) == before


def test_a_preview_that_waited_does_nothing_when_one_of_its_consents_ended(
    night: Night, circle: Circle
) -> None:
    lasting, ending = (led_until(circle, day)[0] for day in (SATURDAY, FRIDAY))
    alice, board = circle.client_for("alice"), f"{circle.page}/board/acts"
    cases = [str(lasting), str(ending)]
    shown = alice.post(board, data={"act": "remind", "case": cases}).text
    assert all(f'value="{case_id}"' in shown for case_id in cases)
    night.falls()
    answer = alice.post(f"{board}/remind", data={"case": cases})
    assert answer.status_code == 422
    assert OVER in answer.text
    assert CHANGED in answer.text
    assert f'value="{lasting}"' in answer.text
    assert f'value="{ending}"' not in answer.text
    assert count(night.house, Task) == 0


def test_a_reminder_is_for_the_day_on_which_it_is_sent(night: Night, circle: Circle) -> None:
    case_id, _ = led_until(circle, SUNDAY)
    alice, board = circle.client_for("alice"), f"{circle.page}/board/acts"
    alice.post(board, data={"act": "remind", "case": str(case_id)})
    night.falls()
    assert alice.post(f"{board}/remind", data={"case": str(case_id)}).status_code == 303
    with night.house.db.reading() as session:
        assert session.execute(select(Task)).scalar_one().due_on == SATURDAY


@pytest.mark.parametrize(("left", "status"), [(timedelta(minutes=4), 303), (timedelta(minutes=3), 404)])
def test_an_invitation_that_ran_out_meanwhile_lets_nobody_in(
    night: Night, circle: Circle, client_for: ClientFor, left: timedelta, status: int
) -> None:
    night.traveller.move_to(LATE - timedelta(days=7) + left, tick=False)
    link = circle.client_for("alice").post(f"{circle.page}/invitations", data={"role": Role.HELPER}).text
    path = "/join/" + link.partition("http://localhost:8000/join/")[2].partition('"')[0]
    night.traveller.move_to(LATE, tick=False)
    carol, before = client_for("carol"), count(night.house, Membership)
    assert carol.get(path).status_code == 200
    night.falls()
    answer = carol.post(path, data={"own_name": "Carol"})
    assert answer.status_code == status
    assert count(night.house, Membership) == before + (status == 303)
    if status == 404:
        assert answer.content == carol.get("/nowhere").content


# --- a power of attorney


@pytest.mark.parametrize("made_on", [FRIDAY, SATURDAY])
def test_a_mandate_made_on_the_day_of_the_page_is_kept_with_that_day(
    night: Night, client_for: ClientFor, made_on: date
) -> None:
    alice = client_for("alice")
    with night.house.db.writing() as session:
        case_id = things.open_case(session, night.house, things.actor_named(session, night.house, "alice")).id
    page = f"/cases/{case_id}/mandates/new"
    told = {"agent": "Hanako", "kind": "mandate", "where": "case", "made_on": made_on.isoformat()}
    assert alice.get(page).status_code == 200
    if made_on > FRIDAY:
        assert alice.post(page, data=told).status_code == 422  # it is not that day yet
        assert count(night.house, PowerOfAttorney) == 0
    night.falls()
    assert alice.post(page, data=told).status_code == 303
    with night.house.db.reading() as session:
        assert session.execute(select(PowerOfAttorney)).scalar_one().made_on == made_on
