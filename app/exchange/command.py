"""The command `misete erase`: what a server does by itself, for who wants it done now."""

import typer

from app.audit.keeping import keep_log
from app.exchange import executing, keeping
from app.kit.errors import CannotStart
from app.kit.kindly import refusing_kindly
from app.kit.opening import close_house, is_prepared, open_house
from app.kit.settings import read_settings

program = typer.Typer(no_args_is_help=True, help="Erase what is due to be erased.")


@program.callback()
def erase_commands() -> None:
    """Erase what is due to be erased."""


@program.command("due")
def erase_due() -> None:
    """Announce, put into the bin and erase what this day brings, also what an old backup brought back."""
    with refusing_kindly():
        settings = read_settings()
        if not is_prepared(settings):
            raise CannotStart("The data is not prepared for this version yet. Run misete migrate first.")
        house = keep_log(open_house(settings))
        try:
            touched, erased = keeping.look(house), executing.erase_due(house)
        except executing.NotAllErased:
            typer.echo("Somebody could not be erased yet; everybody else who was due was.", err=True)
            raise typer.Exit(1) from None
        finally:
            executing.leave_nothing(house)
            close_house(house)
    typer.echo(f"Announced, withdrawn or put into the bin: {touched}. Erased: {erased}.")
