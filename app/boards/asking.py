"""What the address of a board asks for: which cases, in which order, and after which one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from app.web.forms import Fields


class Show(StrEnum):
    """Which cases."""

    ALL = "all"
    WEEK = "week"
    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    ENDING = "ending"
    CERTIFICATES = "certificates"
    MANDATES = "mandates"
    NO_ACCESS = "no_access"


class Sort(StrEnum):
    """In which order."""

    URGENT = "urgent"  # the client's dates first, then the agencies'
    THEIRS = "theirs"
    NUMBER = "number"


class Part(StrEnum):
    """A stretch of the list whose rows are ordered by the same thing."""

    HERS = "hers"  # by the client's next date
    THEIRS = "theirs"  # by the agency's next date
    REST = "rest"  # by the client's number


PARTS: Final = {
    Sort.URGENT: (Part.HERS, Part.THEIRS, Part.REST),
    Sort.THEIRS: (Part.THEIRS, Part.REST),
    Sort.NUMBER: (Part.REST,),
}


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before."""

    part: Part
    key: date | int
    case_id: UUID

    def __str__(self) -> str:
        return f"{self.part}.{self.key}.{self.case_id}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One address."""

    show: Show = Show.ALL
    sort: Sort = Sort.URGENT
    after: After | None = None

    def path(self, board: str, **other: object) -> str:
        """The address of the same board, or with something else asked."""
        said: dict[str, object] = {"show": self.show, "sort": self.sort} | other
        usual = {"show": Show.ALL, "sort": Sort.URGENT, "after": None}
        kept = {name: str(value) for name, value in said.items() if value != usual[name]}
        return f"{board}?{urlencode(kept)}" if kept else board

    def same(self, board: str) -> str:
        """The address of this very page of it."""
        return self.path(board, after=self.after)


def again(fields: Fields) -> Asked:
    """What a form of the board carried along, read as an address is."""
    return read(*(fields.get(name) for name in ("show", "sort", "after")))


def read(show: str, sort: str, after: str) -> Asked:
    """What an address says; what it says wrongly is left out."""
    shown = Show(show) if show in list(Show) else Show.ALL
    sorted_by = Sort(sort) if sort in list(Sort) else Sort.URGENT
    return Asked(shown, sorted_by, _read_after(after, sorted_by))


def _read_after(text: str, sort: Sort) -> After | None:
    part, _, rest = text.partition(".")
    key, _, case_id = rest.partition(".")
    if part not in PARTS[sort]:
        return None
    try:
        return After(Part(part), int(key) if part == Part.REST else date.fromisoformat(key), UUID(case_id))
    except ValueError:
        return None
