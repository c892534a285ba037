"""Looks for a conflict before anybody works with a client: the same name on both sides of a group's cases.

Names, readings, telephones and addresses are compared by fingerprints that hold within one group alone; what
was found is shown to nobody, only that a coordinator has to decide.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, or_, select
from sqlmodel import Session

from app.audit.entry import Action, Entry, note
from app.groups.service import hold_group
from app.kit.behalf import lifted
from app.kit.crypto import Place
from app.kit.errors import Conflict
from app.kit.house import House
from app.people.conflict_models import ConflictCheck, Decision, NameMark, OpposingParty, Side
from app.people.folding import digits, folded
from app.people.models import Client
from app.people.profiles import About
from app.people.suspending import resume, suspend

MARK: Any = NameMark.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
CHECK: Any = ConflictCheck.__table__  # type: ignore[attr-defined] # see above
CLIENT: Any = Client.__table__  # type: ignore[attr-defined] # see above
OPPOSING: Any = OpposingParty.__table__  # type: ignore[attr-defined] # see above

PASSED: Final = (Decision.CLEAR, Decision.GO_ON)


@dataclass(frozen=True, slots=True)
class Opposing:
    """Somebody on the other side, as far as it is known."""

    name: str = ""
    kana: str = ""
    phone: str = ""
    address: str = ""

    @property
    def is_told(self) -> bool:
        """Whether anything is known at all."""
        return any((self.name, self.kana, self.phone, self.address))


@lifted  # nobody sees fingerprints; not even the client sees those of her group
def run(
    session: Session,
    house: House,
    client: Client,
    account_id: UUID,
    about: About,
    others: Sequence[Opposing],
    before: Collection[tuple[str, str]] = (),
) -> ConflictCheck:
    """Keeps the fingerprints of a client and of whom she declared, and looks both ways for the same ones.

    Those that were looked for `before` are not looked for again. When the group works for her already, the
    work stops until a coordinator decides, and so does that for whom she met. What waits for a decision
    goes on waiting, also when the words that met are gone.
    """
    hold_group(session, client.group_id)  # two who are checked at once see each other
    hers, theirs = _marks_of(house, client.group_id, about), _marks_of(house, client.group_id, *others)
    met = _met(session, client, _sided(hers, theirs).difference(before))
    _keep(session, house, client, hers, theirs, others)
    waits = bool(met) or _waits(session, client)
    check = _keep_check(session, house, client, account_id, Decision.OPEN if waits else Decision.CLEAR)
    _note_met(session, client.group_id, account_id, met)
    if met and suspend(session, client, check.run_at):
        _log(session, "case_assignment", client.person_id, None, client.group_id, account_id)
        _suspend_met(session, house, account_id, met)
    return check


def _waits(session: Session, client: Client) -> bool:
    """Whether a coordinator has still to decide about her."""
    check = latest(session, client.id)
    return check is not None and check.decision == Decision.OPEN


def _note_met(session: Session, group_id: UUID, account_id: UUID, met: Collection[UUID]) -> None:
    """Each whom a look met reads in her log that there was one, and by whom; not for whose sake."""
    found = select(CLIENT.c.person_id).where(CLIENT.c.id.in_(met)).distinct()
    for person_id in session.execute(found.order_by(CLIENT.c.person_id)).scalars().all():
        _log(session, "person", person_id, person_id, group_id, account_id)


def _suspend_met(session: Session, house: House, account_id: UUID, met: Collection[UUID]) -> None:
    found = select(Client).where(CLIENT.c.id.in_(met), CLIENT.c.ended_at.is_(None))
    for other in session.execute(found.order_by(CLIENT.c.id)).scalars().all():
        if not _waits(session, other) and suspend(session, other, house.clock.now()):
            _keep_check(session, house, other, account_id, Decision.OPEN)
            _log(session, "case_assignment", other.person_id, None, other.group_id, account_id)


def _log(
    session: Session, kind: str, person_id: UUID, object_id: UUID | None, group_id: UUID, account_id: UUID
) -> None:
    entry = Entry(
        Action.CONFLICT_CHECK,
        kind,
        actor_id=account_id,
        person_id=person_id,
        object_id=object_id,
        group_id=group_id,
    )
    note(session, entry)


def _keep_check(
    session: Session, house: House, client: Client, account_id: UUID, decision: Decision
) -> ConflictCheck:
    check = ConflictCheck(
        client_id=client.id,
        group_id=client.group_id,
        run_by=account_id,
        run_at=house.clock.now(),
        decision=decision,
    )
    session.add(check)
    session.flush()
    return check


@lifted
def run_again(
    session: Session,
    house: House,
    client: Client,
    account_id: UUID,
    about: About,
    others: Sequence[Opposing] = (),
) -> bool:
    """A fresh look when her name, or how she is reached, or whom she declared is another than before.

    Says whether it was needed.
    """
    hold_group(session, client.group_id)
    known = opposing_of(session, house, client)
    every = [*known, *(each for each in others if each not in known)]
    kept = select(MARK.c.side, MARK.c.mark).where(MARK.c.client_id == client.id)
    before = {(row.side, row.mark) for row in session.execute(kept)}
    hers, theirs = _marks_of(house, client.group_id, about), _marks_of(house, client.group_id, *every)
    now = _sided(hers, theirs)
    check = latest(session, client.id)
    if before == now and check is not None:
        return False
    run(session, house, client, account_id, about, every, before & now if check is not None else ())
    return True


@lifted
def decide(
    session: Session, house: House, client: Client, check: ConflictCheck, account_id: UUID, decision: Decision
) -> None:
    """What a coordinator made of a possible conflict; raises Conflict when it was decided before."""
    if check.decision != Decision.OPEN or decision not in (Decision.GO_ON, Decision.STOP):
        raise Conflict("people.errors.check_decided")
    check.decision, check.decided_by, check.decided_at = decision, account_id, house.clock.now()
    if decision == Decision.GO_ON:
        resume(session, client)


@lifted
def forget(session: Session, client: Client) -> None:
    """Deletes whom she declared and every fingerprint of hers; those of others still find her."""
    session.execute(delete(NameMark).where(MARK.c.client_id == client.id))
    session.execute(delete(OpposingParty).where(OPPOSING.c.client_id == client.id))


def latest(session: Session, client_id: UUID) -> ConflictCheck | None:
    """The check that counts."""
    found = select(ConflictCheck).where(CHECK.c.client_id == client_id).order_by(CHECK.c.run_at.desc())
    return session.execute(found.limit(1)).scalar_one_or_none()


def refuse_unchecked(session: Session, person_id: UUID, group_id: UUID) -> None:
    """Raises Conflict unless the person is a client of the group whose latest check was passed."""
    if not is_checked(session, person_id, group_id):
        raise Conflict("people.errors.unchecked")


def is_checked(session: Session, person_id: UUID, group_id: UUID) -> bool:
    """Whether the person is a client of the group whose latest check was passed."""
    found = select(CLIENT.c.id).where(
        CLIENT.c.person_id == person_id, CLIENT.c.group_id == group_id, CLIENT.c.ended_at.is_(None)
    )
    client_id = session.execute(found).scalar_one_or_none()
    check = latest(session, client_id) if client_id else None
    return check is not None and check.decision in PASSED


def opposing_of(session: Session, house: House, client: Client) -> list[Opposing]:
    """Whom a client declared, opened; for those alone who may read her content."""
    cipher = house.vault.person(client.person_id)
    rows = session.execute(select(OpposingParty).where(OPPOSING.c.client_id == client.id)).scalars()
    return [
        Opposing(**json.loads(cipher.open(_place(row.id, client.person_id), row.words_sealed)))
        for row in rows
    ]


def _sided(hers: Iterable[str], theirs: Iterable[str]) -> set[tuple[str, str]]:
    return {(Side.CLIENT, mark) for mark in hers} | {(Side.OPPOSING, mark) for mark in theirs}


def _met(session: Session, client: Client, marks: Collection[tuple[str, str]]) -> set[UUID]:
    """The other clients of the group who have one of these marks on the other side."""
    across = {
        Side.OPPOSING: [mark for side, mark in marks if side == Side.CLIENT],
        Side.CLIENT: [mark for side, mark in marks if side == Side.OPPOSING],
    }
    found = select(MARK.c.client_id).where(
        MARK.c.group_id == client.group_id,
        MARK.c.client_id != client.id,
        or_(*(and_(MARK.c.side == side, MARK.c.mark.in_(each)) for side, each in across.items())),
    )
    return set(session.execute(found).scalars())


def _keep(
    session: Session,
    house: House,
    client: Client,
    hers: Iterable[str],
    theirs: Iterable[str],
    others: Iterable[Opposing],
) -> None:
    forget(session, client)
    for side, marks in ((Side.CLIENT, hers), (Side.OPPOSING, theirs)):
        session.add_all(
            NameMark(group_id=client.group_id, client_id=client.id, side=side, mark=mark)
            for mark in sorted(marks)
        )
    cipher = house.vault.person(client.person_id)
    for each in others:
        row_id = uuid4()
        words = json.dumps(asdict(each), ensure_ascii=False)
        sealed = cipher.seal(_place(row_id, client.person_id), words)
        session.add(
            OpposingParty(id=row_id, client_id=client.id, person_id=client.person_id, words_sealed=sealed)
        )


def _marks_of(house: House, group_id: UUID, *named: About | Opposing) -> set[str]:
    """The fingerprints of several."""
    return {
        mark
        for each in named
        for mark in _marks(house, group_id, each.name, each.kana, each.phone, each.address)
    }


def _marks(house: House, group_id: UUID, name: str, kana: str, phone: str, address: str) -> set[str]:
    """One fingerprint for each thing known; another group makes others of the same words."""
    told = {"name": folded(name), "kana": folded(kana), "phone": digits(phone), "address": folded(address)}
    # A reading written where the name belongs, or the other way round, is found all the same.
    told["name"], told["kana"] = told["name"] or told["kana"], told["kana"] or told["name"]
    kinds = {"name": "name", "kana": "name", "phone": "phone", "address": "address"}
    return {
        house.vault.blind_index(f"conflict|{group_id.hex}|{kinds[kind]}", text)
        for kind, text in told.items()
        if text
    }


def _place(row_id: UUID, person_id: UUID) -> Place:
    return Place("opposing_party", "words_sealed", row_id, person_id)
