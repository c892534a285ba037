"""What is done with tasks and notes: one is added, done, opened again; a note is written, or taken away."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.casework.models import Note, Source, Task, TaskKind
from app.kit.crypto import Place
from app.kit.errors import NotFound
from app.kit.house import House
from app.people.models import Case
from app.people.telling import told_in_person

TASK: Any = Task.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
_TO_TELL = select(Task).where(
    TASK.c.case_id == bindparam("case"),
    TASK.c.kind == TaskKind.TELL_OF_LEAD.value,
    TASK.c.done_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class NewTask:
    """What is to be done, until when and by whom; with no assignee, by whoever comes first."""

    kind: TaskKind
    words: str | None = None
    due_on: date | None = None
    assignee: UUID | None = None
    is_hers: bool = False
    source: Source = Source.HAND
    mandate_id: UUID | None = None
    filing_id: UUID | None = None


def add_task(session: Session, house: House, case: Case, new: NewTask, made_by: UUID) -> Task:
    """A task of a case; the caller has come through the door with "edit", or acts for the house."""
    task_id = uuid4()
    task = Task(
        id=task_id,
        case_id=case.id,
        person_id=case.person_id,
        kind=new.kind,
        words_sealed=house.vault.seal(_place("task", task_id, case.person_id), new.words),
        due_on=new.due_on,
        is_hers=new.is_hers,
        assignee=new.assignee,
        source=new.source,
        mandate_id=new.mandate_id,
        filing_id=new.filing_id,
        made_by=made_by,
        made_at=house.clock.now(),
    )
    session.add(task)
    session.flush()
    return task


@told_in_person
def ask_to_tell(session: Session, house: House, case: Case, lead: UUID) -> None:
    """The new lead finds a task for today; one that waited for the lead before her is hers now."""
    today = house.clock.today()
    waiting = session.execute(_TO_TELL, {"case": case.id}).scalars().first()
    if waiting is not None:
        waiting.assignee, waiting.due_on = lead, today
        return
    new = NewTask(TaskKind.TELL_OF_LEAD, due_on=today, assignee=lead, source=Source.TEAM)
    add_task(session, house, case, new, lead)


def finish_task(house: House, task: Task, account_id: UUID) -> None:
    """It is done; done again changes nothing."""
    if task.done_at is None:
        task.done_by, task.done_at = account_id, house.clock.now()


def open_task(task: Task) -> None:
    """It was not done after all."""
    task.done_by = task.done_at = None


def add_note(session: Session, house: House, case: Case, words: str, account_id: UUID) -> Note:
    """Words about a case, with who wrote them and when."""
    note_id = uuid4()
    place = _place("note", note_id, case.person_id)
    note = Note(
        id=note_id,
        case_id=case.id,
        person_id=case.person_id,
        words_sealed=house.vault.person(case.person_id).seal(place, words),
        written_by=account_id,
        written_at=house.clock.now(),
    )
    session.add(note)
    session.flush()
    return note


def delete_note(session: Session, note: Note, account_id: UUID) -> None:
    """Takes a note away; raises NotFound for anybody but its writer."""
    if note.written_by != account_id:
        raise NotFound
    session.delete(note)


def words_of(house: House, row: Task | Note) -> str:
    """The words of a task or a note, opened; a task of another kind may have none."""
    if row.words_sealed is None:
        return ""
    place = _place(str(row.__tablename__), row.id, row.person_id)
    return house.vault.person(row.person_id).open(place, row.words_sealed)


def _place(table: str, row_id: UUID, person_id: UUID) -> Place:
    return Place(table, "words_sealed", row_id, person_id)
