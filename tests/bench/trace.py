"""Writes down what one page costs in statements and opened words, so that the floor can do the same."""

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from app.kit.crypto import Cipher
from app.kit.house import House
from app.main import create_app
from tests.support.clients import visitor

Statement = tuple[str, list[Any]]


@dataclass
class Trace:
    """One page: its statements in the data and in the store of keys, the words opened, the answer."""

    data: list[Statement] = field(default_factory=list)
    keys: list[Statement] = field(default_factory=list)
    sealed: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    html: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def queries(self) -> int:
        return len(self.data) + len(self.keys)


@contextmanager
def noting(engine: Engine, notes: list[Statement]) -> Iterator[None]:
    """Notes each statement that the engine sends to its database."""

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "ROLLBACK", "PRAGMA")):
            notes.append((statement, list(given)))

    event.listen(engine, "before_cursor_execute", note)
    yield
    event.remove(engine, "before_cursor_execute", note)


@contextmanager
def noting_words(trace: Trace) -> Iterator[None]:
    """Notes each word that is opened."""
    opens = Cipher.open

    def note(self: Cipher, place: Any, sealed: bytes) -> str:
        text = opens(self, place, sealed)
        trace.sealed.append((place.associated.decode(), base64.b64encode(sealed).decode()))
        trace.texts.append(text)
        return text

    Cipher.open = note  # type: ignore[method-assign] # only for the time of one page
    try:
        yield
    finally:
        Cipher.open = opens  # type: ignore[method-assign] # as it was


@contextmanager
def looking(house: House, token: str) -> Iterator[TestClient]:
    """The application in this process, somebody signed in."""
    with visitor(create_app(house.settings, house)) as client:
        client.cookies.set("misete", token)
        client.headers["accept-encoding"] = "identity"
        yield client


def trace_page(house: House, client: TestClient, path: str) -> Trace:
    """What the second look at a page does: the first one compiles and fills."""
    client.get(path)
    trace = Trace()
    with ExitStack() as notes:
        notes.enter_context(noting(house.db.engine, trace.data))
        if house.vault._engine is not house.db.engine:
            notes.enter_context(noting(house.vault._engine, trace.keys))
        notes.enter_context(noting_words(trace))
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    trace.html = answer.text
    trace.headers = [(name, value) for name, value in answer.headers.items() if name != "date"]
    return trace


def save(traces: dict[str, Trace], path: Path) -> None:
    path.write_text(json.dumps({name: asdict(trace) for name, trace in traces.items()}), "utf-8")
