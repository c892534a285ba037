"""Reads the data files of the rule book."""

from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
# libyaml reads the packs ten times faster where it is there.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadPack(ValueError):
    """A rule pack that must not be used: a value without a day, a citation or a known article."""


def read_yaml(name: str) -> Any:
    """The content of one YAML file of the rule book."""
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
