"""Dated notices of changes of the law: what changes when, and which clocks that may touch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.law.book import BadPack, clocks, parse_text
from app.law.easy import read_pack
from app.law.phrases import Text


@dataclass(frozen=True, slots=True)
class Notice:
    """A dated change of the law: what it changes, what is still unknown, and the clocks it may touch.

    `day` is the day it takes effect; where that is not `fixed` yet, the day by which it must.
    """

    id: str
    day: date
    fixed: bool
    source: Text
    text: Text
    unknown: Text | None
    clocks: tuple[str, ...]


@cache
def notices() -> tuple[Notice, ...]:
    """Every change that the rule book tells of, in the order of its days."""
    return tuple(map(parse_notice, read_pack("book.yaml")["notices"]))


def notices_for(clock_id: str) -> tuple[Notice, ...]:
    """The changes that may touch a clock."""
    return tuple(each for each in notices() if clock_id in each.clocks)


def parse_notice(content: Mapping[str, Any]) -> Notice:
    """One notice; refuses one about clocks that the rule book does not have."""
    where = content["id"]
    touched = tuple(each for each in clocks() if each.startswith(tuple(content["touches"])))
    if content["touches"] and not touched:
        raise BadPack(f"{where}: the rule book has no clock that it may touch.")
    return Notice(
        id=where,
        day=content["day"],
        fixed=content["fixed"],
        source=parse_text(where, content["source"]),
        text=parse_text(where, content["text"]),
        unknown=parse_text(where, content["unknown"]) if content.get("unknown") else None,
        clocks=touched,
    )
