"""What is measured once: sizes, memory, the first answer, the law."""

import re
import statistics
import time
from datetime import date
from pathlib import Path

import httpx2

from app import law
from app.kit.settings import Settings
from tests.support import servers

LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
QUESTION = {
    "procedure": "jp.appi.disclosure",
    "as_of": "2026-12-21",
    "events": [
        {"kind": "received", "on": "2026-10-30"},
        {"kind": "amendment_asked", "on": "2026-11-06", "until": "2026-11-20"},
        {"kind": "amendment_received", "on": "2026-11-12"},
        {"kind": "extension_notified", "on": "2026-12-01", "until": "2027-01-04"},
        {"kind": "decision_notified", "on": "2026-12-18", "outcome": "partial"},
    ],
    "options": {},
}
MANY = 2000


def first_visit_kb(port: int, token: str) -> float:
    """All that a first look at the home page sends over the wire, heads included."""
    client = httpx2.Client(base_url=f"http://localhost:{port}", cookies={"misete": token})
    page = client.get("/")
    total = wire_bytes(client, "/")
    for path in sorted(set(LINKED.findall(page.text))):
        total += wire_bytes(client, path)
    return total / 1000


def wire_bytes(client: httpx2.Client, path: str) -> int:
    with client.stream("GET", path) as answer:
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        return head + sum(len(part) for part in answer.iter_raw())


def cold_start_seconds(settings: Settings) -> float:
    """From the command to the first answer, on data that is there; the best of three."""
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        server = servers.start(servers.environment(settings))
        taken.append(time.perf_counter() - began)
        server.stop()
        server.read()
    return min(taken)


def law_microseconds(*, explain: bool) -> float:
    """One question of five events, asked again and again."""
    question = law.parse_question(QUESTION)
    law.deadlines(question, explain=explain)
    taken = []
    for _ in range(MANY):
        began = time.perf_counter()
        law.deadlines(question, explain=explain)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1e6


def size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def some_day(number: int) -> date:
    """Days that no two saves of one filing share."""
    return date.fromordinal(date(1995, 1, 1).toordinal() + number)
