"""Reads who takes over the cases of a member who leaves."""

from collections.abc import Iterable
from uuid import UUID

from app.kit.errors import NotFound
from app.people.leaving import Successors
from app.web.forms import Form

FOR_ALL = "successor"


def field_of(number: int) -> str:
    """The field that names who takes over the cases of the client with this number."""
    return f"{FOR_ALL}_{number}"


def read_successors(form: Form, numbers: Iterable[int]) -> Successors:
    """Who was chosen for each client; raises NotFound for what is no id at all."""
    of_all = _chosen(form, FOR_ALL)
    of_client = {}
    for number in numbers:
        chosen = _chosen(form, field_of(number)) or of_all
        if chosen is None:
            form.problem(field_of(number), "groups.end.choose", number=number)
        else:
            of_client[number] = chosen
    return Successors(of_client, of_all)


def _chosen(form: Form, name: str) -> UUID | None:
    typed = form.posted.get(name)
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise NotFound from None
