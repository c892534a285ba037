"""A possible conflict that is found later stops the work on both sides until somebody decides (T-19)."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.audit.entry import Action
from app.audit.models import AuditEvent
from app.audit.reading import entries_of
from app.groups.models import Role
from app.kit.errors import AppError
from app.letters import service as letters
from app.people import clients, conflicts, teams
from app.people.conflict_models import ConflictCheck, Decision, NameMark, OpposingParty
from app.people.conflicts import Opposing
from app.people.models import Case, Client, Profile
from app.people.profiles import About, about, keep_about
from app.people.team_models import Handover, Part
from tests.groups.conftest import Circle, at_once
from tests.support.walk import likeness

DECIDE = "まとめ役が判断するまで、進められません"
KEN = Opposing("Ken Mori")


class Two:
    """Bob works for one client and dan for another, whom nothing connects yet."""

    def __init__(self, circle: Circle) -> None:
        self.circle, self.house = circle, circle.house
        for name in ("bob", "dan"):
            circle.join(name)
        self.cases = {"bob": circle.lead("bob"), "dan": circle.lead("dan")}
        self.name("dan", "Ken Mori")

    def person(self, session: Session, of: str) -> UUID:
        return session.get_one(Case, self.cases[of]).person_id

    def client(self, session: Session, of: str) -> Client:
        found = select(Client).where(Client.person_id == self.person(session, of))
        return session.execute(found).scalar_one()

    def path(self, of: str) -> str:
        with self.house.db.reading() as session:
            return f"{self.circle.page}/clients/{self.client(session, of).id}"

    def name(self, of: str, name: str, *others: Opposing, phone: str = "") -> None:
        """Somebody writes down who the client is, or who stands against her."""
        with self.house.db.writing() as session:
            client, by = self.client(session, of), self.circle.member(session, of).account_id
            told = About(name, phone=phone)
            keep_about(session, self.house, client.person_id, told)
            conflicts.run_again(session, self.house, client, by, told, others)

    def met(self) -> None:
        """Bob's client names dan's client as somebody on the other side."""
        self.name("bob", "Rin Oda", KEN)

    def opens(self, name: str) -> bool:
        """Whether a helper reaches the case that she leads."""
        answer = self.circle.client_for(name).get(f"/cases/{self.cases[name]}")
        if answer.status_code == 404:
            assert likeness(answer) == likeness(self.circle.client_for(name).get("/nowhere"))
        return answer.status_code == 200

    def decide(self, of: str, decision: str, **more: str):
        fields = {"decision": decision} | more
        return self.circle.client_for("alice").post(f"{self.path(of)}/conflict", data=fields)


@pytest.fixture
def two(circle: Circle) -> Two:
    return Two(circle)


def test_what_is_found_later_stops_both_helpers_and_names_nobody(two: Two) -> None:
    assert two.opens("bob")
    assert two.opens("dan")
    two.met()
    assert not two.opens("bob")
    assert not two.opens("dan")
    for name in ("bob", "dan"):
        who = two.circle.client_for(name)
        page = who.get(two.path(name)).text
        assert DECIDE in page
        assert "Ken" not in page
        assert "Rin" not in page
        assert who.get(f"{two.path(name)}/cases/{two.cases[name]}/team").status_code == 404
        assert str(two.cases[name]) not in who.get(f"{two.circle.page}/board").text
    conflict = two.circle.client_for("alice").get(f"{two.path('dan')}/conflict").text
    assert "Ken" not in conflict
    assert "Rin" not in conflict
    assert "期限は進みます" in conflict


def test_a_coordinator_still_sees_the_dates_by_number(two: Two) -> None:
    two.met()
    assert str(two.cases["bob"]) in two.circle.client_for("alice").get(f"{two.circle.page}/board").text


def test_each_side_goes_on_when_it_is_decided(two: Two) -> None:
    two.met()
    assert two.decide("dan", "go_on").status_code == 303
    assert two.opens("dan")
    assert not two.opens("bob")
    assert two.decide("bob", "go_on").status_code == 303
    assert two.opens("bob")


def test_what_was_decided_is_not_asked_again_but_what_is_new_is(two: Two) -> None:
    two.met()
    two.decide("bob", "go_on")
    two.decide("dan", "go_on")
    two.name("bob", "Rin Oda", KEN, phone="045-000-1111")
    assert two.opens("bob")
    assert two.opens("dan")
    two.name("bob", "Rin Oda", KEN, phone="045-222-3333")
    two.name("dan", "Ken Mori", Opposing(phone="045-222-3333"))
    assert not two.opens("bob")
    assert not two.opens("dan")


def test_a_new_client_waits_and_stops_nobody(two: Two) -> None:
    alice = two.circle.client_for("alice")
    entered = alice.post(f"{two.circle.page}/clients/new", data={"name": "New", "other_name_1": "Ken Mori"})
    assert DECIDE in alice.get(entered.headers["location"]).text
    assert two.opens("dan")


def test_nobody_is_put_on_a_case_that_waits(two: Two) -> None:
    with two.house.db.writing() as session:
        case = session.get_one(Case, two.cases["bob"])
        bob, dan = (two.circle.member(session, name) for name in ("bob", "dan"))
        offer = teams.offer(session, two.house, case, bob, dan, "Please").id
    two.met()
    with two.house.db.writing() as session:
        case, alice = session.get_one(Case, two.cases["bob"]), two.circle.member(session, "alice")
        with pytest.raises(AppError):
            teams.assign(session, two.house, case, alice, Part.HELPER)
    assert two.circle.client_for("dan").post(f"/handovers/{offer}/accept").status_code == 409
    with two.house.db.reading() as session:
        assert session.get_one(Handover, offer).settled_at is None
    assert two.circle.lead_of(two.cases["bob"]) == "bob"


def counts(session: Session, client: Client) -> list[int]:
    kinds = ((NameMark, "client_id", client.id), (OpposingParty, "client_id", client.id))
    return [
        session.execute(select(func.count()).where(getattr(kind, name) == value)).scalar_one()
        for kind, name, value in (*kinds, (Profile, "person_id", client.person_id))
    ]


@pytest.mark.parametrize("handed_back", [True, False])
def test_stop_deletes_what_was_typed_and_asks_for_the_papers(two: Two, handed_back: bool) -> None:
    two.met()
    with two.house.db.reading() as session:
        client = two.client(session, "bob")
        assert counts(session, client) == [2, 1, 1]
        client_id = client.id
    assert two.decide("bob", "stop", **({"handed_back": "yes"} if handed_back else {})).status_code == 303
    with two.house.db.reading() as session:
        client = session.get_one(Client, client_id)
        assert counts(session, client) == [0, 0, 0]
        assert client.ended_reason == "given_back"
        assert (client.handed_back_on == two.house.clock.today()) is handed_back
        assert teams.team_of(session, two.cases["bob"]) == []
    alice, path = two.circle.client_for("alice"), f"{two.circle.page}/clients/{client_id}"
    assert (f"{path}/handed-back" in alice.get(path).text) is not handed_back
    assert two.circle.client_for("dan").post(f"{path}/handed-back").status_code == 404
    assert alice.post(f"{path}/handed-back").status_code == 303
    with two.house.db.reading() as session:
        assert session.get_one(Client, client_id).handed_back_on == two.house.clock.today()
        edits = select(AuditEvent).where(AuditEvent.object_kind == "client", AuditEvent.action == "edit")
        assert len(session.execute(edits).all()) == (0 if handed_back else 1)
    assert two.decide("dan", "go_on").status_code == 303
    assert two.opens("dan")


def test_what_a_person_with_an_account_wrote_about_herself_stays_hers(circle: Circle) -> None:
    circle.client_for("carol")
    circle.join("bob")
    house = circle.house
    with house.db.reading() as session:
        account_id = circle.actor(session, "carol").account_id
    case_id = circle.lead("bob", account_id=account_id)
    with house.db.writing() as session:
        person_id = session.get_one(Case, case_id).person_id
        client = clients.client_of(session, circle.group_id, person_id)
        told = About("Carol", never="Do not call")
        clients.keep_known(session, house, person_id, account_id, told)
        clients.stop(session, house, client, is_handed_back=False)
        session.flush()
        assert counts(session, client) == [0, 0, 1]
        assert about(session, house, person_id) == told
    assert circle.client_for("carol").get(f"/cases/{case_id}").status_code == 200


def test_the_records_of_who_has_no_account_can_be_handed_over_before_the_help_stops(two: Two) -> None:
    two.met()
    alice, path = two.circle.client_for("alice"), two.path("bob")
    assert f"{path}/claim" in alice.get(f"{path}/conflict").text
    assert alice.post(f"{path}/claim").status_code == 200
    assert two.circle.client_for("bob").post(f"{path}/claim").status_code == 404


def test_who_was_sent_away_is_met_again_by_the_marks_of_the_other_side(two: Two) -> None:
    two.met()
    two.decide("dan", "stop")
    two.decide("bob", "go_on")
    alice = two.circle.client_for("alice")
    entered = alice.post(f"{two.circle.page}/clients/new", data={"name": "Ken Mori"})
    assert DECIDE in alice.get(entered.headers["location"]).text


def test_papers_of_who_is_still_helped_are_noted_when_the_help_ends(two: Two) -> None:
    answer = two.circle.client_for("alice").post(f"{two.path('bob')}/handed-back")
    assert answer.status_code == 409


def test_of_two_who_are_checked_at_once_one_sees_the_other(circle: Circle) -> None:
    house = circle.house

    def enter(name: str, other: str) -> Callable[[], object]:
        def act() -> None:
            with house.db.writing() as session:
                by = circle.member(session, "alice").account_id
                client = clients.enter(session, house, circle.group_id, by)
                conflicts.run(session, house, client, by, About(name), [Opposing(other)])

        return act

    assert at_once(enter("Rin Oda", "Ken Mori"), enter("Ken Mori", "Rin Oda")) == [None, None]
    with house.db.reading() as session:
        decisions = session.execute(select(ConflictCheck.decision)).scalars().all()
        assert sorted(decisions) == [Decision.CLEAR, Decision.OPEN]


def test_whoever_is_assigned_while_a_conflict_is_found_does_not_work(two: Two) -> None:
    def assign() -> None:
        with two.house.db.writing() as session:
            case = session.get_one(Case, two.cases["bob"])
            teams.assign(session, two.house, case, two.circle.member(session, "dan"), Part.HELPER)

    answers = at_once(two.met, assign)
    assert answers[0] is None
    assert answers[1] is None or isinstance(answers[1], AppError)
    with two.house.db.reading() as session:
        assert all(row.suspended_at for row in teams.team_of(session, two.cases["bob"]))
    assert not two.opens("bob")


def test_a_decision_and_a_new_find_at_once_leave_the_work_stopped_or_decided(two: Two) -> None:
    two.met()

    def decide() -> None:
        with two.house.db.writing() as session:
            clients.hold_group(session, two.circle.group_id)
            client, by = two.client(session, "bob"), two.circle.member(session, "alice").account_id
            check = conflicts.latest(session, client.id)
            conflicts.decide(session, two.house, client, check, by, Decision.GO_ON)

    def find() -> None:
        two.name("bob", "Rin Oda", KEN, phone="045-000-1111")

    assert at_once(decide, find) == [None, None]
    with two.house.db.reading() as session:
        client = two.client(session, "bob")
        passed = conflicts.latest(session, client.id).decision in conflicts.PASSED
        works = [row.suspended_at is None for row in teams.team_of(session, two.cases["bob"])]
        assert works == [passed]


def test_a_supervisor_decides_nothing(two: Two) -> None:
    two.circle.join("dora", Role.SUPERVISOR)
    two.met()
    answer = two.circle.client_for("dora").post(f"{two.path('bob')}/conflict", data={"decision": "go_on"})
    assert answer.status_code == 404


def decision(two: Two, of: str) -> str:
    with two.house.db.reading() as session:
        return conflicts.latest(session, two.client(session, of).id).decision


def test_words_that_change_decide_nothing(two: Two) -> None:
    two.met()
    two.name("dan", "Ken Moritani")  # nobody meets any more
    assert decision(two, "dan") == Decision.OPEN
    assert not two.opens("dan")
    assert f"{two.path('dan')}/conflict" in two.circle.client_for("alice").get(two.path("dan")).text
    assert two.decide("dan", "go_on").status_code == 303
    assert two.opens("dan")
    two.name("dan", "Ken Moritani", phone="045-000-1111")
    assert decision(two, "dan") == Decision.CLEAR


def with_eve(two: Two) -> None:
    two.circle.join("eve")
    two.cases["eve"] = two.circle.lead("eve")
    two.name("eve", "Mio Abe")


def test_whom_a_client_meets_while_her_work_is_stopped_is_stopped_too(two: Two) -> None:
    with_eve(two)
    two.met()
    assert two.opens("eve")
    two.name("bob", "Rin Oda", KEN, Opposing("Mio Abe"))
    assert not two.opens("eve")
    assert decision(two, "eve") == Decision.OPEN
    two.decide("bob", "go_on")
    assert two.opens("bob")
    assert not two.opens("eve")
    two.decide("eve", "go_on")
    assert two.opens("eve")


def test_who_was_decided_about_is_not_stopped_for_the_same_words(two: Two) -> None:
    two.met()
    two.decide("dan", "go_on")
    two.name("bob", "Rin Oda", KEN, phone="045-000-1111")
    assert decision(two, "bob") == Decision.OPEN
    assert two.opens("dan")


def test_the_lead_of_a_client_who_waits_can_be_put_out_of_the_group(two: Two) -> None:
    two.met()
    fields = {"successor": str(two.circle.members["dan"])}
    ended = two.circle.client_for("alice").post(two.circle.page_of("bob", "end"), data=fields)
    assert ended.status_code == 303
    assert two.circle.lead_of(two.cases["bob"]) == "dan"
    with two.house.db.reading() as session:
        assert all(row.suspended_at for row in teams.team_of(session, two.cases["bob"]))
    who = two.circle.client_for("dan")
    assert who.get(f"/cases/{two.cases['bob']}").status_code == 404
    assert two.decide("bob", "go_on").status_code == 303
    assert who.get(f"/cases/{two.cases['bob']}").status_code == 200


def checks_in_log(two: Two, of: str) -> list[tuple[str, str]]:
    """What her log says of checks: about what, and by whom."""
    with two.house.db.reading() as session:
        seen = entries_of(session, two.house.vault, two.person(session, of))
        names = {str(two.circle.actor(session, name).account_id): name for name in two.circle.members}
        found = [each for each in seen if each.action == Action.CONFLICT_CHECK]
        assert all(set(each.facts) == {"account", "group"} for each in found)
        return sorted((each.object_kind, names[each.facts["account"]]) for each in found)


def test_each_whom_a_check_met_reads_it_in_her_log(two: Two) -> None:
    with_eve(two)
    alice = two.circle.client_for("alice")
    before = {of: checks_in_log(two, of) for of in ("dan", "eve")}
    alice.post(f"{two.circle.page}/clients/new", data={"name": "New", "other_name_1": "Ken Mori"})
    assert checks_in_log(two, "dan") == [*before["dan"], ("person", "alice")]
    assert checks_in_log(two, "eve") == before["eve"]


def test_work_that_is_stopped_stands_in_the_log_of_both(two: Two) -> None:
    two.met()
    assert ("case_assignment", "bob") in checks_in_log(two, "dan")
    assert ("case_assignment", "bob") in checks_in_log(two, "bob")


def test_stop_deletes_what_would_stand_on_her_next_letter(two: Two) -> None:
    two.met()
    with two.house.db.writing() as session:
        person_id = two.person(session, "bob")
        letters.keep_sender(session, two.house, person_id, {"name": "Rin Oda", "address": "Canary street"})
    assert two.decide("bob", "stop").status_code == 303
    with two.house.db.reading() as session:
        assert letters.sender_of(session, two.house, person_id) == {}
