"""The floor: bare ASGI, sqlite3 and f-strings that answer the same bytes with the same look-ups.

It is what Python can do at best: no framework, no forms, no law, no templates.
"""

import base64
import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from markupsafe import escape

from app.kit.clock import Clock
from app.kit.crypto import NONCE_BYTES, VERSION, derive

TRACES, DATA, KEYS, MASTER = "FLOOR_TRACES", "FLOOR_DATA", "FLOOR_KEYS", "FLOOR_MASTER"
FIND_SESSION = (
    "SELECT session.id, account_id, session.created_at, last_seen_at, ended_at, shared_computer, locale "
    "FROM session JOIN account ON account.id = account_id WHERE token_hash = ?"
)
FIND_FILING = (
    "SELECT filing.id, filing.person_id, case_id, procedure, follows_id FROM filing "
    "WHERE filing.id = ? AND person_id IN (SELECT id FROM person WHERE account_id = ?)"
)
EVENT_COLUMNS = "id, filing_id, person_id, position, kind, happened_on, note_sealed, recorded_at, recorded_by"
Headers = list[tuple[bytes, bytes]]


def connect(path: str) -> sqlite3.Connection:
    made = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        made.execute(f"PRAGMA {pragma}")
    return made


def open_word(cipher: AESGCM, associated: bytes, sealed: bytes) -> bytes:
    return cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], associated)


def page_function(html: str, texts: list[str]) -> Callable[[list[str]], str]:
    """An f-string of the whole page, with a place for each word that was opened."""
    slots = sorted({str(escape(text)) for text in texts}, key=len, reverse=True)
    source = html.replace("{", "{{").replace("}", "}}")
    for number, slot in enumerate(slots):
        source = source.replace(slot, f"\0{number}\0")
    for number in range(len(slots)):
        source = source.replace(f"\0{number}\0", f"{{w[{number}]}}")
    made: dict[str, Any] = {}
    exec(f"def page(w): return f{source!r}", made)
    return made["page"]


class Page:
    """One page, as it was traced."""

    def __init__(self, trace: dict[str, Any]) -> None:
        # The first statement finds the session; it is asked with the visitor's own token.
        self.statements = [(sql, tuple(given)) for sql, given in trace["data"] if "token_hash" not in sql]
        self.keys = [(sql, tuple(given)) for sql, given in trace["keys"]]
        self.sealed = [(place.encode(), base64.b64decode(sealed)) for place, sealed in trace["sealed"]]
        order = sorted({str(escape(text)) for text in trace["texts"]}, key=len, reverse=True)
        first = {str(escape(text)): place for place, text in reversed(list(enumerate(trace["texts"])))}
        self.order = [first[slot] for slot in order]
        self.write = page_function(trace["html"], trace["texts"])
        self.headers = [(name.encode(), value.encode()) for name, value in trace["headers"]]


class Floor:
    """The application, as small as it can be."""

    def __init__(self) -> None:
        traces = json.loads(Path(os.environ[TRACES]).read_text("utf-8"))
        self.pages = {path: Page(trace) for path, trace in traces.items()}
        self.data, self.keys = connect(os.environ[DATA]), connect(os.environ[KEYS])
        self.wrapper = AESGCM(derive(bytes.fromhex(os.environ[MASTER]), "wrap"))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        account = self.signed_in(dict(scope["headers"]))
        if scope["method"] == "POST":
            body = (await receive())["body"]
            await answer(send, 303, [(b"location", self.record(scope["path"], account, body))], b"")
        else:
            page = self.pages[scope["path"]]
            await answer(send, 200, page.headers, self.show(page))

    def signed_in(self, headers: dict[bytes, bytes]) -> str:
        token = SimpleCookie(headers[b"cookie"].decode())["misete"].value
        hashed = hashlib.sha256(token.encode()).hexdigest()
        return str(self.data.execute(FIND_SESSION, (hashed,)).fetchone()[1])

    def show(self, page: Page) -> bytes:
        for sql, given in page.statements:
            self.data.execute(sql, given).fetchall()
        for sql, given in page.keys:
            wrapped = self.keys.execute(sql, given).fetchone()[0]
            cipher = AESGCM(open_word(self.wrapper, given[0].encode(), wrapped))
        words = [str(escape(open_word(cipher, *sealed).decode())) for sealed in page.sealed]
        return page.write([words[place] for place in page.order]).encode()

    def record(self, path: str, account: str, body: bytes) -> bytes:
        form = dict(parse_qsl(body.decode()))
        data = self.data
        filing, person, case, *_ = data.execute(
            FIND_FILING, (path.split("/")[2].replace("-", ""), account)
        ).fetchone()
        made = uuid4().hex
        sealed = self.seal(person, f"v1|filing_event|note_sealed|{made}|{person}".encode(), form["note"])
        data.execute("BEGIN IMMEDIATE")
        position = len(data.execute("SELECT * FROM filing_event WHERE filing_id = ?", (filing,)).fetchall())
        given = (
            filing,
            person,
            position + 1000,
            form["kind"],
            form["when"],
            sealed,
            Clock().now().strftime("%Y-%m-%d %H:%M:%S.%f"),
            account,
        )
        data.execute(f"INSERT INTO filing_event ({EVENT_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)", (made, *given))
        self.refresh(filing)
        data.execute("COMMIT")
        return b"/cases/" + case.encode()

    def refresh(self, filing: str) -> None:
        rows = self.data.execute("SELECT * FROM filing_deadline WHERE filing_id = ?", (filing,)).fetchall()
        self.data.execute("DELETE FROM filing_deadline WHERE filing_id = ?", (filing,))
        if rows:
            places = ",".join("?" * len(rows[0]))
            self.data.executemany(f"INSERT INTO filing_deadline VALUES ({places})", rows)

    def seal(self, person: str, place: bytes, text: str) -> bytes:
        name = f"{person[:8]}-{person[8:12]}-{person[12:16]}-{person[16:20]}-{person[20:]}"
        wrapped = self.keys.execute("SELECT wrapped FROM person_key WHERE person = ?", (name,)).fetchone()[0]
        cipher = AESGCM(open_word(self.wrapper, name.encode(), wrapped))
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + cipher.encrypt(nonce, text.encode(), place)


async def answer(send: Any, status: int, headers: Headers, body: bytes) -> None:
    sized = [
        *(row for row in headers if row[0] != b"content-length"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": sized})
    await send({"type": "http.response.body", "body": body})
