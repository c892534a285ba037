"""What can be done with a group: found it, invite, join, change a role, leave, dissolve."""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import and_, func, select, update
from sqlmodel import Session, col

from app.accounts.models import Account
from app.accounts.session import Actor, hash_token
from app.groups.access import GROUP, MEMBER, member_for
from app.groups.ending import take_along
from app.groups.models import Invitation, Membership, Role, SupportGroup
from app.kit.crypto import Place
from app.kit.errors import Conflict, NotFound
from app.kit.house import House

INVITED_FOR: Final = timedelta(days=7)
TOKEN_BYTES: Final = 32
# Without signs that look alike on paper: 0 and O, 1 and I and L.
CODE_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH: Final = 8

INVITATION: Any = Invitation.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation


@dataclass(frozen=True, slots=True)
class GroupWords:
    """What a group is called, and how a client reaches it to ask or to stop."""

    name: str
    contact: str


def found_group(session: Session, house: House, actor: Actor, words: GroupWords, own_name: str) -> UUID:
    """A new group; whoever founds it coordinates it."""
    group_id = uuid4()
    cipher = house.vault.group(group_id)
    session.add(
        SupportGroup(
            id=group_id,
            code="".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)),
            name_sealed=cipher.seal(_of_group("name_sealed", group_id), words.name),
            contact_sealed=cipher.seal(_of_group("contact_sealed", group_id), words.contact),
            created_at=house.clock.now(),
        )
    )
    session.flush()  # its members refer to it
    _join(session, house, group_id, actor.account_id, Role.COORDINATOR, own_name)
    return group_id


def rename_group(house: House, group: SupportGroup, words: GroupWords) -> None:
    cipher = house.vault.group(group.id)
    group.name_sealed = cipher.seal(_of_group("name_sealed", group.id), words.name)
    group.contact_sealed = cipher.seal(_of_group("contact_sealed", group.id), words.contact)


def words_of(house: House, group: SupportGroup) -> GroupWords:
    """A group's name and contact, opened."""
    cipher = house.vault.group(group.id)
    return GroupWords(
        cipher.open(_of_group("name_sealed", group.id), group.name_sealed),
        cipher.open(_of_group("contact_sealed", group.id), group.contact_sealed),
    )


def name_of(house: House, member: Membership) -> str:
    """What clients and members call her."""
    place = _of_member(member.id, member.group_id)
    return house.vault.group(member.group_id).open(place, member.name_sealed)


def members(session: Session, group_id: UUID) -> Sequence[Membership]:
    """Who works in a group now, the longest first."""
    found = select(Membership).where(MEMBER.c.group_id == group_id, MEMBER.c.ended_at.is_(None))
    return session.execute(found.order_by(MEMBER.c.began_at, MEMBER.c.id)).scalars().all()


