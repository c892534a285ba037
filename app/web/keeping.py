"""Keeps pieces of pages that depend on nothing but what they are given."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

# A month picture has about 8 kB; each locale keeps its own.
KEPT = 256


class Keeper:
    """Calls a macro, or gives what it gave for the same values before; the oldest pieces go first.

    For pieces that hold dates and articles only: nothing of a person is kept.
    """

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._pieces: OrderedDict[Hashable, str] = OrderedDict()

    def __call__(self, macro: Any, *values: Hashable) -> str:
        key = (macro.name, *values)
        piece = self._pieces.get(key)
        if piece is None:
            piece = self._pieces[key] = macro(*values)
            if len(self._pieces) > self._most:
                self._pieces.popitem(last=False)
        return piece
