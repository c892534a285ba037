"""Tells on the next page that what was saved seems to hold a number better left out."""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import Scope

WARNED_COOKIE = "misete_warned"
WARNED_SECONDS = 60
KINDS = ("resident", "pension", "insured")
_KEY = "misete.warned"
_SAVED = 303


def note_warnings(request: Request, kinds: Iterable[str]) -> None:
    """Remembers, for this request, which numbers were seen; only their kinds, never the numbers."""
    found = request.scope.setdefault(_KEY, set())
    found.update(kinds)


def remember_warnings(scope: Scope, status: int, headers: MutableHeaders) -> None:
    """Gives the kinds to the next page, when something was saved."""
    kinds = scope.get(_KEY)
    if kinds and status == _SAVED:
        told = f"{WARNED_COOKIE}={'.'.join(sorted(kinds))}"
        headers.append("set-cookie", f"{told}; HttpOnly; Max-Age={WARNED_SECONDS}; Path=/; SameSite=lax")


def warnings_of(request: Request) -> list[str]:
    """The kinds that the page should tell of."""
    told = request.cookies.get(WARNED_COOKIE, "").split(".")
    return [kind for kind in KINDS if kind in told]
