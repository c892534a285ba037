"""The worker dies at any point: nothing is sent twice, and nothing is lost from sight (T-27)."""

import signal
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest

from app.kit.clock import TOKYO
from tests.reminders.conftest import Alice
from tests.support.forked import fork
from tests.support.servers import environment

LEASE_IS_OVER = timedelta(minutes=6)


@dataclass
class Workers:
    """Worker processes, one after the other, each at an instant."""

    environ: dict[str, str]

    def work(self, instant: datetime, kill_at: str = "-") -> None:
        process = fork(self.environ, instant.isoformat(), kill_at, program="tests.support.working:main")
        said, _ = process.communicate()
        assert process.returncode == (0 if kill_at == "-" else -signal.SIGKILL), said


@pytest.fixture
def workers(alice: Alice) -> Workers:
    settings = alice.house.settings
    return Workers(
        environment(
            settings,
            MISETE_SMTP_HOST="127.0.0.1",
            MISETE_SMTP_PORT=str(settings.smtp_port),
            MISETE_SMTP_TLS="none",
            MISETE_SMTP_FROM=str(settings.smtp_from),
        )
    )


def morning(day: str | date, hour: int = 9) -> datetime:
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(on, time(hour), TOKYO)


# A day before each expected mail is a day of which nothing is expected.
EXPECTED = {
    "2026-11-13": 1,  # a week before her own date of 20 November
    "2026-11-16": 1,  # two weeks before their last day, 30 November
    "2026-11-19": 1,
    "2026-11-20": 1,
    "2026-11-23": 1,
    "2026-11-24": 1,  # a week before her own date of 1 December
    "2026-11-27": 1,
    "2026-11-29": 1,
    "2026-11-30": 2,  # their last day; and the day before her own
    "2026-12-01": 2,  # they are late; and her own date
}
KILLS = {"2026-11-16": "claimed", "2026-11-23": "in the mail", "2026-11-30": "accepted"}


@pytest.mark.timeout(400)
def test_a_month_with_three_kills_brings_exactly_the_mails_of_a_month_without(
    alice: Alice, workers: Workers
) -> None:
    alice.happens("received", "2026-10-30")
    alice.plans("2026-11-20")
    alice.plans("2026-12-01")
    alice.wants_mail()
    got: dict[str, list[str]] = {}
    for number in range(31):
        day = (date(2026, 11, 2) + timedelta(days=number)).isoformat()
        before = len(alice.mailbox.arrived)
        if day in KILLS:
            workers.work(morning(day), KILLS[day])
        workers.work(morning(day) + LEASE_IS_OVER)
        if day in EXPECTED:
            workers.work(morning(day, 15))
        if arrived := alice.mailbox.subjects()[before:]:
            got[day] = arrived
    names = {1: "1 reminder", 2: "2 reminders"}
    assert got == {day: [names[count]] for day, count in EXPECTED.items()}
    assert alice.states() == ["sent"] * 8 + ["unsure", "sent"]


@pytest.mark.parametrize(
    ("point", "arrive", "state"),
    [
        ("half planned", 1, "sent"),
        ("planned", 1, "sent"),
        ("claimed", 1, "sent"),
        ("in the mail", 1, "sent"),
        ("handing", 0, "unsure"),  # the one moment at which a mail may be missing, never doubled
        ("accepted", 1, "unsure"),
        ("settled", 1, "sent"),
    ],
)
def test_wherever_it_dies_at_most_one_mail_arrives_and_the_end_is_known(
    alice: Alice, workers: Workers, point: str, arrive: int, state: str
) -> None:
    alice.plans("2026-11-02")
    alice.wants_mail()
    workers.work(morning("2026-11-02"), point)
    for minutes in (1, 6, 60):
        workers.work(morning("2026-11-02") + timedelta(minutes=minutes))
    assert len(alice.mailbox.arrived) == arrive
    assert alice.states() == [state]
    assert alice.reminders() == [("own", "2026-11-02", 0)]
