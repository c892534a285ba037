"""Looks for a conflict before anybody works with a client: the same name on both sides of a group's cases.

Names, readings, telephones and addresses are compared by fingerprints that hold within one group alone; what
was found is shown to nobody, only that a coordinator has to decide.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlmodel import Session

from app.kit.behalf import lifted
from app.kit.crypto import Place
from app.kit.errors import Conflict
from app.kit.house import House
from app.people.conflict_models import ConflictCheck, Decision, NameMark, OpposingParty, Side
from app.people.models import Client
from app.people.profiles import About

MARK: Any = NameMark.__table__  # type: ignore[attr-defined] # SQLModel adds it at class creation
CHECK: Any = ConflictCheck.__table__  # type: ignore[attr-defined] # see above
CLIENT: Any = Client.__table__  # type: ignore[attr-defined] # see above
OPPOSING: Any = OpposingParty.__table__  # type: ignore[attr-defined] # see above

PASSED: Final = (Decision.CLEAR, Decision.GO_ON)
# Katakana small a to small ke; hiragana stands 0x60 before it.
_FROM_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LENGTH = "\u30fc"  # the mark of a long vowel, which people leave out or write as a dash
COUNTRY = "81"
LONGEST_AT_HOME = 10  # figures of a number that begins with 81 and is no foreign writing of ours


@dataclass(frozen=True, slots=True)
class Opposing:
    """Somebody on the other side, as far as it is known."""

    name: str = ""
    kana: str = ""
    phone: str = ""
    address: str = ""


@lifted  # nobody sees fingerprints; not even the client sees those of her group
def run(
    session: Session, house: House, client: Client, account_id: UUID, about: About, others: Sequence[Opposing]
) -> ConflictCheck:
    """Keeps the fingerprints of a client and of whom she declared, and looks both ways for the same ones."""
    hers, theirs = _marks_of(house, client.group_id, about), _marks_of(house, client.group_id, *others)
    is_possible = _is_there(session, client, Side.OPPOSING, hers) or _is_there(
        session, client, Side.CLIENT, theirs
    )
    _keep(session, house, client, hers, theirs, others)
    check = ConflictCheck(
        client_id=client.id,
        group_id=client.group_id,
        run_by=account_id,
        run_at=house.clock.now(),
        decision=Decision.OPEN if is_possible else Decision.CLEAR,
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
) -> None:
    """A fresh look when her name, or how she is reached, or whom she declared is another than before."""
    known = opposing_of(session, house, client)
    every = [*known, *(each for each in others if each not in known)]
    kept = select(MARK.c.side, MARK.c.mark).where(MARK.c.client_id == client.id)
    before = {tuple(row) for row in session.execute(kept)}
    hers, theirs = _marks_of(house, client.group_id, about), _marks_of(house, client.group_id, *every)
    now = {(Side.CLIENT, mark) for mark in hers} | {(Side.OPPOSING, mark) for mark in theirs}
    if before != now or latest(session, client.id) is None:
        run(session, house, client, account_id, about, every)


def decide(house: House, check: ConflictCheck, account_id: UUID, decision: Decision) -> None:
    """What a coordinator made of a possible conflict; raises Conflict when it was decided before."""
    if check.decision != Decision.OPEN or decision not in (Decision.GO_ON, Decision.STOP):
        raise Conflict("people.errors.check_decided")
    check.decision, check.decided_by, check.decided_at = decision, account_id, house.clock.now()


def latest(session: Session, client_id: UUID) -> ConflictCheck | None:
    """The check that counts."""
    found = select(ConflictCheck).where(CHECK.c.client_id == client_id).order_by(CHECK.c.run_at.desc())
    return session.execute(found.limit(1)).scalar_one_or_none()


def refuse_unchecked(session: Session, person_id: UUID, group_id: UUID) -> None:
    """Raises Conflict unless the person is a client of the group whose latest check was passed."""
    found = select(CLIENT.c.id).where(
        CLIENT.c.person_id == person_id, CLIENT.c.group_id == group_id, CLIENT.c.ended_at.is_(None)
    )
    client_id = session.execute(found).scalar_one_or_none()
    check = latest(session, client_id) if client_id else None
    if check is None or check.decision not in PASSED:
        raise Conflict("people.errors.unchecked")


def opposing_of(session: Session, house: House, client: Client) -> list[Opposing]:
    """Whom a client declared, opened; for those alone who may read her content."""
    cipher = house.vault.person(client.person_id)
    rows = session.execute(select(OpposingParty).where(OPPOSING.c.client_id == client.id)).scalars()
    return [
        Opposing(**json.loads(cipher.open(_place(row.id, client.person_id), row.words_sealed)))
        for row in rows
    ]


def _is_there(session: Session, client: Client, side: Side, marks: Iterable[str]) -> bool:
    found = select(MARK.c.id).where(
        MARK.c.group_id == client.group_id,
        MARK.c.mark.in_(list(marks)),
        MARK.c.side == side,
        MARK.c.client_id != client.id,
    )
    return session.execute(found.limit(1)).first() is not None


def _keep(
    session: Session,
    house: House,
    client: Client,
    hers: Iterable[str],
    theirs: Iterable[str],
    others: Iterable[Opposing],
) -> None:
    session.execute(delete(NameMark).where(MARK.c.client_id == client.id))
    session.execute(delete(OpposingParty).where(OPPOSING.c.client_id == client.id))
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


def folded(text: str) -> str:
    """Names and addresses without what people write now one way, now another."""
    plain = unicodedata.normalize("NFKC", text).translate(_variants()).translate(_FROM_KATAKANA)
    return "".join(sign for sign in plain if sign.isalnum() and sign not in _LENGTH).casefold()


@cache
def _variants() -> dict[int, str]:
    # Old and new forms of the same sign; not a full list, but the ones that papers mix most.
    text = files("app.people").joinpath("data", "name_variants.csv").read_text("utf-8")
    return {ord(row["old"]): row["new"] for row in csv.DictReader(text.splitlines())}


def digits(text: str) -> str:
    """A telephone number's figures; the country's 81 in front becomes 0."""
    plain = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    is_from_abroad = plain.startswith(COUNTRY) and len(plain) > LONGEST_AT_HOME
    return f"0{plain.removeprefix(COUNTRY)}" if is_from_abroad else plain


def _place(row_id: UUID, person_id: UUID) -> Place:
    return Place("opposing_party", "words_sealed", row_id, person_id)
