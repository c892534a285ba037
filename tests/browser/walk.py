"""Goes to every page that links lead to."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from tests.browser.person import Person

_ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/deadlines/)\d+|(?<=/law/)[a-z0-9_.]+|(?<=/playbooks/)(?!own|made)[a-z_]+"
)
# What was answered so far makes no page of another kind.
_ANSWERS = re.compile(r"(?<=/calculator/ask\?).*")
MOST_OF_A_KIND = 2
# A case looks different in each of its states.
_ALL_DIFFER = ("/cases/{}",)


def kind_of(path: str) -> str:
    """The address without its ids: pages of one kind are made by one template."""
    return _ANSWERS.sub("{}", _ID.sub("{}", path))


def walk(her: Person, starts: Iterable[str], most: int = MOST_OF_A_KIND) -> Iterator[str]:
    """Opens each start and what it links to, but only a few of each kind; gives each path, open."""
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    waiting = deque(starts)
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if path in seen or (kinds[kind] >= most and kind not in _ALL_DIFFER):
            continue
        seen.add(path)
        kinds[kind] += 1
        her.go(path)
        yield path
        waiting.extend(links(her))


def links(her: Person) -> Iterator[str]:
    """The pages of ours that the open page leads to."""
    own = her.urls[her.day]
    for address in her.page.locator("a[href]:not([download])").evaluate_all(
        "all => all.map(one => one.href)"
    ):
        parts = urlsplit(address)
        is_file = parts.path.endswith((".ics", ".pdf"))
        if f"{parts.scheme}://{parts.netloc}" == own and not is_file:
            yield parts.path + (f"?{parts.query}" if parts.query else "")
