"""What a coordinator reads of the group's own log: who joined, left, invited, put away or took out what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.audit.keeping import actor_mark
from app.audit.reading import END, PAGE, Seen, entries_of_group
from app.groups.access import members_ever
from app.groups.models import Membership
from app.groups.service import name_of
from app.kit.clock import TOKYO
from app.kit.house import House

# What the catalogs have words for, by the kind of thing.
ACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "group": ("create", "edit", "delete"),
    "invitation": ("invite", "revoke"),
    "membership": ("create", "membership", "revoke"),
    "playbook": ("create", "edit", "delete"),
    "letter": ("create", "edit", "delete"),
    "board": ("export",),
    "day_sheet": ("export",),
    "statistics": ("export",),
    "keeping": ("edit",),
}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One act: when, by which member, what, and whom it was about where that was a member."""

    day: date
    time: str
    name: str | None  # None: she is no member that the group ever had
    act: str  # the end of a key of the catalogs
    whom: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class GroupLog:
    """A part of the log, the newest first; `older` leads on where more is left."""

    lines: Sequence[GroupLine]
    older: int | None


def log_of(session: Session, house: House, group_id: UUID, before: int = END) -> GroupLog:
    """The group's entries below the number `before`."""
    found = entries_of_group(session, house.vault, group_id, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    members = members_ever(session, [group_id])
    names = {actor_mark(house.vault, each.account_id): name_of(house, each) for each in members}
    about = {str(each.id): each for each in members}
    lines = [_line(house, seen, names, about) for seen in shown]
    return GroupLog(lines, shown[-1].seq if len(found) > len(shown) else None)


def _line(
    house: House, seen: Seen, names: Mapping[str | None, str], about: Mapping[str, Membership]
) -> GroupLine:
    at = seen.at.astimezone(TOKYO)
    whom = about.get(seen.object_id or "")
    is_known = seen.action in ACTS.get(seen.object_kind, ())
    return GroupLine(
        day=at.date(),
        time=f"{at:%H:%M}",
        name=names.get(seen.by),
        act=f"{seen.object_kind}.{seen.action}" if is_known else "other",
        whom=name_of(house, whom) if whom else None,
        role=whom.role if whom else None,
    )
