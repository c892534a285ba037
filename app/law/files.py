"""Reads the data files of the rule book."""

import csv
import json
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
# libyaml reads the packs ten times faster where it is there.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(name: str) -> Any:
    """The content of one YAML file of the rule book."""
    return parse_yaml((DATA / name).read_text(encoding="utf-8"))


def parse_yaml(text: str) -> Any:
    """The content of a YAML text."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader, in C where there is one


def mark_of(names: Iterable[str]) -> str:
    """A short mark of some files together, which changes when one of them does."""
    return f"{zlib.crc32(b''.join((DATA / name).read_bytes() for name in names)):08x}"


def read_json(name: str) -> Mapping[str, Any]:
    """The content of one JSON file of the rule book."""
    content: Mapping[str, Any] = json.loads((DATA / name).read_bytes())
    return content


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one CSV file of the rule book."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
