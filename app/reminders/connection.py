"""Opens a connection to the mail server, protected as the settings say, and names what stands in its way."""

import smtplib
import socket
import ssl
from typing import Any

from app.kit.settings import Settings
from app.reminders.outbox import Outcome, Tried


class Trouble(Exception):
    """Why a mail did not go; `is_servers` when the next mail would meet the same."""

    def __init__(self, reason: str, outcome: Outcome = Outcome.LATER, *, is_servers: bool = True) -> None:
        self.tried = Tried(outcome, reason)
        self.is_servers = is_servers
        super().__init__(reason)


def connect(settings: Settings, seconds: float) -> smtplib.SMTP:
    """A connection on which a mail can be announced. Raises Trouble, and what the network raises."""
    assert settings.smtp_host is not None
    where = (settings.smtp_host, settings.mail_port)
    # The name it gives itself: its own would be this machine's, which nobody need know.
    known: dict[str, Any] = {"local_hostname": "localhost", "timeout": seconds}
    if settings.smtp_tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*where, context=ssl.create_default_context(), **known)
    else:
        server = smtplib.SMTP(*where, **known)
    try:
        _introduce(settings, server)
    except BaseException:
        server.close()
        raise
    return server


def _introduce(settings: Settings, server: smtplib.SMTP) -> None:
    server.ehlo_or_helo_if_needed()
    if settings.smtp_tls == "starttls":
        if not server.has_extn("starttls"):
            raise Trouble("no_starttls")
        server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
    if settings.smtp_user is not None and settings.smtp_password is not None:
        if not server.has_extn("auth"):
            raise Trouble("no_auth")
        server.login(settings.smtp_user, settings.smtp_password.get_secret_value())


# The first that fits: a certificate's fault is one of TLS, and all of them are faults of the connection.
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "auth"),
    (smtplib.SMTPNotSupportedError, "no_auth"),
    (smtplib.SMTPServerDisconnected, "cut"),
    (smtplib.SMTPException, "not_smtp"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (TimeoutError, "slow"),
    (socket.gaierror, "unknown_host"),
    (ConnectionRefusedError, "closed"),
)


def reason_of(failure: Exception) -> str:
    if isinstance(failure.__context__, TimeoutError | ssl.SSLError):
        failure = failure.__context__  # smtplib calls every end of a connection a disconnection
    return next((reason for kind, reason in _REASONS if isinstance(failure, kind)), "unreachable")
