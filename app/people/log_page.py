"""What the page 「だれが見たか」 shows: who looked at a person's records, and what was done or refused."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.audit.reading import END, PAGE, Seen, count_of, entries_of
from app.groups.access import groups_of_ids, members_ever
from app.groups.service import name_of, words_of
from app.kit.clock import TOKYO
from app.kit.house import House

# What the catalogs have words for; anything else is "a record".
KINDS = frozenset(
    {
        "access_grant",
        "account",
        "agency",
        "board",
        "calendar",
        "case",
        "claim",
        "client",
        "day_sheet",
        "document",
        "event",
        "filing",
        "group",
        "handover",
        "holding",
        "invitation",
        "letter",
        "list",
        "log",
        "mandate",
        "membership",
        "note",
        "own_date",
        "person",
        "playbook",
        "profile",
        "task",
    }
)
# What stands in a table of its own, but is the same thing to her.
SAME = {
    "case_assignment": "case",
    "certificate": "filing",
    "cost": "filing",
    "filing_event": "event",
    "grant_scope": "access_grant",
    "own_playbook": "playbook",
    "playbook_run": "playbook",
    "playbook_step": "playbook",
    "power_of_attorney": "mandate",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log: the day and the time in Japan, who, what, and what was done with it."""

    day: date
    time: str
    is_own: bool
    is_anonymous: bool  # nobody was signed in, or the program did it by itself
    name: str | None  # None: it cannot be read any more, or nobody wrote it down
    group_name: str | None
    role: str | None
    kind: str
    what: str | None
    action: str
    is_readable: bool


@dataclass(frozen=True, slots=True)
class Log:
    """A part of the log; `count` is of the whole, `older` leads on where more is left."""

    lines: list[Line]
    count: int
    older: int | None

    @property
    def is_readable(self) -> bool:
        """Whether every line could be opened."""
        return all(line.is_readable for line in self.lines)


def log_of(
    session: Session,
    house: House,
    own: UUID | None,
    person_id: UUID,
    *,
    before: int = END,
    limit: int | None = PAGE,
) -> Log:
    """The person's entries below the number `before`, in plain facts; all of them without a `limit`.

    What the account `own` did is told as her own.
    """
    wanted = None if limit is None else limit + 1
    found = entries_of(session, house.vault, person_id, before=before, limit=wanted)
    shown = found[:limit]
    names = _names(session, house, shown)
    return Log(
        lines=[_line(house, own, seen, names) for seen in shown],
        count=count_of(session, house.vault, person_id),
        older=shown[-1].seq if len(found) > len(shown) else None,
    )


def log_without_titles(session: Session, house: House, person_id: UUID) -> Log:
    """All of it, for who prints it for a person without an account: no title, which she may not know."""
    told = log_of(session, house, None, person_id, limit=None)
    return replace(told, lines=[replace(line, what=None) for line in told.lines])


def _names(session: Session, house: House, shown: list[Seen]) -> dict[tuple[str, str], tuple[str, str]]:
    """What the people who acted in a group's name are called there, and the group: by account and group."""
    told = {
        (seen.facts["account"], seen.facts["group"]) for seen in shown if seen.facts and "group" in seen.facts
    }
    ids = {UUID(group) for _, group in told}
    if not ids:
        return {}
    groups = {row.id: words_of(house, row).name for row in groups_of_ids(session, ids)}
    return {
        (str(member.account_id), str(member.group_id)): (name_of(house, member), groups[member.group_id])
        for member in members_ever(session, ids)
    }


def _line(house: House, own: UUID | None, seen: Seen, names: dict[tuple[str, str], tuple[str, str]]) -> Line:
    facts = dict(seen.facts or {})
    called = names.get((facts.get("account", ""), facts.get("group", "")))
    if called:
        facts = {"name": called[0], "group_name": called[1]} | facts
    at = seen.at.astimezone(TOKYO)
    return Line(
        day=at.date(),
        time=f"{at:%H:%M}",
        is_own=own is not None and seen.is_by(house.vault, own),
        is_anonymous=seen.by is None,
        name=facts.get("name"),
        group_name=facts.get("group_name"),
        role=facts.get("role"),
        kind=_kind_of(seen.object_kind),
        what=facts.get("what"),
        action=seen.action,
        is_readable=seen.facts is not None,
    )


def _kind_of(kind: str) -> str:
    known = SAME.get(kind, kind)
    return known if known in KINDS else "other"
