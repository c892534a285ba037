"""Walks over every address that the program answers."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from app.main import ROUTERS

WORRY = "mynumber_card_face"
CLIENTS = ("client_case_id", "client_grant_id", "client_scope_id", "client_document_id")


def routes() -> Iterator[tuple[str, str]]:
    """Each method and address, as the routers know them."""
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute), f"{route} is no page: teach tests/support/walk.py what it is"
            for method in sorted(route.methods - {"HEAD"}):
                yield method, route.path


def fill(path: str, ids: Mapping[str, UUID | str]) -> str:
    """The address with ids and tokens in the places of their names."""
    named = {name: str(value) for name, value in ids.items()}
    if "/clients/{client_id}/" in path:
        # A group's client has a case, a consent and a photo of her own.
        named |= {name.removeprefix("client_"): named[name] for name in CLIENTS if name in named}
    public = {"place": 0, "clock_id": "appi.disclosure.decision", "playbook_id": WORRY, "act_name": "remind"}
    return path.format(**public | named)


def ask(client: TestClient, method: str, path: str, fields: Mapping[str, str] | None = None):
    """An answer, with the fields in the query or in the form."""
    if method == "GET":
        return client.get(path, params=dict(fields or {}))
    return client.request(method, path, data=dict(fields or {}))


def likeness(answer) -> tuple[int, list[tuple[str, str]], bytes]:
    """All that an answer tells, but for the time of day."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "date")
    return answer.status_code, headers, answer.content
