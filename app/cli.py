"""The command `misete`: serves, migrates, answers, and keeps the deadlines right."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from uvicorn.supervisors import Multiprocess

from app.accounts.service import LoginTaken
from app.agencies.service import sync_directory
from app.audit.command import program as log_program
from app.audit.keeping import keep_log
from app.boards.tally import tally
from app.calculator import command, rules_command
from app.calculator.command import Asked
from app.exchange.command import program as erase_program
from app.filings import demo as demonstration
from app.filings import projection
from app.kit.behalf import EVERYBODY
from app.kit.clock import Clock
from app.kit.errors import CannotStart
from app.kit.house import House
from app.kit.kindly import refusing_kindly
from app.kit.opening import PRIVATE, close_house, is_prepared, open_house, refuse_unwalled
from app.kit.settings import Settings, read_settings
from app.letters.press import ready_to_print
from app.main import create_app
from app.playbooks.command import check_file, check_shipped
from app.reminders.beside import worker_beside
from app.reminders.checkup import try_mail
from app.reminders.running import work

BACKLOG = 2048


class Language(StrEnum):
    """The languages that the commands speak."""

    JA = "ja"
    EN = "en"


class Writing(StrEnum):
    """The languages in which the person of the demonstration writes: those of the pages."""

    JA = "ja"
    JA_EASY = "ja_easy"
    EN = "en"


program = typer.Typer(
    name="misete", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)


@program.callback()
def misete() -> None:
    """Find out who holds data about you, ask to see it, and never lose a right to a date."""
    os.umask(PRIVATE)


@program.command()
def serve() -> None:
    """Prepare the data folder and serve until Ctrl-C."""
    with refusing_kindly(), ending_kindly():
        settings = read_settings()
        ready_to_print(settings.name_font)
        with reserve(settings) as listener:
            house = prepare(settings)
            refuse_unwalled(house)
            typer.echo(greeting(settings))
            with worker_beside(settings):
                serve_on(listener, house)


@program.command()
def worker(
    once: Annotated[bool, typer.Option(help="Do what is due now, and stop.")] = False,
    leashed: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Send what is due by mail, until Ctrl-C. Any number may run; `misete serve` has one beside it."""
    with refusing_kindly():
        work(read_settings(), sys.stdin.buffer if leashed else None, tally, once=once)


mail = typer.Typer(no_args_is_help=True, help="Find out whether mails can be sent.")
program.add_typer(mail, name="mail")


@mail.callback()
def mail_commands() -> None:
    """Find out whether mails can be sent."""


@mail.command(name="test")
def try_settings(to: Annotated[str | None, typer.Option(help="Send a mail there, too.")] = None) -> None:
    """Try the mail settings, and say what to mend."""
    with refusing_kindly():
        typer.echo(try_mail(read_settings(), to))


@program.command()
def migrate() -> None:
    """Bring the data to this version of the program, and stop."""
    with refusing_kindly():
        close_house(prepare(read_settings()))
    typer.echo("The data is up to date.")


@program.command()
def demo(
    language: Annotated[Writing, typer.Option(help="In which language the person writes.")] = Writing.JA,
    force: Annotated[bool, typer.Option(help="Even where somebody already has an account.")] = False,
) -> None:
    """Add a fictional person with six cases, as of today, for looking around."""
    with refusing_kindly():
        house = prepare(read_settings())
        try:
            login, password = demonstration.make(house, language.value, even_beside_real_data=force)
        except demonstration.RealData:
            raise CannotStart(
                "This data folder holds somebody's account, so nothing was added. Use another folder, for "
                "example: MISETE_DATA_DIR=demo-data misete demo (or --force, if you are sure)."
            ) from None
        except LoginTaken:
            raise CannotStart("The demonstration is already here: its sign-in name is demo.") from None
        finally:
            close_house(house)
    typer.echo(f"Sign in as {login} with the password {password}")


@contextmanager
def ending_kindly() -> Iterator[None]:
    """Ctrl-C is how a person ends it, early or late: no fault, and nothing to explain."""
    with suppress(KeyboardInterrupt):
        yield
    typer.echo("\nMisete has stopped. What was saved is saved.")


def prepare(settings: Settings) -> House:
    """The house, its keys and tables made or mended, ready to serve."""
    return furnish(mend(settings))


def mend(settings: Settings) -> House:
    """The house, its keys and tables made or mended."""
    if not is_prepared(settings):
        done = subprocess.run([sys.executable, "-m", "app.kit.preparing"], check=False)
        if done.returncode:
            sys.exit(done.returncode)  # It has said why.
    return keep_log(open_house(settings))


def furnish(house: House) -> House:
    """Puts the shipped directory in, and computes anew what an older rule book had computed."""
    stock(house)
    projection.rebuild(house, only_outdated=True)
    return house


def stock(house: House) -> House:
    """Puts the shipped directory in."""
    with house.db.writing(EVERYBODY) as session:
        sync_directory(session)
    return house


