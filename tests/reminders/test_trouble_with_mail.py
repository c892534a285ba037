"""A mail server that is slow, rude or gone: tried again, then told; never sent twice (T-27)."""

import socket
import threading
from datetime import timedelta

import pytest

from app.boards.tally import tally
from app.reminders import drafting, outbox, planner, settling
from app.reminders.outbox import LEASE, Outcome
from app.reminders.postman import Letter, Postman
from app.reminders.settling import WAITS
from app.reminders.worker import Worker
from tests.reminders.conftest import Alice


@pytest.fixture
def due(alice: Alice) -> Alice:
    """Alice, with one thing due today."""
    alice.plans("2026-11-02")
    alice.wants_mail()
    return alice


def end(alice: Alice) -> tuple[str, str | None, int]:
    (mail,) = alice.mails()
    return mail.state, mail.reason, mail.tries


def test_a_server_that_is_gone_is_tried_again_and_waits_longer_each_time(due: Alice) -> None:
    due.house.settings.__dict__["smtp_port"] = 1  # nobody listens there
    worker = Worker(due.house, tally)
    for number, wait in enumerate(WAITS, 1):
        due.works(worker)
        assert end(due) == ("waiting", "closed", number)
        due.waits(seconds=wait.total_seconds() - 1)
        due.works(worker)
        assert end(due)[2] == number
        due.waits(seconds=1)
    due.works(worker)
    assert end(due) == ("failed", "closed", len(WAITS))


def test_a_server_that_comes_back_gets_the_mail_once(due: Alice) -> None:
    due.mailbox.on_mail = lambda: "451 Not now"
    assert due.works() == []
    assert end(due) == ("waiting", "later", 1)
    due.mailbox.on_mail = lambda: None
    due.waits(minutes=1)
    assert len(due.works()) == 1
    assert end(due) == ("sent", None, 1)
    due.waits(hours=2)
    assert due.works() == []


def test_an_address_that_is_refused_is_not_tried_again(due: Alice) -> None:
    due.mailbox.on_address = lambda address: "550 Nobody here"
    due.works()
    assert end(due) == ("failed", "refused", 0)


def test_a_mail_that_is_refused_is_not_tried_again(due: Alice) -> None:
    due.mailbox.on_mail = lambda: "554 No"
    due.works()
    assert end(due) == ("failed", "content", 0)


def test_a_server_that_dies_before_the_end_of_the_mail_has_not_got_it(due: Alice) -> None:
    with Impolite(due, at=b"DATA"):
        due.works()
    assert end(due) == ("waiting", "cut", 1)


def test_a_server_that_dies_after_the_end_of_the_mail_may_have_got_it(due: Alice) -> None:
    with Impolite(due, at=b"\r\n.\r\n"):
        due.works()
    assert end(due) == ("unsure", "no_answer", 0)
    due.waits(days=1)
    assert due.works() == []
    assert "unsure" in due.states()


def test_a_server_that_says_nothing_is_left_after_a_while(due: Alice, monkeypatch) -> None:
    monkeypatch.setattr(Postman.__init__, "__defaults__", (0.2,))
    with Impolite(due, at=b""):
        due.works()
    assert end(due) == ("waiting", "slow", 1)


def test_two_workers_at_once_send_one_mail(due: Alice) -> None:
    threads = [threading.Thread(target=Worker(due.house, tally).work_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(due.mailbox.arrived) == 1
    assert due.states() == ["sent"]


def test_a_worker_that_lost_its_lease_does_not_hand_the_mail_over(due: Alice) -> None:
    """The clock jumps a day ahead while a slow worker is sending: another one takes the mail over."""
    planner.plan(due.house, make_good=True)
    claimed = outbox.claim(due.house)
    assert claimed is not None
    letter = drafting.draft(due.house, due.worker.speakers, tally, claimed)
    assert isinstance(letter, Letter)

    def jump() -> bool:
        due.waits(days=1)
        due.works(Worker(due.house, tally))
        return settling.begin_handing(due.house, claimed, 1)

    with Postman(due.house.settings) as slow:
        assert slow.deliver(letter, jump).outcome is Outcome.LOST
    assert len(due.mailbox.arrived) == 1
    assert due.states() == ["sent"]


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)])
def test_a_clock_that_jumps_a_day_sends_nothing_twice_and_loses_nothing(due: Alice, jump: timedelta) -> None:
    due.plans("2026-11-03", "tomorrow")
    due.works()
    due.traveller.shift(jump)
    due.works()
    due.traveller.shift(-jump)
    due.works()
    due.goes_to("2026-11-03")
    due.works()
    told = due.reminders()
    assert len(told) == len(set(told))
    assert ("own", "2026-11-02", 0) in told
    assert ("own", "2026-11-03", 0) in told
    assert set(due.states()) <= {"sent", "moot"}


def test_a_mail_left_behind_while_it_was_sent_is_taken_up_again(due: Alice) -> None:
    planner.plan(due.house, make_good=True)
    assert outbox.claim(due.house) is not None
    assert due.works() == []
    due.waits(seconds=LEASE.total_seconds())
    assert len(due.works()) == 1


def test_a_mail_left_behind_while_it_was_handed_over_is_not_sent_again(due: Alice) -> None:
    planner.plan(due.house, make_good=True)
    claimed = outbox.claim(due.house)
    assert claimed is not None
    assert settling.begin_handing(due.house, claimed, 1)
    due.waits(seconds=LEASE.total_seconds())
    assert due.works() == []
    assert end(due) == ("unsure", "died", 0)


class Impolite:
    """A server that hangs up when it hears `at`, or never says a word when that is empty."""

    def __init__(self, alice: Alice, at: bytes) -> None:
        self._at = at
        self._listener = socket.create_server(("127.0.0.1", 0))
        alice.house.settings.__dict__["smtp_port"] = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *rest: object) -> None:
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        caller, _ = self._listener.accept()
        with caller:
            if not self._at:
                while caller.recv(100):
                    pass
                return
            caller.sendall(b"220 hello\r\n")
            heard = b""
            in_mail = False
            while more := caller.recv(4096):
                heard += more
                if self._at in heard:
                    return
                if in_mail:
                    continue
                in_mail = more.startswith(b"DATA")
                caller.sendall(b"354 go on\r\n" if in_mail else b"250 ok\r\n")
