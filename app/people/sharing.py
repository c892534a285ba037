"""What a person sees of whom she lets look: her grants with their scopes, the groups, the helpers' names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import exists, select
from sqlmodel import Session

from app.accounts.session import Actor
from app.audit.entry import Action
from app.groups import service as groups
from app.groups.models import Membership, SupportGroup
from app.kit.crypto import Cipher, Place
from app.kit.house import House
from app.people import clients, conflicts, grants
from app.people.conflicts import Opposing
from app.people.grant_models import AccessGrant, GrantScope
from app.people.grants import GRANT, SCOPE, Consent
from app.people.models import Case
from app.people.noting import note_act
from app.people.profiles import About
from app.people.renewals import FIRST, Renewal, days_left, renewal_of
from app.people.team_models import CaseAssignment, Part

CASE: Any = Case.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
GROUP: Any = SupportGroup.__table__  # type: ignore[attr-defined] # see above
MEMBER: Any = Membership.__table__  # type: ignore[attr-defined] # see above
ASSIGNED: Any = CaseAssignment.__table__  # type: ignore[attr-defined] # see above


@dataclass(frozen=True, slots=True)
class Helper:
    """Who works on a case, as she knows her."""

    name: str
    part: Part
    case_id: UUID


@dataclass(frozen=True, slots=True)
class Shared:
    """One consent as it stands today."""

    grant: AccessGrant
    group: str
    contact: str
    scopes: Sequence[GrantScope]
    helpers: Sequence[Helper]
    today: date

    @property
    def is_active(self) -> bool:
        """Whether anybody may still look because of it."""
        return bool(self.open_scopes)

    @property
    def open_scopes(self) -> list[GrantScope]:
        """What it still covers."""
        return [each for each in self.scopes if each.ended_at is None and each.expires_on >= self.today]

    @property
    def days_left(self) -> int:
        """Civil days after today on which it still holds."""
        return days_left(self.grant.expires_on, self.today)

    @property
    def renewal(self) -> Renewal | None:
        """Whether it ends so soon that she is asked whether it goes on."""
        return renewal_of(self.grant.expires_on, self.today) if self.is_active else None


class Ending(NamedTuple):
    """A consent that ends soon."""

    id: UUID
    until: date


def ending_of(session: Session, person_id: UUID, today: date) -> list[Ending]:
    """Those of her consents about which she is asked today, the nearest first."""
    still = exists().where(SCOPE.c.grant_id == GRANT.c.id, SCOPE.c.ended_at.is_(None))
    soon = GRANT.c.expires_on.between(today, today + timedelta(days=FIRST))
    asked = select(GRANT.c.id, GRANT.c.expires_on).where(GRANT.c.person_id == person_id, soon, still)
    return [Ending(*row) for row in session.execute(asked.order_by(GRANT.c.expires_on))]


def shared_by(session: Session, house: House, person_id: UUID) -> list[Shared]:
    """Every consent of a person, the latest first; four queries, however many there are."""
    found = grants.grants_of(session, person_id)
    scopes = grants.scopes_of(session, (grant.id for grant in found))
    group_ids = {grant.group_id for grant in found}
    words = {
        group.id: groups.words_of(house, group)
        for group in session.execute(select(SupportGroup).where(GROUP.c.id.in_(group_ids))).scalars()
    }
    helpers = _helpers(session, house, person_id)
    return [
        Shared(
            grant=grant,
            group=words[grant.group_id].name,
            contact=words[grant.group_id].contact,
            scopes=scopes.get(grant.id, []),
            helpers=helpers.get(grant.group_id, []),
            today=house.clock.today(),
        )
        for grant in found
    ]


def _helpers(session: Session, house: House, person_id: UUID) -> dict[UUID, list[Helper]]:
    asked = (
        select(Membership, ASSIGNED.c.part, ASSIGNED.c.case_id)
        .join(ASSIGNED, ASSIGNED.c.account_id == MEMBER.c.account_id)
        .where(ASSIGNED.c.group_id == MEMBER.c.group_id, MEMBER.c.ended_at.is_(None))
        .where(ASSIGNED.c.person_id == person_id, ASSIGNED.c.ended_at.is_(None))
    )
    found: dict[UUID, list[Helper]] = {}
    for member, part, case_id in session.execute(asked):
        helper = Helper(groups.name_of(house, member), Part(part), case_id)
        found.setdefault(member.group_id, []).append(helper)
    return found


def titles_of(session: Session, house: House, person_id: UUID) -> dict[UUID, str]:
    """What a person calls her cases, the latest first."""
    cipher = house.vault.person(person_id)
    found = select(Case).where(CASE.c.person_id == person_id).order_by(CASE.c.created_at.desc())
    return {case.id: title_of(cipher, case) for case in session.execute(found).scalars()}


def title_of(cipher: Cipher, case: Case) -> str:
    """A case's name, opened with its person's key."""
    return cipher.open(Place("case", "title_sealed", case.id, case.person_id), case.title_sealed)


def share(
    session: Session,
    house: House,
    actor: Actor,
    consent: Consent,
    about: About,
    others: Sequence[Opposing],
) -> AccessGrant:
    """A person with an account opens her records to a group, whose conflict check runs in the same act.

    That it ran stands in her log; another group's does not, because she asked for this one alone.
    """
    clients.hold_groups_of(session, consent.person_id, consent.group_id)
    grant = grants.make_grant(session, house, actor, consent)
    looked = clients.keep_known(session, house, consent.person_id, actor.account_id, about)
    client = clients.admit(session, house, consent.group_id, consent.person_id, actor.account_id)
    ran = conflicts.run_again(session, house, client, actor.account_id, about, others)
    if ran or client.group_id in looked:
        person_id = client.person_id
        note_act(session, actor, Action.CONFLICT_CHECK, "person", person_id, person_id, client.group_id)
    return grant