def reserve(settings: Settings) -> socket.socket:
    """The listening socket, taken before anything is changed; a browser that comes early waits in it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as failure:
        raise CannotStart(_why_no_port(settings, failure)) from None


def _why_no_port(settings: Settings, failure: OSError) -> str:
    if failure.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} is in use: another program, perhaps another Misete, answers there. "
            f"Stop it, or choose another port, for example: MISETE_PORT={settings.port + 1} make run"
        )
    return (
        f"Misete cannot listen on {settings.host}:{settings.port} ({failure.strerror}). "
        "Choose others with MISETE_HOST and MISETE_PORT."
    )


def greeting(settings: Settings) -> str:
    return (
        f"Misete is at   {settings.url}\nYour data is in {settings.data_dir.absolute()}\nStop it with Ctrl-C."
    )


def serve_on(listener: socket.socket, house: House) -> None:
    """Answers until a signal ends it; one process, or as many as MISETE_WORKERS says."""
    settings = house.settings
    has_workers = settings.workers > 1
    if has_workers:
        close_house(house)  # Each worker opens its own.
    config = uvicorn.Config(
        "app.main:make_app" if has_workers else create_app(settings, house),
        factory=has_workers,
        workers=settings.workers,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        # Behind a TLS proxy on the same machine the visitor's address is the one that it names.
        proxy_headers=settings.is_https,
        timeout_graceful_shutdown=5,
    )
    if has_workers:
        Multiprocess(config, sockets=[listener]).run()
    else:
        uvicorn.Server(config).run(sockets=[listener])


deadlines = typer.Typer(invoke_without_command=True)
program.add_typer(deadlines, name="deadlines")


@deadlines.callback()
def answer(
    context: typer.Context,
    procedure: Annotated[str, typer.Option(help="For example jp.appi.disclosure.")] = "",
    event: Annotated[list[str] | None, typer.Option(help="kind=day[,detail=value], again and again.")] = None,
    option: Annotated[
        list[str] | None, typer.Option(help="name=value, for example decision_days=14.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="The day of the question; today if left out.")] = None,
    json: Annotated[bool, typer.Option(help="Answer as the API does.")] = False,
    lang: Annotated[Language, typer.Option(help="The language of the answer.")] = Language.EN,
    stdin: Annotated[bool, typer.Option(help="Read questions as JSON Lines, and answer in order.")] = False,
) -> None:
    """Answer what dates follow from what happened; nothing is stored."""
    if context.invoked_subcommand is not None:
        return
    if stdin:
        raise typer.Exit(command.deadlines_of_lines(sys.stdin.buffer, sys.stdout))
    with refusing_kindly():
        today = Clock(read_settings().today).today()
    asked = Asked(procedure, event or (), option or (), as_of)
    raise typer.Exit(command.deadlines(asked, sys.stdout, today, as_json=json, lang=lang))


@deadlines.command()
def rebuild(
    check: Annotated[
        bool, typer.Option(help="Change nothing; name the filings whose dates are wrong.")
    ] = False,
) -> None:
    """Compute every kept deadline afresh from the events."""
    with refusing_kindly():
        # To rebuild, what is old is left as it is, so that all that moves by it is counted.
        house = prepare(read_settings()) if check else stock(mend(read_settings()))
    if check:
        wrong = projection.check(house)
        typer.echo("\n".join(wrong) or "Every kept deadline equals a fresh computation.")
    else:
        wrong = []
        done = projection.rebuild(house)
        typer.echo(f"{done.filings} filings were computed afresh; {done.moved} deadlines moved.")
    close_house(house)
    raise typer.Exit(1 if wrong else 0)


rules = typer.Typer(no_args_is_help=True, help="List, show and check the rules of law.")
program.add_typer(rules, name="rules")
Reader = Annotated[Language, typer.Option("--lang", help="The language of the answer.")]


@rules.command("list")
def list_rules(lang: Reader = Language.EN) -> None:
    """Name every clock of the rule book, one a line."""
    raise typer.Exit(rules_command.list_rules(sys.stdout, lang))


@rules.command("show")
def show_rule(
    clock: Annotated[str, typer.Argument(help="For example appi.disclosure.decision.")],
    lang: Reader = Language.EN,
) -> None:
    """Show what a clock rests on: its values, their articles and texts, and how sure each is."""
    raise typer.Exit(rules_command.show_rule(clock, sys.stdout, lang))


@rules.command("check")
def check_rules(lang: Reader = Language.EN) -> None:
    """Check the packs, their citations, and how far the holidays reach."""
    with refusing_kindly():
        today = Clock(read_settings().today).today()
    raise typer.Exit(rules_command.check_rules(sys.stdout, today, lang))


books = typer.Typer(no_args_is_help=True, help="Check the playbooks.")
program.add_typer(books, name="playbooks")


@books.callback()
def playbook_commands() -> None:
    """Check the playbooks."""


@books.command("check")
def check_playbooks(
    file: Annotated[Path | None, typer.Argument(help="A file that somebody shares.")] = None,
) -> None:
    """Check the shipped playbooks, or a file that somebody shares."""
    raise typer.Exit(check_file(file, sys.stdout) if file else check_shipped(sys.stdout))


program.add_typer(log_program, name="log")
program.add_typer(erase_program, name="erase")


def main() -> None:
    """What the command `misete` runs."""
    program()
