"""Measures speed and size in one run, on one machine, as ratios: make bench."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from app.cli import furnish
from app.kit.opening import KEYS_FILE, close_house
from app.kit.preparing import prepare_house
from app.kit.settings import Settings
from tests.bench import board, floor, load, measures
from tests.bench.data import Visitor, fill
from tests.bench.feed import feed_milliseconds
from tests.bench.load import Cost
from tests.bench.trace import Trace, looking, save, trace_page
from tests.support import servers
from tests.support.templates import MASTER_KEY, settings_for

SIZES = (1_000, 100_000)
WORKERS = (1, 2)
ACTS = ("home", "case", "save")
ROUNDS, LOOKS, SAVES = 3, 200, 100
WORST = Cost(float("inf"), 0, 0)
FLOOR_TIMES = 4  # The floor is so quick that more requests are needed to read its cost.
GOALS = {"of the floor": 4.0, "growth": 1.2, "board": 1.3, "queries": 10}
BOARDS = (10, 1_000, 10_000)
DATABASE = "misete.sqlite3"


@dataclass(frozen=True)
class Filled:
    """A house with many filings, its signed-in visitors, and what two of its pages do."""

    settings: Settings
    visitors: list[Visitor]
    traces: dict[str, Trace]

    @property
    def case_path(self) -> str:
        return f"/cases/{self.visitors[0].case_id}"


Results = dict[tuple[str, int, int, str], Cost]


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def filled(folder: Path, size: int) -> Filled:
    settings = settings_for(folder / f"house-{size}")
    house = furnish(prepare_house(settings))
    visitors = fill(house, size)
    paths = ("/", f"/cases/{visitors[0].case_id}")
    with looking(house, visitors[0].token) as client:
        traces = {path: trace_page(house, client, path) for path in paths}
    close_house(house)
    shutil.copytree(settings.data_dir, floor_folder(settings))
    save(traces, floor_folder(settings) / "traces.json")
    return Filled(settings, visitors, traces)


def floor_folder(settings: Settings) -> Path:
    """The floor writes what we could not read, so it has a copy of its own."""
    return settings.data_dir.with_name(f"floor-{settings.data_dir.name}")


def beside(settings: Settings, name: str) -> Settings:
    """The settings of another house, in a folder of its own."""
    return settings_for(settings.data_dir.with_name(name))


@contextmanager
def our_server(place: Filled, workers: int) -> Iterator[tuple[int, int]]:
    environ = servers.environment(place.settings, MISETE_WORKERS=str(workers))
    with running(servers.start(environ)) as server:
        yield int(environ["MISETE_PORT"]), server.process.pid


@contextmanager
def running(server: servers.Server) -> Iterator[servers.Server]:
    try:
        yield server
    finally:
        server.stop()
        server.read()


@contextmanager
def floor_server(place: Filled, workers: int) -> Iterator[tuple[int, int]]:
    port = servers.free_port()
    folder = floor_folder(place.settings)
    environ = os.environ | {
        floor.TRACES: str(folder / "traces.json"),
        floor.DATA: str(folder / DATABASE),
        floor.KEYS: str(folder / KEYS_FILE),
        floor.MASTER: MASTER_KEY,
    }
    command = [sys.executable, "-m", "uvicorn", "tests.bench.floor:Floor", "--factory", "--lifespan", "off"]
    switches = ["--no-access-log", "--log-level", "warning", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen([*command, *switches], env=environ, cwd=servers.ROOT)
    try:
        wait_for(port, place)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, place: Filled) -> None:
    """Until it answers, and then the very bytes of our own page."""
    request = load.get(port, "/", place.visitors[0].token)
    for _ in range(200):
        try:
            page = load.ask(port, request)
        except OSError:
            time.sleep(0.05)
        else:
            assert page.partition(b"\r\n\r\n")[2] == place.traces["/"].html.encode()
            return


@dataclass
class Contestant:
    """One running server, ours or the floor's."""

    who: str
    size: int
    place: Filled
    port: int
    pids: list[int]
    saved: int = 0  # how many saves were asked: the same event twice is refused

    @property
    def times(self) -> int:
        return FLOOR_TIMES if self.who == "floor" else 1

    def cost(self, act: str) -> Cost:
        if act == "save":
            count = SAVES * self.times
            numbers = range(self.saved, self.saved + count)
            self.saved += count
            requests = [save_of(self.place, self.port, number) for number in numbers]
            return load.cost_of(self.port, self.pids, requests, count, b"303")
        path = "/" if act == "home" else self.place.case_path
        request = load.get(self.port, path, self.place.visitors[0].token)
        return load.cost_of(self.port, self.pids, [request], LOOKS * self.times, b"200")


