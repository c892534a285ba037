"""How a command ends when it cannot do its work: with a sentence, not with a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from app.kit.errors import CannotStart
from app.kit.settings import UnsafeSettings
from app.kit.vault import KeyProblem


@contextmanager
def refusing_kindly() -> Iterator[None]:
    """Ends the command with a sentence where it cannot do its work."""
    try:
        yield
    except (UnsafeSettings, KeyProblem, CannotStart) as problem:
        typer.echo(str(problem), err=True)
        sys.exit(1)
