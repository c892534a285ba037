"""What the tests of reminders share: a mail server, a time that moves, and alice's filing to Yokohama."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts.session import Actor
from app.boards.tally import tally
from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Facts
from app.kit.clock import TOKYO
from app.kit.crypto import Place
from app.kit.house import House
from app.kit.settings import Settings
from app.people import access
from app.reminders.models import Mail, OwnDate, Reminder, ReminderSetting
from app.reminders.worker import Worker
from app.web.pages import SAID_COOKIE
from tests.support import templates, things
from tests.support.clients import PASSWORD
from tests.support.mailbox import Mailbox, mail_server
from tests.support.servers import free_port

ADDRESS = "alice@example.org"
START = datetime(2026, 11, 2, 9, 0, tzinfo=TOKYO)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server(free_port()) as opened:
        yield opened


@pytest.fixture
def settings(data_dir: Path, database_url: str, mailbox: Mailbox) -> Settings:
    """A house that sends mail, and whose day is the machine's."""
    return templates.settings_for(
        data_dir,
        database_url,
        smtp_host="127.0.0.1",
        smtp_port=mailbox.port,
        smtp_tls="none",
        smtp_from="Misete <misete@example.org>",
    )


@dataclass
class Alice:
    """Alice, her filing, the worker beside her, and the time, which only she moves."""

    house: House
    client: TestClient
    actor: Actor
    person_id: UUID
    case_id: UUID
    filing_id: UUID
    mailbox: Mailbox
    traveller: time_machine.Traveller
    worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        self.worker = Worker(self.house, tally)

    def goes_to(self, day: str, hour: int = 9, minute: int = 0) -> None:
        there = date.fromisoformat(day)
        self.traveller.move_to(datetime(there.year, there.month, there.day, hour, minute, tzinfo=TOKYO))

    def waits(self, **more: float) -> None:
        self.traveller.shift(timedelta(**more))

    def signs_in(self) -> None:
        """Her session has ended meanwhile."""
        assert self.client.post("/sign-in", data={"login": "alice", "password": PASSWORD}).status_code == 303
        self.client.cookies.delete(SAID_COOKIE)

    def works(self, worker: Worker | None = None) -> list[str]:
        """A minute of the worker; the subjects of the mails that arrived by it."""
        before = len(self.mailbox.arrived)
        (worker or self.worker).work_once()
        return self.mailbox.subjects()[before:]

    def lives_until(self, day: str, hour: int = 9) -> list[tuple[str, str]]:
        """Works every day at the hour, up to the day; each mail's day and subject."""
        got = []
        last = date.fromisoformat(day)
        on = self.house.clock.today()
        while on <= last:
            self.goes_to(on.isoformat(), hour)
            got += [(on.isoformat(), subject) for subject in self.works()]
            on += timedelta(days=1)
        return got

    def happens(self, kind: str, on: str, **more: object) -> UUID:
        facts = Facts(kind, date.fromisoformat(on), **more)
        with self.house.db.writing() as session:
            filing = access.find(session, self.actor, Filing, self.filing_id, "edit")
            return filings.record_event(session, self.house, self.actor, filing, facts).id

    def wants_mail(self, **more: object) -> None:
        """A confirmed address, and no quiet hours unless given."""
        place = Place("reminder_setting", "address_sealed", self.person_id, self.person_id)
        with self.house.db.writing() as session:
            session.merge(
                ReminderSetting(
                    person_id=self.person_id,
                    address_sealed=self.house.vault.seal(place, ADDRESS),
                    confirmed_at=self.house.clock.now(),
                    **{"locale": "en", "quiet_from": 0, "quiet_until": 0, **more},
                )
            )

    def plans(self, on: str, note: str = "Ask the doctor") -> UUID:
        own_id = uuid4()
        place = Place("own_date", "note_sealed", own_id, self.person_id)
        with self.house.db.writing() as session:
            session.add(
                OwnDate(
                    id=own_id,
                    person_id=self.person_id,
                    on_day=date.fromisoformat(on),
                    note_sealed=self.house.vault.seal(place, note),
                    created_at=self.house.clock.now(),
                )
            )
        return own_id

    def mails(self) -> list[Mail]:
        with self.house.db.reading() as session:
            found = list(session.execute(select(Mail).order_by(Mail.on_day)).scalars())
            session.expunge_all()
        return found

    def states(self) -> list[str]:
        return [mail.state for mail in self.mails()]

    def reminders(self) -> list[tuple[str, str, int]]:
        """What was planned: its kind, its day, how many days before."""
        with self.house.db.reading() as session:
            rows = session.execute(select(Reminder.kind, Reminder.day, Reminder.days_before))
            return sorted((row[0], row[1].isoformat(), row[2]) for row in rows)


@pytest.fixture
def alice(house: House, client_for: Callable[[str], TestClient], mailbox: Mailbox) -> Iterator[Alice]:
    """Alice on the morning of 2 November 2026, with a filing in which nothing happened yet."""
    with time_machine.travel(START, tick=False) as traveller:
        client = client_for("alice")
        with house.db.writing() as session:
            actor = things.actor_named(session, house, "alice")
            case = things.open_case(session, house, actor)
            filing = things.begin_filing(session, house, case)
            person_id = access.own_person(session, actor).id
        yield Alice(house, client, actor, person_id, case.id, filing.id, mailbox, traveller)
