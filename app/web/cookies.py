"""Names the cookies of signing in, which differ between TLS and this machine alone."""

from app.kit.settings import Settings


def session_cookie(settings: Settings) -> str:
    """Browsers bind a `__Host-` cookie to this host and TLS; on plain loopback they would refuse it."""
    return "__Host-misete" if settings.is_https else "misete"


def half_cookie(settings: Settings) -> str:
    """The cookie between the password and the second step."""
    return f"{session_cookie(settings)}-half"
