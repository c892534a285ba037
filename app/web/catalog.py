"""Loads the catalogs: every sentence of the program, by locale, slice and key."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from app.law.files import parse_yaml
from app.web.locales import EASY, SOURCE

Catalog = dict[str, str]


@cache
def catalog(code: str) -> Catalog:
    """All sentences of one locale, `slice.page.name` -> text; a plural has `.one` and `.other`.

    What is not yet said in easy words is said in the ordinary ones.
    """
    sentences = dict(catalog(SOURCE.code)) if code == EASY.code else {}
    return sentences | own_catalog(code)


@cache
def own_catalog(code: str) -> Catalog:
    """What the files of one locale say themselves."""
    folder = files("app.web").joinpath("catalogs", code)
    sentences: Catalog = {}
    for file in sorted(folder.iterdir(), key=lambda found: found.name):
        if file.name.endswith(".yaml"):
            sentences |= _slice(file)
    return sentences


def _slice(file: Traversable) -> Catalog:
    name = file.name.removesuffix(".yaml")
    content = parse_yaml(file.read_text("utf-8")) or {}
    # A file may say its slice's name once more at the top, or leave it out.
    inner = content[name] if set(content) == {name} else content
    return dict(_flatten(name, inner))


def _flatten(prefix: str, content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        path = f"{prefix}.{key}"
        if isinstance(value, dict):
            yield from _flatten(path, value)
        elif isinstance(value, str):
            yield path, value.strip("\n")
        else:
            raise TypeError(f"The sentence {path} is not text; put it in quotes.")
