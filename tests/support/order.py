"""In which order the tests run: what takes long first, and not all of it on one worker."""

import os
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

import pytest

# Half of what a worker does is to wait for a browser, a database, or a server.
WORKERS_A_CORE = 2
# In seconds, roughly; a file that is not named takes less, or is a browser's.
LONG = {
    "test_every_page": 180,
    "test_story": 130,
    "test_hostile_text": 60,
    "test_killed_worker": 40,
    "test_starting": 40,
    "test_killed": 30,
    "test_easy_japanese": 30,
    "test_commands": 20,
    "test_hostile_files": 15,
    "test_memory": 15,
}
BROWSER = 20
# Each of its tests is longer than most files.
ALONE = ("test_every_page",)


def workers() -> int:
    """How many processes keep this machine's cores at work."""
    return (os.cpu_count() or 1) * WORKERS_A_CORE


def in_piles(items: list[pytest.Item], count: int) -> list[pytest.Item]:
    """One pile after the other for so many workers, each with a share of what takes long on top.

    A worker that has done its pile takes from the bottom of another: there lie the quick ones.
    """
    long, quick = _long_and_quick(items)
    piles: list[list[pytest.Item]] = [[] for _ in range(count)]
    weights = [0.0] * count
    for weight, group in long:
        lightest = weights.index(min(weights))
        piles[lightest] += group
        weights[lightest] += weight
    waiting = iter(quick)
    left = len(items)
    for number, pile in enumerate(piles):
        # As large as the share that the scheduler cuts off for the next worker.
        size = left // (count - number)
        pile.extend(islice(waiting, max(0, size - len(pile))))
        left -= size
    return [item for pile in piles for item in pile] + list(waiting)


def _long_and_quick(
    items: Iterable[pytest.Item],
) -> tuple[list[tuple[float, list[pytest.Item]]], list[pytest.Item]]:
    """The groups that stay together, the heaviest first, and all others."""
    groups: dict[str, list[pytest.Item]] = defaultdict(list)
    quick = []
    for item in items:
        if _weight(item):
            groups[item.nodeid if item.path.stem in ALONE else str(item.path)].append(item)
        else:
            quick.append(item)
    of_file = defaultdict(int)
    for group in groups.values():
        of_file[group[0].path] += len(group)
    weighed = [(_weight(group[0]) * len(group) / of_file[group[0].path], group) for group in groups.values()]
    return sorted(weighed, key=lambda pair: -pair[0]), quick


def _weight(item: pytest.Item) -> float:
    in_browser = item.get_closest_marker("browser") is not None
    if item.path.stem in LONG and (in_browser or item.path.parent.name != "web"):
        return LONG[item.path.stem]
    return BROWSER if in_browser else 0
