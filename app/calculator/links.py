"""Writes what was asked as an address: procedure, agency or its kind, and days; no word that was typed."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from app import law
from app.agencies.countries import HOME
from app.calculator.forms import FIELDS, Asked

PAGE = "/calculator"
ASK = "/calculator/ask"
FILE = "/calculator/deadline.ics"

Pairs = tuple[tuple[str, str], ...]


def pairs_of(asked: Asked, events: Iterable[law.Event]) -> Pairs:
    """The fields of a question, in one order and each in one spelling."""
    return (*country_of(asked), ("procedure", asked.procedure), *_whom(asked), *_fields(events))


def country_of(asked: Asked) -> Pairs:
    """The country, where it is not Japan."""
    return (("country", asked.country),) if asked.country != HOME else ()


def path(page: str, pairs: Pairs) -> str:
    """An address of the calculator that carries these fields."""
    return f"{page}?{urlencode(pairs)}" if pairs else page


def file_path(pairs: Pairs, deadline: law.Deadline) -> str:
    """Where the calendar file of one deadline is."""
    cause = () if deadline.cause is None else (("cause", str(deadline.cause)),)
    return path(FILE, (*pairs, ("clock", deadline.clock), *cause))


def _whom(asked: Asked) -> Pairs:
    if asked.agency is not None:
        return (("agency", str(asked.agency.id)),)
    return (("kind", asked.kind),) if asked.kind else ()


def _fields(events: Iterable[law.Event]) -> Iterator[tuple[str, str]]:
    for event in events:
        yield event.kind, event.on.isoformat()
        for detail in FIELDS[event.kind].details:
            value = getattr(event, detail)
            if value is not None:
                yield f"{event.kind}_{detail}", str(value)
