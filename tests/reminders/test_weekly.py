"""A member who asks for it is mailed a group's numbers once a week: hers to see, and no name (T-16, T-83)."""

import threading
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.accounts.session import Found
from app.boards.tally import tally
from app.casework import service as casework
from app.casework.models import TaskKind
from app.filings.service import Facts
from app.groups import service as groups
from app.groups.models import Role
from app.kit.clock import TOKYO
from app.kit.house import House
from app.people.models import Case
from app.reminders import weekly
from app.reminders.models import Mail, ReminderSetting, WeeklyWish
from app.reminders.worker import Worker
from tests.reminders.conftest import ADDRESS, Alice
from tests.reminders.test_killed_worker import LEASE_IS_OVER, Workers, workers
from tests.support import things
from tests.support.office import ClientFor, Office

__all__ = ["workers"]  # a fixture
MONDAY, NEXT = "2026-11-09", "2026-11-16"
LATE = Facts("received", date(2026, 9, 1))


@pytest.fixture(autouse=True)
def with_two_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members must sign in with two factors; tests/groups asks what happens without."""
    monkeypatch.setattr(Found, "has_two_factors", property(lambda _: True))


@dataclass
class Week:
    """Alice, who coordinates a group on Monday, 2 November, and what she is mailed of it."""

    alice: Alice
    office: Office

    def wish(self, *, wanted: bool = True) -> None:
        ticked = [str(self.office.group_id)] if wanted else []
        answer = self.alice.client.post("/reminders/weekly", data={"groups": ticked})
        assert answer.status_code == 303, answer.text

    def mails(self) -> list[str]:
        return [mail.state for mail in self.alice.mails() if mail.kind == "weekly"]

    def works_on(self, day: str, hour: int = 9) -> list[str]:
        self.alice.goes_to(day, hour)
        return self.alice.works()


@pytest.fixture
def week(alice: Alice, house: House, client_for: ClientFor) -> Week:
    """She wants the mail, and her address is proved."""
    with house.db.writing() as session:
        member = things.found_group(session, house, alice.actor)
        office = Office(house, client_for, "alice", member.group_id, {"alice": alice.actor.account_id})
    alice.wants_mail()
    found = Week(alice, office)
    found.wish()
    return found


def test_nothing_is_mailed_of_a_group_unless_she_asked_for_it(week: Week) -> None:
    week.office.file(week.office.open_case(), LATE)
    week.wish(wanted=False)
    assert week.works_on(MONDAY) == []
    assert week.mails() == []


def test_it_comes_once_a_week_from_the_next_monday_on(week: Week) -> None:
    week.office.file(week.office.open_case(), LATE)
    got = week.alice.lives_until("2026-11-24")
    assert got == [("2026-11-09", "This week"), ("2026-11-16", "This week"), ("2026-11-23", "This week")]


def test_a_monday_that_was_missed_is_made_good_in_the_same_week(week: Week) -> None:
    week.office.file(week.office.open_case(), LATE)
    assert week.works_on("2026-11-15") == ["This week"]  # a Sunday
    assert week.works_on(NEXT) == ["This week"]


def test_it_holds_numbers_and_the_boards_address_and_no_name(week: Week) -> None:
    office = week.office
    cases = [office.open_case(title="A secret worry") for _ in range(3)]
    office.file(cases[0], LATE)
    for case_id in cases[1:]:
        office.file(case_id, Facts("received", date(2026, 10, 15)))
    assert week.works_on(MONDAY) == ["This week"]
    (text,) = week.alice.mailbox.texts()
    assert "With a date in the next 7 days: 2\n" in text
    assert "With a date that the other side missed: 1\n" in text
    assert "Without a lead: 3\n" in text
    assert "Your tasks: 0\n" in text
    assert f"http://localhost:8000/groups/{office.group_id}/board\n" in text
    plain = text.replace(str(office.group_id), "")
    for word in ("secret", "Friends", "alice", "Client", "\u6a2a\u6d5c", "Yokohama", "disclosure", "No. "):
        assert word not in plain
    assert [message["to"] for message in week.alice.mailbox.arrived] == [ADDRESS]


@pytest.mark.parametrize(("received", "soon"), [("2026-10-16", 1), ("2026-10-17", 1), ("2026-10-18", 0)])
def test_a_week_ahead_is_seven_days(week: Week, received: str, soon: int) -> None:
    week.office.file(week.office.open_case(), Facts("received", date.fromisoformat(received)))
    week.works_on(MONDAY)
    assert f"next 7 days: {soon}\n" in week.alice.mailbox.texts()[0]


def test_a_case_whose_consent_has_ended_is_not_counted(week: Week) -> None:
    case_id = week.office.open_case()
    week.office.file(case_id, LATE)
    week.alice.wants_mail(quiet_from=21, quiet_until=10)
    assert week.works_on(MONDAY, hour=9) == []
    assert week.mails() == ["waiting"]
    week.office.end_access(case_id)
    assert week.works_on(MONDAY, hour=10) == []
    assert week.mails() == ["moot"]


def test_a_week_in_which_nothing_stands_out_brings_none(week: Week) -> None:
    assert week.works_on(MONDAY) == []
    assert week.mails() == ["moot"]


def test_a_helper_is_told_of_the_cases_on_which_she_works_and_of_her_tasks(week: Week) -> None:
    office, house = week.office, week.alice.house
    office.join("bob", Role.HELPER)
    hers, others = office.open_case(lead="bob"), office.open_case()
    for case_id in (hers, others):
        office.file(case_id, LATE)
    with house.db.writing() as session:
        for case_id, whose in ((hers, "bob"), (hers, "alice"), (others, "alice")):
            case = session.get_one(Case, case_id)
            task = casework.NewTask(TaskKind.OWN, "Call", assignee=office.members[whose])
            casework.add_task(session, house, case, task, office.members["alice"])
    with house.db.reading() as session:
        today = house.clock.today()
        bob, alice = (tally(session, office.member(session, name), today) for name in ("bob", "alice"))
    assert bob == {"week": 0, "overdue": 1, "unassigned": 0, "mandates": 0, "tasks": 1}
    assert (alice["overdue"], alice["unassigned"]) == (2, 1)


def leave(week: Week) -> None:
    week.office.join("bob", Role.COORDINATOR)
    with week.alice.house.db.writing() as session:
        groups.end_membership(
            session, week.office.member(session, "alice"), week.alice.house.clock.now(), "left"
        )


def become(week: Week, role: Role) -> None:
    with week.alice.house.db.writing() as session:
        groups.change_role(session, week.alice.house, week.office.member(session, "alice"), role)


def test_who_left_is_mailed_nothing_though_the_mail_was_planned(week: Week) -> None:
    week.office.file(week.office.open_case(), LATE)
    week.alice.wants_mail(quiet_from=21, quiet_until=10)
    week.works_on(MONDAY, hour=9)
    leave(week)
    assert week.works_on(MONDAY, hour=10) == []
    assert week.works_on(NEXT, hour=10) == []
    assert week.mails() == ["moot"]


def test_who_comes_back_is_mailed_nothing_until_she_asks_again(week: Week) -> None:
    week.office.file(week.office.open_case(), LATE)
    week.alice.waits(minutes=1)
    leave(week)
    week.alice.waits(minutes=1)
    with week.alice.house.db.writing() as session:
        things.join(
            session, week.alice.house, week.office.member(session, "bob"), week.alice.actor, Role.HELPER
        )
    assert week.works_on(MONDAY) == []
    assert week.mails() == []


def test_another_role_keeps_it_and_a_technical_admins_does_not(week: Week) -> None:
    week.office.join("bob", Role.COORDINATOR)
    week.office.file(week.office.open_case(), LATE)
    week.alice.waits(minutes=1)
    become(week, Role.SUPERVISOR)
    assert week.works_on(MONDAY) == ["This week"]
    become(week, Role.TECHNICAL_ADMIN)
    assert week.works_on(NEXT) == []


def test_a_group_that_was_dissolved_sends_nothing(week: Week) -> None:
    week.office.file(week.office.open_case(), LATE)
    with week.alice.house.db.writing() as session:
        groups.dissolve(session, week.office.group_id, week.alice.house.clock.now())
    assert week.works_on(MONDAY) == []


def test_an_address_that_is_not_proved_gets_nothing(week: Week) -> None:
    week.office.file(week.office.open_case(), LATE)
    week.alice.wants_mail(quiet_from=21, quiet_until=10)
    week.works_on(MONDAY, hour=9)
    with week.alice.house.db.writing() as session:
        session.get_one(ReminderSetting, week.alice.person_id).confirmed_at = None
    assert week.works_on(MONDAY, hour=10) == []
    assert week.works_on(NEXT, hour=10) == []
    assert week.mails() == ["moot"]


def test_a_mail_that_could_not_leave_in_its_week_is_told_by_the_next_one(week: Week) -> None:
    week.office.file(week.office.open_case(), LATE)
    week.alice.mailbox.on_mail = lambda: "451 Later"
    assert week.works_on("2026-11-15", hour=20) == []
    week.alice.mailbox.on_mail = lambda: None
    assert week.works_on(NEXT) == ["This week"]
    assert week.mails() == ["moot", "sent"]


def test_two_workers_side_by_side_send_one(week: Week) -> None:
    week.office.file(week.office.open_case(), LATE)
    week.alice.goes_to(MONDAY)
    both = [threading.Thread(target=Worker(week.alice.house, tally).work_once) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert week.alice.mailbox.subjects() == ["This week"]


def test_a_second_plan_of_the_same_week_writes_nothing(week: Week) -> None:
    week.alice.goes_to(MONDAY)
    assert [weekly.plan(week.alice.house) for _ in range(2)] == [1, 0]
    this = weekly.week_of(week.alice.house.clock.today())
    assert weekly._plan_one(week.alice.house, week.alice.person_id, week.office.group_id, this) is False
    assert len(week.mails()) == 1


@pytest.mark.parametrize(
    ("point", "arrive", "state"),
    [
        ("planned", 1, "sent"),
        ("claimed", 1, "sent"),
        ("in the mail", 1, "sent"),
        ("handing", 0, "unsure"),
        ("accepted", 1, "unsure"),
        ("settled", 1, "sent"),
    ],
)
def test_wherever_the_worker_dies_at_most_one_arrives_and_the_end_is_known(
    week: Week, workers: Workers, point: str, arrive: int, state: str
) -> None:
    week.office.file(week.office.open_case(), LATE)
    morning = datetime.combine(date.fromisoformat(MONDAY), time(9), TOKYO)
    workers.work(morning, point)
    for later in (LEASE_IS_OVER, timedelta(days=3)):
        workers.work(morning + later)
    assert len(week.alice.mailbox.arrived) == arrive
    assert week.mails() == [state]


# --- the settings ---


def test_the_settings_offer_her_groups_unticked(week: Week, client_for: ClientFor) -> None:
    bob = week.office.join("bob", Role.HELPER)
    page = bob.get("/reminders/settings").text
    assert f'value="{week.office.group_id}"' in page
    assert "checked" not in page[page.index('id="weekly"') : page.index('action="/reminders/settings"')]
    assert 'id="weekly"' not in client_for("carol").get("/reminders/settings").text
    erik = week.office.join("erik", Role.TECHNICAL_ADMIN)
    assert 'id="weekly"' not in erik.get("/reminders/settings").text


def test_another_groups_id_is_as_unknown_as_any(week: Week, client_for: ClientFor) -> None:
    carol = client_for("carol")
    answers = [
        carol.post("/reminders/weekly", data={"groups": [str(each)]})
        for each in (week.office.group_id, uuid4())
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].content == answers[1].content
    with week.alice.house.db.reading() as session:
        assert len(session.execute(select(WeeklyWish)).all()) == 1  # alice's


def test_asking_twice_keeps_the_first_day(week: Week) -> None:
    with week.alice.house.db.reading() as session:
        before = session.execute(select(WeeklyWish.since)).scalar_one()
    week.alice.waits(minutes=5)
    week.wish()
    with week.alice.house.db.reading() as session:
        assert session.execute(select(WeeklyWish.since)).scalar_one() == before


def test_what_was_mailed_stands_in_the_list_of_mails(week: Week) -> None:
    week.office.file(week.office.open_case(), LATE)
    week.works_on(MONDAY)
    week.alice.signs_in()
    page = week.alice.client.get("/reminders").text
    assert "\u9031\u306e\u307e\u3068\u3081\u3092\u9001\u308a\u307e\u3057\u305f" in page
    with week.alice.house.db.reading() as session:
        assert session.execute(select(Mail.group_id)).scalar_one() == week.office.group_id
