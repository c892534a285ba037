"""What the log says of an address that was refused: who tried which id, and not whose it is."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.audit.entry import Action, Entry, Outcome
from app.kit.behalf import Behalf
from app.kit.db import Fact


def refused(asks: Behalf, named: Mapping[str, str], noted: Sequence[Fact]) -> Sequence[Entry]:
    """The entry of a request that met nothing: one, however many ids its address holds.

    Of a visitor there is none, nor where a door has said more exactly what it refused.
    """
    told = _told(named)
    if asks.account is None or told is None or any(_is_refusal(fact) for fact in noted):
        return ()
    kind, object_id = told
    return (Entry(Action.REFUSE, kind, asks.account, None, object_id, Outcome.DENY),)


def _told(named: Mapping[str, str]) -> tuple[str, UUID | None] | None:
    """The kind and the id of the innermost thing in the address; of a token only that there was one."""
    for name, value in reversed(tuple(named.items())):
        thing, _, ending = name.rpartition("_")
        if ending == "token":
            return thing, None
        if ending == "id" and (object_id := _id(value)) is not None:
            return thing, object_id
    return None


def _id(value: str) -> UUID | None:
    # The name of a rule or of a playbook is no id of anybody's.
    try:
        return UUID(value)
    except ValueError:
        return None


def _is_refusal(fact: Fact) -> bool:
    return isinstance(fact, Entry) and fact.outcome is Outcome.DENY
