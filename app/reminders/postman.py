"""Speaks SMTP, one command at a time, so that it is known whether a mail was handed over."""

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from types import TracebackType
from typing import Self

from app.kit.settings import Settings
from app.reminders.connection import Trouble, connect, reason_of
from app.reminders.outbox import Outcome, Tried

SECONDS = 30  # A server that is silent longer is taken for dead.
# RFC 5321, section 4.2.3
_DONE = 250
_FORWARDED = 251
_GO_AHEAD = 354
_TRY_LATER = range(400, 500)
_STARTS_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go, and to whom."""

    to: str
    message: EmailMessage
    count: int = 0


class Postman:
    """One connection to the mail server, opened when the first letter goes."""

    def __init__(self, settings: Settings, seconds: float = SECONDS) -> None:
        self._settings = settings
        self._seconds = seconds
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self.hang_up()

    def hang_up(self) -> None:
        """Drops the connection as it is; what was not ended, the server throws away (RFC 5321, 4.1.1.4)."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def greet(self) -> None:
        """Connects and signs in, and no more. Raises Trouble."""
        try:
            self._connected()
        except (OSError, smtplib.SMTPException) as failure:
            raise Trouble(reason_of(failure)) from None

    def deliver(self, letter: Letter, may_end: Callable[[], bool]) -> Tried:
        """Hands a letter over; `may_end` is asked before its last byte leaves. Raises Trouble."""
        try:
            server = self._connected()
            self._announce(server, letter)
            server.send(_STARTS_WITH_DOT.sub(b"..", _bytes_of(letter.message)))
        except Trouble as trouble:
            # Without a word from us the server might wait for the rest of a letter.
            if trouble.is_servers or self._reset_failed():
                self.hang_up()
            raise
        except (OSError, smtplib.SMTPException) as failure:
            self.hang_up()
            raise Trouble(reason_of(failure)) from None
        if not may_end():
            self.hang_up()
            return Tried(Outcome.LOST)
        return self._end(server)

    def _end(self, server: smtplib.SMTP) -> Tried:
        try:
            server.send(b".\r\n")
            code, _ = server.getreply()
        except (OSError, smtplib.SMTPException):
            self.hang_up()
            return Tried(Outcome.UNSURE, "no_answer")
        if code == _DONE:
            return Tried(Outcome.SENT)
        if code in _TRY_LATER:
            return Tried(Outcome.LATER, "later")
        return Tried(Outcome.REFUSED, "content")

    def _announce(self, server: smtplib.SMTP, letter: Letter) -> None:
        sender = parseaddr(self._settings.smtp_from or "")[1]
        _expect(server.mail(sender), _DONE, "sender")
        code, _ = server.rcpt(letter.to)
        if code in _TRY_LATER:
            raise Trouble("later", is_servers=False)
        if code not in {_DONE, _FORWARDED}:
            raise Trouble("refused", Outcome.REFUSED, is_servers=False)
        _expect(server.docmd("DATA"), _GO_AHEAD, "later")

    def _reset_failed(self) -> bool:
        assert self._server is not None
        try:
            return self._server.rset()[0] != _DONE
        except (OSError, smtplib.SMTPException):
            return True

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = connect(self._settings, self._seconds)
        return self._server


def _bytes_of(message: EmailMessage) -> bytes:
    data = message.as_bytes()
    return data if data.endswith(b"\r\n") else data + b"\r\n"


def _expect(reply: tuple[int, bytes], wanted: int, reason: str) -> None:
    code, _ = reply
    if code in _TRY_LATER:
        raise Trouble("later")
    if code != wanted:
        raise Trouble(reason)
