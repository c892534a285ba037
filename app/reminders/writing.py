"""Makes a mail: plain text, discreet, and with one name for good."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from app.kit.settings import Settings


def write(settings: Settings, to: str, name: str, at: datetime, subject: str, text: str) -> EmailMessage:
    """A mail in plain text: nothing in it is loaded, and nothing tells us that it was read."""
    sender = settings.smtp_from or ""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{name}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    # RFC 3834: no out-of-office note comes back.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="base64")
    return message
