"""The command `misete log`: whether the log is whole, and where it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from app.audit import witness
from app.audit.checking import Fault, Verdict, head_of, verify
from app.kit.errors import CannotStart
from app.kit.house import House
from app.kit.kindly import refusing_kindly
from app.kit.opening import close_house, is_prepared, open_house
from app.kit.settings import read_settings

program = typer.Typer(no_args_is_help=True, help="Check the log of who looked at what.")
WitnessFile = Annotated[Path | None, typer.Option("--witness", help="A file that remembers heads.")]

EXPLAINED = {
    Fault.CHANGED: "was changed: it is not what was written",
    Fault.MISSING: "is missing: it was taken away",
    Fault.SWAPPED: "stands where it was not written: entries were swapped, or put in from another log",
    Fault.CUT: (
        "is missing, and all after it, though the witness saw more: "
        "the log was cut, or an older database was put back"
    ),
    Fault.ROLLED_BACK: "is not the one that the witness saw: an older database was put back and written on",
}


@program.command("verify")
def verify_log(file: WitnessFile = None) -> None:
    """Check every entry, and name the first that is wrong; with a witness, find what was cut off, too."""
    with _opened() as house:
        seen = [head for _, head in witness.read(file)] if file else []
        verdict = verify(house, {head.seq: head.hash for head in seen if head.seq})
    typer.echo(sentence(verdict))
    raise typer.Exit(1 if verdict.fault else 0)


@program.command("head")
def print_head(file: WitnessFile = None) -> None:
    """Print the day, the number of the last entry and its hash; with a witness, write it there, too."""
    with _opened() as house:
        head = witness.append(house, file) if file else head_of(house)
        typer.echo(witness.line_of(house, head))


def sentence(verdict: Verdict) -> str:
    """What was found, in a sentence."""
    if verdict.fault is None:
        return f"The log is whole: {verdict.head.seq} entries."
    return f"Entry {verdict.seq} {EXPLAINED[verdict.fault]}. The {verdict.head.seq} before it are in order."


@contextmanager
def _opened() -> Iterator[House]:
    with refusing_kindly():
        settings = read_settings()
        if not is_prepared(settings):
            raise CannotStart("The data is not prepared for this version yet. Run misete migrate first.")
        house = open_house(settings)
        try:
            yield house
        finally:
            close_house(house)
