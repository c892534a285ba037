"""`misete mail test` finds a wrong setting and says what mends it; unsafe ones refuse to start (T-59)."""

import socket
import ssl
import subprocess
import threading
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult

from app.kit.errors import CannotStart
from app.kit.settings import Settings, UnsafeSettings, read_settings
from app.reminders.checkup import try_mail
from tests.support.mailbox import Mailbox, mail_server
from tests.support.servers import free_port


def given(mailbox: Mailbox, **more: object) -> Settings:
    base = {
        "smtp_host": "127.0.0.1",
        "smtp_port": mailbox.port,
        "smtp_tls": "none",
        "smtp_from": "m@example.org",
    }
    return Settings.model_validate(base | more)


def test_a_right_setting_is_found_right(mailbox: Mailbox) -> None:
    assert "lets us in" in try_mail(given(mailbox), None)
    assert mailbox.arrived == []
    assert "took the mail" in try_mail(given(mailbox), "somebody@example.org")
    assert mailbox.arrived[0]["to"] == "somebody@example.org"


def fault(settings: Settings, to: str | None = None) -> str:
    with pytest.raises(CannotStart) as refusal:
        try_mail(settings, to)
    return str(refusal.value)


def test_each_wrong_setting_is_named_with_what_mends_it(mailbox: Mailbox) -> None:
    assert "MISETE_SMTP_HOST" in fault(Settings())
    assert "MISETE_SMTP_PORT" in fault(given(mailbox, smtp_port=1))
    assert "no STARTTLS" in fault(given(mailbox, smtp_tls="starttls"))
    assert "MISETE_SMTP_TLS=starttls" in fault(given(mailbox, smtp_tls="tls"))
    assert "no password" in fault(given(mailbox, smtp_user="m", smtp_password="secret"))
    mailbox.on_address = lambda address: "550 Nobody here"
    assert "no mail for that address" in fault(given(mailbox), "nobody@example.org")


def test_a_wrong_password_is_named(mailbox: Mailbox) -> None:
    refuse = AuthResult(success=False, handled=False)
    with mail_server(free_port(), auth_require_tls=False, authenticator=lambda *rest: refuse) as strict:
        said = fault(given(strict, smtp_user="m", smtp_password="secret"))
    assert "MISETE_SMTP_PASSWORD" in said
    assert "secret" not in said


def test_a_certificate_that_nobody_vouches_for_is_named(mailbox: Mailbox, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    with mail_server(free_port(), tls_context=context) as protected:
        assert "certificate" in fault(given(protected, smtp_tls="starttls"))


def test_a_port_that_is_no_mail_server_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def answer() -> None:
            caller, _ = listener.accept()
            with caller:
                caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                caller.recv(100)

        thread = threading.Thread(target=answer)
        thread.start()
        assert "no mail server" in fault(given(Mailbox(port=port)))
        thread.join()


HOST = {"MISETE_SMTP_HOST": "mail.example.org"}
GOOD = HOST | {"MISETE_SMTP_FROM": "m@example.org"}
UNSAFE = (
    ({"MISETE_SMTP_FROM": "m@example.org"}, "MISETE_SMTP_HOST is missing"),
    (HOST, "MISETE_SMTP_FROM must be"),
    (HOST | {"MISETE_SMTP_FROM": "m@example.org\nBcc: x@example.org"}, "MISETE_SMTP_FROM must be"),
    (GOOD | {"MISETE_SMTP_TLS": "none"}, "starttls"),
    (GOOD | {"MISETE_SMTP_TLS": "ssl"}, "MISETE_SMTP_TLS"),
    (GOOD | {"MISETE_SMTP_USER": "m"}, "together"),
    (GOOD | {"MISETE_SMTP_PORT": "0"}, "MISETE_SMTP_PORT"),
)


@pytest.mark.parametrize(("environ", "said"), UNSAFE)
def test_unsafe_mail_settings_refuse_to_start(monkeypatch, environ: dict[str, str], said: str) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UnsafeSettings) as refusal:
        read_settings()
    assert said in str(refusal.value)
