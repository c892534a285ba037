"""Takes the file of a posted form and has it kept, or says on the form why it was not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.documents import kinds, service
from app.documents.desk import Arrived, DocumentDesk
from app.documents.kinds import Refused
from app.documents.queries import used_bytes
from app.documents.service import Kept
from app.kit import mynumber
from app.kit.errors import AppError
from app.kit.house import House
from app.web.forms import Fields, Form, MyNumberFound, let_pass
from app.web.warned import note_warnings


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The form as it is shown again; `numbers` are those that may be My Numbers."""

    form: Form
    status: int = 422
    numbers: tuple[str, ...] = ()


async def take_in(
    request: Request, house: House, person_id: UUID, keep: Callable[[Arrived], Kept]
) -> Kept | NotTaken:
    """What `keep` gave, in a thread that writes; nothing is open in the database while the file arrives.

    Raises Interrupted when the sender went away, and whatever `keep` raises that is not about the file.
    """
    desk: DocumentDesk = request.app.state.documents
    form = Form()
    try:
        arrived = await desk.take(request, person_id, house.vault.person(person_id))
        if isinstance(arrived, Arrived):
            form = Form(_let_pass(arrived))
            kept = await run_in_threadpool(keep, arrived)
            note_warnings(request, arrived.warnings)
            return kept
        form.problem("file", "documents.errors.none_chosen")
    except MyNumberFound as found:
        form = Form(found.fields)
        form.problem("file", "documents.errors.number")
        return NotTaken(form, numbers=found.numbers)
    except Refused as refusal:
        form.problem("file", refusal.key, **refusal.values)
    except AppError as refusal:
        if not refusal.key.startswith("documents.errors."):
            raise
        form.problem("file", refusal.key, **refusal.values)
        return NotTaken(form, refusal.status)
    return NotTaken(form)


def _let_pass(arrived: Arrived) -> Fields:
    """The fields of the form; raises MyNumberFound while the file seems to hold one."""
    fields = let_pass(arrived.fields.pairs)
    numbers = arrived.numbers(fields.others)
    if numbers:
        raise MyNumberFound(fields, numbers)
    return fields


def about_room(session: Session, house: House, person_id: UUID, numbers: tuple[str, ...]) -> dict[str, Any]:
    """What every form that takes a file says: how much room there is, and which numbers were found."""
    used, most = used_bytes(session, person_id), house.settings.document_quota
    return {
        "numbers": [(digits, mynumber.grouped(digits)) for digits in numbers],
        "used": service.readable(used),
        "most": service.readable(most),
        "most_each": kinds.MOST_BYTES // 1_000_000,
        "accepted_photos": kinds.ACCEPTED_PHOTOS,
        "readable": service.readable,
    }
