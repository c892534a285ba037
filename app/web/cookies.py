"""Names the session's cookie, which differs between TLS and this machine alone."""

from app.kit.settings import Settings


def session_cookie(settings: Settings) -> str:
    """Browsers bind a `__Host-` cookie to this host and TLS; on plain loopback they would refuse it."""
    return "__Host-misete" if settings.is_https else "misete"
