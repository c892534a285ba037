"""Plans and sends, once a minute. Any number may run side by side, and any may die at any point.

Once a day it writes the head of the log to the witness, where one is named.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.exc import DBAPIError

from app.audit import witness
from app.kit.crypto import Unreadable
from app.kit.errors import CannotStart
from app.kit.house import House
from app.reminders import drafting, outbox, planner, settling, weekly
from app.reminders.beside import Stop
from app.reminders.connection import Trouble
from app.reminders.drafting import NothingLeft, NotNow, TooOld
from app.reminders.outbox import Claimed, Outcome, Tried
from app.reminders.postman import Letter, Postman
from app.web.texts import Texts, all_texts

SECONDS_BETWEEN = 60
LOOKS_BETWEEN = 6  # somebody may be waiting for her code
LOOK_BACK_EVERY = timedelta(hours=1)  # how often what lost runs left over is looked for


@dataclass(slots=True)
class Worker:
    """One worker: its house, who counts for it, its languages, and when it last looked back."""

    house: House
    tally: weekly.Tally  # what stands out in a group: an upper room counts it
    speakers: dict[str, Texts] = field(init=False)
    _looked_back: tuple[date, datetime] | None = None
    _complained: str | None = None
    _unwitnessed: str | None = None

    def __post_init__(self) -> None:
        self.speakers = all_texts(self.house.clock)

    def run(self, stop: Stop) -> None:
        """Works until it is told to stop."""
        while not stop.is_set():
            self.work_once(stop)
            for _ in range(LOOKS_BETWEEN):
                stop.wait(SECONDS_BETWEEN / LOOKS_BETWEEN)
                self._send_if_reachable(stop)

    def work_once(self, stop: Stop | None = None) -> None:
        """One minute's work; a database that is away for a while is waited for."""
        with self._patience():
            self._call_witness()
        if self.house.settings.sends_mail:
            with self._patience():
                planner.plan(self.house, make_good=self._is_time_to_look_back())
                weekly.plan(self.house)
        self._send_if_reachable(stop or Stop())

    def _call_witness(self) -> None:
        file = self.house.settings.witness_file
        if file is None:
            return
        try:
            witness.append_daily(self.house, file)
        except CannotStart as trouble:
            if str(trouble) != self._unwitnessed:
                sys.stderr.write(f"{trouble}\n")
                sys.stderr.flush()
            self._unwitnessed = str(trouble)

    def _send_if_reachable(self, stop: Stop) -> None:
        if not self.house.settings.sends_mail:
            return
        with self._patience():
            self._send_all(stop)

    @contextmanager
    def _patience(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as failure:
            self._complain(type(failure.orig).__name__, "The database does not answer; trying again.")

    def _is_time_to_look_back(self) -> bool:
        today, now = self.house.clock.today(), self.house.clock.now()
        last = self._looked_back
        # A clock that jumped back is a reason, too.
        if last is not None and last[0] == today and timedelta() <= now - last[1] < LOOK_BACK_EVERY:
            return False
        self._looked_back = (today, now)
        return True

    def _send_all(self, stop: Stop) -> None:
        if not outbox.has_work(self.house):
            return
        outbox.recover(self.house)
        with Postman(self.house.settings) as postman:
            while not stop.is_set():
                claimed = outbox.claim(self.house)
                if claimed is None or not self._send(postman, claimed):
                    return

    def _send(self, postman: Postman, claimed: Claimed) -> bool:
        """Sends one mail; whether it is worth going on with the next."""
        match self._draft(claimed):
            case NotNow(until):
                settling.postpone(self.house, claimed, until)
            case NothingLeft():
                settling.drop(self.house, claimed)
            case TooOld():
                settling.settle(self.house, claimed, Tried(Outcome.REFUSED, "expired"))
            case Letter() as letter:
                return self._deliver(postman, claimed, letter)
        return True

    def _draft(self, claimed: Claimed) -> drafting.Draft:
        try:
            return drafting.draft(self.house, self.speakers, self.tally, claimed)
        except Unreadable:
            return NothingLeft()  # Her key was destroyed: nothing of hers is left to be told.

    def _deliver(self, postman: Postman, claimed: Claimed, letter: Letter) -> bool:
        goes_on = True
        try:
            tried = postman.deliver(letter, lambda: settling.begin_handing(self.house, claimed, letter.count))
        except Trouble as trouble:
            tried, goes_on = trouble.tried, not trouble.is_servers
        settling.settle(self.house, claimed, tried)
        if not goes_on:
            self._complain(tried.reason or "", "Mails wait. `misete mail test` says what to mend.")
        elif tried.outcome is Outcome.SENT:
            self._complained = None
        return goes_on

    def _complain(self, reason: str, sentence: str) -> None:
        # Once for each reason, not once a minute; never whose mail it was.
        if reason != self._complained:
            sys.stderr.write(f"{sentence} ({reason})\n")
            sys.stderr.flush()
        self._complained = reason
