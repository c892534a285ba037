"""What a person wrote is sealed to its place; nothing else opens it (T-53)."""

import pickle
import secrets
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlmodel import Session

from app.kit.crypto import NONCE_BYTES, Cipher, Place, Sealed, SealedText, Unreadable, derive
from app.kit.house import House
from app.people.models import Case
from tests.support import things

KEY = bytes(range(32))
PLACE = Place("case", "title_sealed", uuid4(), uuid4())
WORDS = "\u9854\u5199\u771f \U00020bb7 \U0001f3e0"


def test_what_was_sealed_opens_in_its_place() -> None:
    assert Cipher(KEY).open(PLACE, Cipher(KEY).seal(PLACE, WORDS)) == WORDS


@pytest.mark.parametrize(
    "moved",
    [
        replace(PLACE, table="filing"),
        replace(PLACE, column="worry_sealed"),
        replace(PLACE, row=uuid4()),
        replace(PLACE, person=uuid4()),
    ],
)
def test_a_value_moved_to_another_place_does_not_open(moved: Place) -> None:
    sealed = Cipher(KEY).seal(PLACE, WORDS)
    with pytest.raises(Unreadable):
        Cipher(KEY).open(moved, sealed)


def test_no_byte_of_a_sealed_value_can_be_changed() -> None:
    sealed = Cipher(KEY).seal(PLACE, WORDS)
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(Unreadable):
            Cipher(KEY).open(PLACE, changed)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Unreadable):
        Cipher(secrets.token_bytes(32)).open(PLACE, Cipher(KEY).seal(PLACE, WORDS))


def test_the_same_words_never_look_the_same_twice() -> None:
    cipher = Cipher(KEY)
    nonces = {bytes(cipher.seal_bytes(b"", b"")[1 : 1 + NONCE_BYTES]) for _ in range(100_000)}
    assert len(nonces) == 100_000


def test_a_sealed_value_shows_nothing_of_itself() -> None:
    sealed = Cipher(KEY).seal(PLACE, WORDS)
    assert repr(sealed) == str(sealed) == f"{sealed}" == "<sealed>"


def test_a_key_does_not_leave_the_process() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Cipher(KEY))


def test_plain_text_cannot_be_written_to_a_sealed_column() -> None:
    for plain in ("words", b"words"):
        with pytest.raises(TypeError):
            SealedText().process_bind_param(plain, None)


def test_each_purpose_has_a_key_of_its_own() -> None:
    assert len({derive(KEY, purpose) for purpose in ("wrap", "blind index", "account|1", "account|2")}) == 4


def test_a_titles_ciphertext_pasted_over_another_case_does_not_open(house: House, client_for) -> None:
    alice = client_for("alice")
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        first, second = (things.open_case(session, house, actor, title) for title in ("First", "Second"))
        second.title_sealed = first.title_sealed
        ids = second.id
    answer = alice.get(f"/cases/{ids}")
    assert answer.status_code == 500
    assert "First" not in answer.text


def test_when_a_key_is_destroyed_her_words_are_gone_and_others_stay(house: House, client_for) -> None:
    alice, bob = client_for("alice"), client_for("bob")
    hers, his = (_case_of(house, name) for name in ("alice", "bob"))
    with house.db.reading() as session:
        person = session.execute(select(Case.person_id).where(Case.id == hers)).scalar_one()
    house.vault.destroy(person)
    assert "Secret of alice" not in alice.get(f"/cases/{hers}").text
    assert "Secret of bob" in bob.get(f"/cases/{his}").text


def _case_of(house: House, name: str):
    with house.db.writing() as session:
        actor = things.actor_named(session, house, name)
        return things.open_case(session, house, actor, f"Secret of {name}").id


def test_no_column_holds_the_words_in_the_clear(house: House, client_for, data_dir) -> None:
    client_for("alice")
    canary = "CANARY-\u6a2a\u6d5c-7431"
    with house.db.writing() as session:
        actor = things.actor_named(session, house, "alice")
        things.open_case(session, house, actor, canary)
    with house.db.reading() as session:
        titles = _sealed_titles(session)
    assert titles
    assert not any(canary.encode() in title for title in titles)
    for path in data_dir.rglob("*"):
        if path.is_file():
            assert canary.encode() not in path.read_bytes(), path


def _sealed_titles(session: Session) -> list[bytes]:
    found = session.execute(text('SELECT title_sealed FROM "case"')).scalars()
    return [bytes(title) for title in found]


def test_sealed_is_bytes_for_the_database() -> None:
    assert SealedText().process_bind_param(Sealed(b"\x01x"), None) == b"\x01x"


def test_an_accounts_key_can_be_destroyed_and_is_known_to_have_been(house: House) -> None:
    account, place = uuid4(), Place("account", "login_sealed", uuid4(), uuid4())
    house.vault.new_account(account)
    sealed = house.vault.account(account).seal(place, "alice")
    assert house.vault.account(account).open(place, sealed) == "alice"
    assert account not in house.vault.destroyed()
    house.vault.destroy(account)
    assert house.vault.destroyed() == {account}
    with pytest.raises(Unreadable):
        house.vault.account(account).open(place, sealed)


def test_an_account_that_is_older_than_such_keys_opens_as_before(house: House) -> None:
    account, place = uuid4(), Place("account", "login_sealed", uuid4(), uuid4())
    sealed = house.vault.account(account).seal(place, "alice")
    house.vault.destroy(account)  # there is none to destroy
    assert house.vault.destroyed() == set()
    assert house.vault.account(account).open(place, sealed) == "alice"
