"""Starts every run of these tests with an unread rule book.

Mutation testing forks its runs from a process that has already read everything once; without this a
mistake in reading would hide behind the caches.
"""

import os
import sys
from pathlib import Path

import pytest

# The helpers of these tests lie beside them.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session", autouse=True)
def unread_rule_book():
    """Forget what app.law has read before these tests, unless make prove read it for all of them."""
    if "RULE_BOOK_IS_READ" not in os.environ:
        _forget()


@pytest.fixture(autouse=True)
def seen_by_every_test():
    """While mutmut notes which test runs which function, let each test read for itself."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        _forget()


def _forget():
    for name, module in list(sys.modules.items()):
        if name.startswith("app.law"):
            for value in vars(module).values():
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()
