"""Stands at the door of every request: host, origin, size, headers, and the last net for faults."""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.settings import Settings
from app.web.errors import BY_STATUS, broken_page, error_page
from app.web.warned import remember_warnings

MOST_BYTES = 256 * 1024
MOST_DRAINED = 16 * 1024 * 1024
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# The addresses that take a file: its bytes are received by web/uploads.py, which has bounds of its own.
_ID = "[0-9a-fA-F-]{36}"
UPLOADS = re.compile(rf"/filings/{_ID}/documents|/groups/{_ID}/clients/{_ID}/consents/{_ID}/photos")
LOOPBACK = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# For what a person uploaded: whatever it holds, it runs nowhere and reaches nothing.
SANDBOX = "sandbox; default-src 'none'"
STRICT_TRANSPORT = "max-age=31536000"


class SecurityHeaders:
    """Puts the same headers on every answer, whoever made it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.is_https = settings.is_https
        self.headers = dict(SECURITY_HEADERS)
        if settings.is_https:
            self.headers["Strict-Transport-Security"] = STRICT_TRANSPORT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_boxed = headers.get("content-security-policy") == SANDBOX
                headers.update(self.headers)
                if is_boxed:
                    headers["content-security-policy"] = SANDBOX
                remember_warnings(scope, message["status"], headers)
                headers.setdefault("Cache-Control", "no-store")
                if self.is_https:
                    message["headers"] = [_secured(header) for header in message["headers"]]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _secured(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    # Whoever sets a cookie, over TLS it never travels in the clear.
    name, value = header
    is_open = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return (name, value + b"; Secure") if is_open else header


class LastNet:
    """Answers a fault with a page that holds #main; inside SecurityHeaders, unlike Starlette's own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as fault:  # noqa: BLE001 - the last net catches whatever fell through the others
            answer = broken_page(Request(scope), fault)
            if not has_begun:
                await answer(scope, receive, send)


class Door:
    """Refuses foreign hosts (DNS rebinding), cross-site writes and bodies that are too large."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.own_host = urlsplit(settings.base_url or "").netloc.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_our_host(headers.get("host", "")):
            await _refuse(scope, receive, send, 400, "web.errors.bad_host")
        elif scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, send)
        elif is_cross_site(headers):
            await _refuse(scope, receive, send, 403)
        elif _is_upload(scope, headers):
            await self.app(scope, receive, send)
        else:
            await self._pass_small(scope, receive, send)

    def _is_our_host(self, host: str) -> bool:
        return LOOPBACK.fullmatch(host) is not None or host.lower() == self.own_host != ""

    async def _pass_small(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The body is read here, before any route: it is small, and so a route never sees half of it.
        body = await _read_body(receive)
        if body is None:
            await _refuse(scope, receive, send, 413)
            return
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_again() -> Message:
            return waiting.pop() if waiting else await receive()

        await self.app(scope, receive_again, send)


def _is_upload(scope: Scope, headers: Headers) -> bool:
    has_file = headers.get("content-type", "").lower().startswith("multipart/form-data")
    return has_file and scope["method"] == "POST" and UPLOADS.fullmatch(scope["path"]) is not None


def is_cross_site(headers: Headers) -> bool:
    """Go 1.25's CrossOriginProtection: Sec-Fetch-Site first, else Origin against Host.

    Browsers send the first since 2023, and always on TLS and on loopback. With neither header it was
    no browser, so nobody's cookie was borrowed. `Origin: null` is refused.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


async def _read_body(receive: Receive) -> bytes | None:
    # What is too large is read on and thrown away, so that the browser hears the answer.
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        size += len(message.get("body", b""))
        if size <= MOST_BYTES:
            parts.append(message.get("body", b""))
        if not message.get("more_body", False) or size > MOST_DRAINED:
            return b"".join(parts) if size <= MOST_BYTES else None


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, key: str | None = None) -> None:
    answer = error_page(Request(scope), status, key or BY_STATUS[status])
    await answer(scope, receive, send)
