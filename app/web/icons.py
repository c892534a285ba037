"""Draws the icons: small inline pictures that repeat, and never replace, a word."""

import json
from importlib.resources import files

from markupsafe import Markup

_SHAPES: dict[str, str] = json.loads(files("app.web").joinpath("icons.json").read_text("utf-8"))
_FRAME = '<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
_DRAWN = {name: Markup(_FRAME.format(shape)) for name, shape in _SHAPES.items()}  # noqa: S704 - our own drawings


def icon(name: str) -> Markup:
    """The picture of a name in icons.json; an unknown name is an error."""
    return _DRAWN[name]
