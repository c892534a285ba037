"""Knows which addresses inside this site a person can be led back to."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Match

FORM_PAGE = "form_page"
HOME = "/"


def local_path(text: str | None, otherwise: str = HOME) -> str:
    """The text when it is a path of this site, never an address elsewhere."""
    if not text or not text.startswith("/") or text[1:2] in {"/", "\\"} or not text.isprintable():
        return otherwise
    parts = urlsplit(text)
    return otherwise if parts.scheme or parts.netloc or "\\" in text or " " in text else text


def page_of(request: Request) -> str:
    """The page a request belongs to: itself when it is read, else the nearest path above that can be read."""
    path = request.url.path
    if request.method in {"GET", "HEAD"}:
        return f"{path}?{request.url.query}" if request.url.query else path
    while path != HOME and not _can_be_read(request, path):
        path = path.rpartition("/")[0] or HOME
    return path


def _can_be_read(request: Request, path: str) -> bool:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)
