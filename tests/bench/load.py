"""Asks a server again and again, and reads what that cost its processes."""

import os
import socket
import statistics
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 4


@dataclass(frozen=True, order=True)
class Cost:
    """What one request costs: processor time of the server, and waiting time of the one who asks."""

    cpu_ms: float
    p50_ms: float
    p99_ms: float


def processes(parent: int) -> list[int]:
    """The server's process and those it started."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *(found for child in children for found in processes(int(child)))]


def cpu_seconds(pids: Iterable[int]) -> float:
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def cost_of(port: int, pids: list[int], requests: list[bytes], count: int, status: bytes) -> Cost:
    """The cost of `count` requests, taken in turn, over a few connections at once."""
    share = count // CONNECTIONS
    before = cpu_seconds(pids)
    with ThreadPoolExecutor(CONNECTIONS) as askers:
        parts = [islice(cycle(requests[each::CONNECTIONS] or requests), share) for each in range(CONNECTIONS)]
        answered = list(askers.map(lambda part: list(ask_all(port, part, status)), parts))
    waited = [wait for waits in answered for wait in waits]
    cost = (cpu_seconds(pids) - before) / len(waited) * 1000
    ordered = sorted(waited)
    return Cost(cost, statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.99)] * 1000)


def ask_all(port: int, requests: Iterable[bytes], status: bytes) -> Iterator[float]:
    """Sends one request after another on one connection; yields how long each took."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        for request in requests:
            began = time.perf_counter()
            line.sendall(request)
            answer = read_answer(line)
            assert answer.startswith(b"HTTP/1.1 " + status), answer[:300]
            yield time.perf_counter() - began


def ask(port: int, request: bytes) -> bytes:
    """One answer."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(request)
        return read_answer(line)


def read_answer(line: socket.socket) -> bytes:
    """The whole answer: its head, then as many bytes as it says."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += receive(line)
    head, _, body = got.partition(b"\r\n\r\n")
    lengths = [
        int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")
    ]
    while len(body) < lengths[0]:
        body += receive(line)
    return head + b"\r\n\r\n" + body


def receive(line: socket.socket) -> bytes:
    part = line.recv(262_144)
    assert part, "The server closed the connection."
    return part


def get(port: int, path: str, token: str) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: misete={token}\r\n"
        "Accept-Encoding: identity\r\n\r\n"
    ).encode()


def post(port: int, path: str, token: str, body: str) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n"
        f"Cookie: misete={token}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