def measure(places: dict[int, Filled], workers: int, results: Results) -> None:
    """The three acts in turn on every server, several rounds; the cheapest round counts."""
    with ExitStack() as running_servers:
        contestants = []
        for size, place in places.items():
            for who, server in (("ours", our_server), ("floor", floor_server)):
                port, parent = running_servers.enter_context(server(place, workers))
                contestants.append((who, size, place, port, parent))
        time.sleep(0.5)  # until every worker is there
        ready = [
            Contestant(*known, load.processes(parent), workers * 100_000) for *known, parent in contestants
        ]
        for one, act in product(ready, ACTS):
            one.cost(act)  # warms up
        for _, act, one in product(range(ROUNDS), ACTS, ready):
            key = (act, one.size, workers, one.who)
            results[key] = min(results.get(key, WORST), one.cost(act))
        for one in ready:
            most = max(map(load.resident_mb, one.pids))
            results["memory", one.size, workers, one.who] = Cost(most, 0, 0)


def save_of(place: Filled, port: int, number: int) -> bytes:
    # Whose pages are measured saves nothing: they stay as they were traced.
    others = place.visitors[1:]
    one = others[number % len(others)]
    day = measures.some_day(number // len(others))
    fields = {"kind": "sent", "when": str(day), "note": f"note {number}"}
    return load.post(port, f"/filings/{one.filing_id}/events", one.token, urlencode(fields))


def main() -> None:
    results: Results = {}
    with tempfile.TemporaryDirectory() as folder:
        places = {}
        for size in SIZES:
            began = time.perf_counter()
            places[size] = filled(Path(folder), size)
            taken = time.perf_counter() - began
            heavy = measures.size_mb(places[size].settings.data_dir)
            say(f"{size:>7} filings in {taken:.0f} s, {heavy:.0f} MB")
        for workers in WORKERS:
            measure(places, workers, results)
        report(results)
        report_sizes(places, results)
        report_boards(Path(folder))


def report_boards(folder: Path) -> None:
    """One row a group: its clients, the middle of some looks at its board, and how that grows."""
    say()
    say("| board, clients | p50 ms | growth | queries |")
    say("|---|---|---|---|")
    first = 0.0
    for clients in BOARDS:
        taken, trace = board.cost_of(settings_for(folder / f"board-{clients}"), clients)
        first = first or taken
        growth = judged(taken / first, GOALS["board"])
        say(f"| {clients:,} | {taken:.1f} | {growth} | {judged(trace.queries, GOALS['queries'])} |")


def report(results: Results) -> None:
    """One row an act: our processor time, the floor's, and the two ratios."""
    say()
    say("| act | filings | workers | ours ms | floor ms | of the floor | growth | p50 ms | p99 ms |")
    say("|---|---|---|---|---|---|---|---|---|")
    for act in ACTS:
        for size in SIZES:
            for workers in WORKERS:
                ours, least = results[act, size, workers, "ours"], results[act, size, workers, "floor"]
                growth = ours.cpu_ms / results[act, SIZES[0], workers, "ours"].cpu_ms
                say(
                    f"| {act} | {size:,} | {workers} | {ours.cpu_ms:.2f} | {least.cpu_ms:.2f} "
                    f"| {judged(ours.cpu_ms / least.cpu_ms, GOALS['of the floor'])} "
                    f"| {judged(growth, GOALS['growth'])} | {ours.p50_ms:.1f} | {ours.p99_ms:.1f} |"
                )


def judged(value: float, goal: float) -> str:
    return f"{value:.2f}" if value <= goal else f"{value:.2f} (goal {goal:g})"


def report_sizes(places: dict[int, Filled], results: Results) -> None:
    """One row a size, with its goal."""
    place = places[SIZES[-1]]
    home, case = place.traces["/"], place.traces[place.case_path]
    with our_server(place, 1) as (port, _):
        visit = measures.first_visit_kb(port, place.visitors[0].token)
    rows = [
        ("queries, home", home.queries, 8),
        ("queries, case", case.queries, 8),
        ("home page, kB", len(home.html.encode()) / 1000, 40),
        ("case page, kB", len(case.html.encode()) / 1000, 40),
        ("first visit on the wire, kB", visit, 90),
        ("resident, one worker, MB", results["memory", SIZES[-1], 1, "ours"].cpu_ms, 110),
        ("resident, each of two, MB", results["memory", SIZES[-1], 2, "ours"].cpu_ms, 110),
        ("cold start to the first answer, s", measures.cold_start_seconds(place.settings), 1.5),
        ("calendar of 100 filings, ms", feed_milliseconds(beside(place.settings, "calendar")), 10),
        ("law with steps, µs", measures.law_microseconds(explain=True), 60),
        ("law without steps, µs", measures.law_microseconds(explain=False), 60),
    ]
    say()
    say("| size | measured | goal |")
    say("|---|---|---|")
    for name, value, goal in rows:
        say(f"| {name} | {value:.1f} | {goal:g}{'' if value <= goal else ', missed'} |")


if __name__ == "__main__":
    main()
