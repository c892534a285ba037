"""Reads a question from JSON; what is no JSON is a bad question, told like any other."""

import json
from typing import Any

from app import law


def read_json(body: bytes) -> Any:
    """The content of a JSON text in UTF-8; raises BadQuestion."""
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise law.BadQuestion("not_json", "") from None


def _refuse(name: str) -> None:
    raise ValueError(name)