def invite(session: Session, house: House, by: Membership, role: Role) -> str:
    """A link's token that lets one account in under this role, once, for a week; told this once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = house.clock.now()
    session.add(
        Invitation(
            group_id=by.group_id,
            token_hash=hash_token(token),
            role=role,
            made_by=by.account_id,
            made_at=now,
            expires_at=now + INVITED_FOR,
        )
    )
    return token


def open_invitations(session: Session, group_id: UUID, now: datetime) -> Sequence[Invitation]:
    """The links that would still let somebody in."""
    found = select(Invitation).where(INVITATION.c.group_id == group_id, *_still_open(now))
    return session.execute(found.order_by(INVITATION.c.made_at)).scalars().all()


def invitation_for(session: Session, token: str, now: datetime) -> Invitation:
    """The open invitation of a token. Used, withdrawn, late or never made: the same NotFound."""
    return _one(session, INVITATION.c.token_hash == hash_token(token), now)


def invitation_of(session: Session, group_id: UUID, invitation_id: UUID, now: datetime) -> Invitation:
    """An open invitation of this group; raises NotFound."""
    return _one(session, and_(INVITATION.c.id == invitation_id, INVITATION.c.group_id == group_id), now)


def _one(session: Session, which: Any, now: datetime) -> Invitation:
    asked = select(Invitation).join(GROUP, GROUP.c.id == INVITATION.c.group_id)
    asked = asked.where(which, GROUP.c.dissolved_at.is_(None), *_still_open(now))
    found: Invitation | None = session.execute(asked).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def _still_open(now: datetime) -> tuple[Any, ...]:
    unused = INVITATION.c.used_at.is_(None), INVITATION.c.withdrawn_at.is_(None)
    return (*unused, INVITATION.c.expires_at > now)


def withdraw_invitation(invitation: Invitation, now: datetime) -> None:
    invitation.withdrawn_at = now


def accept(session: Session, house: House, actor: Actor, token: str, own_name: str) -> Membership:
    """Joins by an invitation; raises NotFound for one that is not open, Conflict for a member."""
    now = house.clock.now()
    group = hold_group(session, invitation_for(session, token, now).group_id)
    invitation = invitation_for(session, token, now)  # another may have used it while we waited
    if open_membership(session, group.id, actor.account_id) is not None:
        raise Conflict("groups.errors.already_member")
    invitation.used_at, invitation.used_by = now, actor.account_id
    return _join(session, house, group.id, actor.account_id, Role(invitation.role), own_name)


def change_role(session: Session, house: House, member: Membership, role: Role) -> Membership:
    """The same account under another role, as a new row; raises Conflict for the last coordinator."""
    _hold_member(session, member)
    own_name = name_of(house, member)
    if role != Role.COORDINATOR:
        refuse_last_coordinator(session, member)
        _withdraw_what_she_sent(session, member, house.clock.now())
    _end(session, member, house.clock.now(), "role_changed")
    session.flush()  # one open row at a time
    return _join(session, house, member.group_id, member.account_id, role, own_name)


def end_membership(session: Session, member: Membership, now: datetime, reason: str) -> None:
    """Ends it at once; raises Conflict for the last coordinator. Her cases are handed on before."""
    _hold_member(session, member)
    refuse_last_coordinator(session, member)
    _withdraw_what_she_sent(session, member, now)
    _end(session, member, now, reason)


def _hold_member(session: Session, member: Membership) -> None:
    hold_group(session, member.group_id)
    session.refresh(member)
    if member.ended_at is not None:  # by another who was first
        raise NotFound


def _withdraw_what_she_sent(session: Session, member: Membership, now: datetime) -> None:
    # Else she could come back by a link of her own.
    for invitation in open_invitations(session, member.group_id, now):
        if invitation.made_by == member.account_id:
            withdraw_invitation(invitation, now)


def dissolve(session: Session, group_id: UUID, now: datetime) -> None:
    """Ends the group with every membership, every invitation and all that was written for its members."""
    group = hold_group(session, group_id)
    group.dissolved_at = now
    take_along(session, group_id)
    for member in members(session, group_id):
        _end(session, member, now, "dissolved")
    for invitation in open_invitations(session, group_id, now):
        withdraw_invitation(invitation, now)


def group_of_code(session: Session, code: str) -> SupportGroup | None:
    """The group that goes by this code, however it was typed."""
    plain = unicodedata.normalize("NFKC", code).upper()
    signs = "".join(sign for sign in plain if sign.isalnum())
    found: SupportGroup | None = session.execute(
        select(SupportGroup).where(GROUP.c.code == signs, GROUP.c.dissolved_at.is_(None))
    ).scalar_one_or_none()
    return found


def named_by_code(session: Session, code: str) -> SupportGroup:
    """The same; raises NotFound."""
    group = group_of_code(session, code)
    if group is None:
        raise NotFound
    return group


def hold_group(session: Session, group_id: UUID) -> SupportGroup:
    """The group, alone: two coordinators who act at once act one after the other.

    Whoever also holds a case of the group holds the group first, so that no two wait for each other.
    """
    # A "no key" lock: rows that refer to the group may still be written.
    found = select(SupportGroup).where(GROUP.c.id == group_id).with_for_update(key_share=True)
    group: SupportGroup = session.execute(found.execution_options(populate_existing=True)).scalar_one()
    return group


def member_alone(session: Session, actor: Actor, group_id: UUID, *roles: Role) -> Membership:
    """The actor's membership as `member_for` finds it, with the group held; raises NotFound."""
    member_for(session, actor, group_id, *roles)  # nobody makes others wait with a group that is not hers
    hold_group(session, group_id)
    return member_for(session, actor, group_id, *roles)


def open_membership(session: Session, group_id: UUID, account_id: UUID) -> Membership | None:
    """The account's membership in the group now, if it has one."""
    found = select(Membership).where(
        MEMBER.c.group_id == group_id, MEMBER.c.account_id == account_id, MEMBER.c.ended_at.is_(None)
    )
    return session.execute(found).scalar_one_or_none()


def refuse_last_coordinator(session: Session, member: Membership) -> None:
    """A group is never without a coordinator; raises Conflict."""
    if is_last_coordinator(session, member):
        raise Conflict("groups.errors.last_coordinator")


def is_last_coordinator(session: Session, member: Membership) -> bool:
    """Whether the group would be without a coordinator if she were none."""
    if member.role != Role.COORDINATOR:
        return False
    others = select(func.count()).where(
        MEMBER.c.group_id == member.group_id,
        MEMBER.c.role == Role.COORDINATOR,
        MEMBER.c.ended_at.is_(None),
        MEMBER.c.id != member.id,
    )
    count: int = session.execute(others).scalar_one()
    return count == 0


def _join(
    session: Session, house: House, group_id: UUID, account_id: UUID, role: Role, own_name: str
) -> Membership:
    member_id = uuid4()
    sealed = house.vault.group(group_id).seal(_of_member(member_id, group_id), own_name)
    member = Membership(
        id=member_id,
        group_id=group_id,
        account_id=account_id,
        role=role,
        name_sealed=sealed,
        began_at=house.clock.now(),
    )
    session.add(member)
    _note_helping(session, account_id)
    return member


def _end(session: Session, member: Membership, now: datetime, reason: str) -> None:
    member.ended_at, member.ended_reason = now, reason
    _note_helping(session, member.account_id)


def _note_helping(session: Session, account_id: UUID) -> None:
    """Whoever works in a group signs in with two factors: her account remembers that she does."""
    session.flush()
    works = select(MEMBER.c.id).where(MEMBER.c.account_id == account_id, MEMBER.c.ended_at.is_(None))
    session.execute(update(Account).where(col(Account.id) == account_id).values(helps_others=works.exists()))


def _of_group(column: str, group_id: UUID) -> Place:
    # A group has no person: its own id stands in her place.
    return Place("support_group", column, group_id, group_id)


def _of_member(member_id: UUID, group_id: UUID) -> Place:
    return Place("membership", "name_sealed", member_id, group_id)
