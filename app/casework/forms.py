"""Reads a task or a note as somebody wrote it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from app.casework.models import TaskKind
from app.casework.service import NewTask
from app.web.forms import Form

WHAT_LIMIT: Final = 200
NOTE_LIMIT: Final = 4000
ANYBODY: Final = ""
HERS: Final = "hers"


def read_task(form: Form, doers: Mapping[str, UUID]) -> NewTask | None:
    """What is to be done; `doers` are those who may be chosen. None when something must be mended."""
    what = form.text("what", WHAT_LIMIT)
    due_on = form.day("due", required=False)
    who = form.choice("who", [HERS, *doers], required=False)
    if not form.ok:
        return None
    return NewTask(TaskKind.OWN, what, due_on, assignee=doers.get(who), is_hers=who == HERS)


def read_note(form: Form) -> str | None:
    """The words of a note; None when something must be mended."""
    words = form.long_text("words", NOTE_LIMIT, required=True)
    return words if form.ok else None
