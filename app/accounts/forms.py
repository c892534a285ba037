"""The forms of accounts: what was typed, and what is wrong with it."""

from app.accounts.passwords import refusal
from app.web.forms import Form

LOGIN_LIMIT = 64


class SignInForm(Form):
    """A name and a password; nothing is said about which of the two is wrong."""

    def read(self) -> tuple[str, str]:
        return self.text("login", limit=LOGIN_LIMIT), self.secret("password")


class SignUpForm(Form):
    """A name to sign in with, and a password that may be used."""

    def read(self) -> tuple[str, str]:
        login, password = self.text("login", limit=LOGIN_LIMIT), self.secret("password")
        _check(self, "password", password, login)
        return login, password


class PasswordForm(Form):
    """The present password and the next one."""

    def read(self, login: str) -> tuple[str, str]:
        present, following = self.secret("password_now"), self.secret("password_next")
        _check(self, "password_next", following, login)
        return present, following


def _check(form: Form, name: str, password: str, login: str) -> None:
    reason = refusal(password, login)
    if reason is not None:
        form.problem(name, reason)
