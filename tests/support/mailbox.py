"""A real mail server on this machine, which keeps what it took and can be made to misbehave."""

import email
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 Taken"


@dataclass
class Mailbox:
    """What arrived, oldest first, and how the server answers next."""

    arrived: list[EmailMessage] = field(default_factory=list)
    # Asked before each address and each mail; an answer that is not None is given in its place.
    on_address: Callable[[str], str | None] = lambda address: None
    on_mail: Callable[[], str | None] = lambda: None
    after_mail: Callable[[], None] = lambda: None
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - the name that the library calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.on_address(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or TAKEN

    async def handle_DATA(  # noqa: N802 - see above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.on_mail()
        if answer is None:
            self.arrived.append(email.message_from_bytes(envelope.content, policy=default))
            self.after_mail()
        return answer or TAKEN

    def subjects(self) -> list[str]:
        return [message["subject"] for message in self.arrived]

    def texts(self) -> list[str]:
        return [message.get_content().replace("\r\n", "\n") for message in self.arrived]

    def wait_for(self, count: int, seconds: float = 10) -> None:
        """Until so many mails are there."""
        until = time.monotonic() + seconds
        while len(self.arrived) < count and time.monotonic() < until:
            time.sleep(0.02)
        assert len(self.arrived) >= count, f"{len(self.arrived)} mails arrived, not {count}"


@contextmanager
def mail_server(port: int, **more: Any) -> Iterator[Mailbox]:
    """The server for the time of the block."""
    mailbox = Mailbox(port=port)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
