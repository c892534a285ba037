"""Reads the switches of the environment, and refuses the unsafe ones with a sentence."""

import ipaddress
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "MISETE_"
# Read by the tests and by tools, not by the program.
FOREIGN = {"MISETE_CHROMIUM", "MISETE_TEST_POSTGRES_URL"}


_SENDER = re.compile(r"[\x20-\x7e]*<?[!-;=?A-~]+@[A-Za-z0-9.\[\]:-]+>?")
_USUAL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class UnsafeSettings(Exception):
    """A switch that would be unsafe or cannot be read; its text says what to mend."""


class Settings(BaseSettings):
    """What an operator may choose; every value has a safe default."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    key_file: Path | None = None
    key: SecretStr | None = None
    base_url: str | None = None
    today: date | None = None
    document_quota_mb: int = Field(default=500, ge=1, le=100_000)
    smtp_host: str | None = None
    smtp_port: int | None = Field(default=None, ge=1, le=65535)
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    smtp_from: str | None = None
    name_font: Path | None = None
    witness_file: Path | None = None

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if self.today is not None and not self.is_loopback:
            raise ValueError(
                "MISETE_TODAY fixes the day for a demonstration; it needs MISETE_HOST=127.0.0.1."
            )
        if not self.is_loopback and not self.is_https:
            raise ValueError(
                "MISETE_HOST opens the server to other machines; set MISETE_BASE_URL=https://... "
                "and put a TLS proxy in front, or leave MISETE_HOST=127.0.0.1."
            )
        if self.key is not None and self.key_file is not None:
            raise ValueError("Give the master key once: MISETE_KEY or MISETE_KEY_FILE, not both.")
        return self

    @model_validator(mode="after")
    def _mails_safely(self) -> Self:
        if self.smtp_host is None:
            if self.smtp_user or self.smtp_password or self.smtp_from or self.smtp_port:
                raise ValueError(
                    "MISETE_SMTP_HOST is missing: name the mail server, or take the other MISETE_SMTP_ away."
                )
            return self
        if self.smtp_tls == "none" and not _is_loopback(self.smtp_host):
            raise ValueError(
                "MISETE_SMTP_TLS=none would send mail and password readable through the network; it needs "
                "MISETE_SMTP_HOST on this machine. Choose starttls (port 587) or tls (port 465)."
            )
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError("Give MISETE_SMTP_USER and MISETE_SMTP_PASSWORD together, or neither.")
        if self.smtp_from is None or not _SENDER.fullmatch(self.smtp_from):
            raise ValueError(
                "MISETE_SMTP_FROM must be the address that mails come from, for example misete@example.org."
            )
        return self

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return _is_loopback(self.host)

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is named."""
        return self.smtp_host is not None

    @property
    def needs_worker(self) -> bool:
        """Whether there is work beside the server: mails, or the daily head of the log for a witness."""
        return self.sends_mail or self.witness_file is not None

    @property
    def mail_port(self) -> int:
        """The mail server's port; by default the usual one of its kind of protection."""
        return self.smtp_port or _USUAL_PORTS[self.smtp_tls]

    @property
    def is_https(self) -> bool:
        """Whether people reach the server over TLS."""
        return (self.base_url or "").startswith("https://")

    @property
    def url(self) -> str:
        """The address that people open, without a slash at its end."""
        shown = "localhost" if self.is_loopback else self.host
        return (self.base_url or f"http://{shown}:{self.port}").rstrip("/")

    @property
    def document_quota(self) -> int:
        """How many bytes of documents a person may keep."""
        return self.document_quota_mb * 1_000_000

    @property
    def database(self) -> str:
        """The database's address; by default one SQLite file in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'misete.sqlite3'}"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process; raises UnsafeSettings with a sentence that says what to mend."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | FOREIGN
    for name in environ:
        if name.startswith(PREFIX) and name not in known:
            raise UnsafeSettings(f"{name} is not a switch of Misete. Known ones: {', '.join(sorted(known))}.")
    try:
        return Settings()
    except ValidationError as mistake:
        raise UnsafeSettings(_sentences(mistake)) from None


def _sentences(mistake: ValidationError) -> str:
    return " ".join(_sentence(tuple(error["loc"]), error["msg"]) for error in mistake.errors())


def _sentence(where: tuple[int | str, ...], message: str) -> str:
    text = message.removeprefix("Value error, ")
    return f"{PREFIX}{str(where[0]).upper()}: {text}." if where else text
