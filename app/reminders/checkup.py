"""Tries the mail settings, and says in a sentence what to mend."""

from uuid import uuid4

from app.kit.clock import Clock
from app.kit.errors import CannotStart
from app.kit.settings import Settings
from app.reminders.connection import Trouble
from app.reminders.outbox import Outcome
from app.reminders.postman import Letter, Postman
from app.reminders.writing import write

SECONDS = 15
NO_SERVER = (
    "No mail server is named, so no mail is sent. Set MISETE_SMTP_HOST, MISETE_SMTP_FROM and, where the "
    "server asks for them, MISETE_SMTP_USER and MISETE_SMTP_PASSWORD."
)
_MENDS = {
    "unknown_host": "There is no server named {host}. Mend MISETE_SMTP_HOST.",
    "closed": "{host} does not answer on port {port}. Mend MISETE_SMTP_PORT, or see whether the server runs.",
    "slow": (
        "{host}:{port} said nothing for {seconds} seconds. A firewall may be in between, or the port speaks "
        "TLS from the first byte: port 465 needs MISETE_SMTP_TLS=tls."
    ),
    "unreachable": "{host} cannot be reached from this machine. See whether its network is up.",
    "certificate": (
        "{host} shows a certificate that this machine does not trust, or that is for another name. Mend "
        "MISETE_SMTP_HOST, or add the certificate's issuer to this machine."
    ),
    "tls": (
        "{host}:{port} does not speak TLS from the first byte. Port 587 needs MISETE_SMTP_TLS=starttls, "
        "port 465 MISETE_SMTP_TLS=tls."
    ),
    "no_starttls": (
        "{host}:{port} offers no STARTTLS, so nothing was sent. Use its port for mail from its own users "
        "(587), or MISETE_SMTP_TLS=tls with port 465."
    ),
    "no_auth": "{host}:{port} takes no password here. Use its port for mail from its own users (587 or 465).",
    "auth": "{host} refused the name or the password. Mend MISETE_SMTP_USER and MISETE_SMTP_PASSWORD.",
    "sender": "{host} does not let mail come from that address. Mend MISETE_SMTP_FROM.",
    "refused": "{host} takes no mail for that address. Everything before that was right.",
    "later": "{host} asks to try again later; the settings look right so far.",
    "content": "{host} took the address but not the mail. Its own log says why.",
    "cut": "{host} ended the connection in the middle. Its own log says why.",
    "no_answer": "{host} took the mail but did not say so. It may have arrived.",
    "not_smtp": "{host}:{port} is no mail server. Mend MISETE_SMTP_HOST and MISETE_SMTP_PORT.",
}


def try_mail(settings: Settings, to: str | None) -> str:
    """Goes as far as a mail does, or sends one; what was found. Raises CannotStart with what to mend."""
    if settings.smtp_host is None:
        raise CannotStart(NO_SERVER)
    with Postman(settings, SECONDS) as postman:
        try:
            if to is None:
                postman.greet()
                return "The mail server answers and lets us in. To send a mail: misete mail test --to ADDRESS"
            tried = postman.deliver(_letter(settings, to), lambda: True)
        except Trouble as trouble:
            tried = trouble.tried
    if tried.outcome is not Outcome.SENT:
        raise CannotStart(sentence(settings, tried.reason or ""))
    return "The mail server took the mail. See whether it arrives, and look among the unwanted mail, too."


def sentence(settings: Settings, reason: str) -> str:
    """What to mend."""
    where = {"host": settings.smtp_host, "port": settings.mail_port, "seconds": SECONDS}
    return _MENDS[reason].format(**where)


def _letter(settings: Settings, to: str) -> Letter:
    text = "This is the mail that `misete mail test` sends. Reminders can reach this address.\n"
    now = Clock(settings.today).now()
    return Letter(to, write(settings, to, str(uuid4()), now, "Test", text))
