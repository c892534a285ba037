"""Serves the few static files from memory: hashed address, compressed once, kept for good."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.kit.errors import NotFound

FOLDER = Path(__file__).parents[1] / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, plain and compressed, and the hash that names this version of it."""

    kind: str
    plain: bytes
    compressed: bytes
    version: str


class Assets:
    """An ASGI application over the static folder, read once: no disk and no worker thread later."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): _read(path)
            for path in sorted(folder.rglob("*"))
            if path.suffix in KINDS
        }

    def url(self, name: str) -> str:
        """The address of a file, which changes when its content does."""
        return f"/static/{name}?v={self._files[name].version}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asset = self._files.get(scope["path"].removeprefix("/static/"))
        if asset is None:
            raise NotFound
        await _answer(asset, Request(scope))(scope, receive, send)


@cache
def _read(path: Path) -> Asset:
    plain = path.read_bytes()
    version = hashlib.sha256(plain).hexdigest()[:12]
    return Asset(KINDS[path.suffix], plain, gzip.compress(plain, mtime=0), version)


def _answer(asset: Asset, request: Request) -> Response:
    headers = {
        "cache-control": FOR_GOOD if request.query_params.get("v") == asset.version else ASK_AGAIN,
        "etag": f'"{asset.version}"',
        "vary": "Accept-Encoding",
    }
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    if not _takes_gzip(request.headers):
        return Response(asset.plain, headers=headers, media_type=asset.kind)
    return Response(asset.compressed, headers=headers | {"content-encoding": "gzip"}, media_type=asset.kind)


def _takes_gzip(headers: Headers) -> bool:
    return "gzip" in headers.get("accept-encoding", "")
