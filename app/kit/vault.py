"""Holds the keys: one master key, and one wrapped key per person in a store of its own."""

import hashlib
import hmac
import os
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from sqlalchemy import (
    Column,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.schema import CreateSchema

from app.kit.crypto import KEY_BYTES, Cipher, Place, Sealed, Unreadable, derive
from app.kit.db import fold_log
from app.kit.settings import Settings

DESTROYED = b""  # what stands where a key was
KEY_SCHEMA = "misete_keys"  # On PostgreSQL: a schema that a data-only dump leaves out.


class KeyProblem(Exception):
    """The master key is missing or wrong; the text says what to do."""


def read_master_key(settings: Settings, *, may_make: bool) -> bytes:
    """The master key, from the environment or its file; made once, when nothing is locked with another."""
    if settings.key is not None:
        return _decode(settings.key.get_secret_value(), "MISETE_KEY")
    path = settings.key_file or settings.data_dir / "master.key"
    if not path.exists() and may_make and settings.key_file is None:
        _make(path)
    if not path.exists():
        raise KeyProblem(
            f"The master key {path} is missing. Without it nothing you wrote can be read. "
            "Put the file back from your backup, or name it with MISETE_KEY_FILE."
        )
    return _decode(path.read_text("ascii", errors="replace"), str(path))


def _make(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _decode(text: str, source: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyProblem(f"{source} is not a master key: it must be {KEY_BYTES * 2} hexadecimal characters.")
    return key


class Vault:
    """Gives each person's cipher; destroying her key makes all that she wrote unreadable for good."""

    def __init__(self, master: bytes, engine: Engine) -> None:
        self._master = master
        self._wrapper = Cipher(derive(master, "wrap"))
        self._index_key = derive(master, "blind index")
        self._chain_key = derive(master, "audit chain")
        self._engine = engine
        schema = KEY_SCHEMA if engine.dialect.name == "postgresql" else None
        self._table = Table(
            "person_key",
            MetaData(schema=schema),
            Column("person", String(36), primary_key=True),
            Column("wrapped", LargeBinary, nullable=False),
        )
        self._find_all = select(self._table.c.person, self._table.c.wrapped).where(
            self._table.c.person.in_(bindparam("persons", expanding=True))
        )
        self._find = select(self._table.c.wrapped).where(self._table.c.person == bindparam("person"))

    def prove_master_key(self) -> None:
        """Refuses a master key that is not the one these keys were wrapped with."""
        wrapped = self._wrapped("check")
        if wrapped is None:
            self._store("check", b"misete")
            return
        try:
            self._wrapper.open_bytes(b"check", wrapped)
        except Unreadable:
            raise KeyProblem(
                "This master key is not the one that the data was locked with, so nothing can be read. "
                "Nothing was changed. Put the right key back (master.key in the data folder, or MISETE_KEY)."
            ) from None

    def is_empty(self) -> bool:
        """Whether no key was ever stored here."""
        with self._engine.connect() as connection:
            made = inspect(connection).has_table(self._table.name, schema=self._table.schema)
        return not made or self._wrapped("check") is None

    def new_person(self, person: UUID) -> Cipher:
        """A fresh key for a new person, stored before anything is sealed with it."""
        key = secrets.token_bytes(KEY_BYTES)
        self._store(str(person), key)
        return Cipher(key)

    def person(self, person: UUID) -> Cipher:
        """The person's cipher; raises Unreadable when her key was destroyed."""
        cipher = self._stored(str(person))
        if cipher is None:
            raise Unreadable
        return cipher

    def persons(self, persons: Iterable[UUID]) -> dict[UUID, Cipher]:
        """The ciphers of several persons, asked for at once; whose key was destroyed is not among them."""
        names = {str(person): person for person in persons}
        with self._engine.connect() as connection:
            rows = connection.execute(self._find_all, {"persons": list(names)}).all()
        return {
            names[name]: Cipher(self._wrapper.open_bytes(name.encode(), key))
            for name, key in rows
            if key != DESTROYED
        }

    def seal(self, place: Place, text: str | None) -> Sealed | None:
        """Words for one place, sealed with its person's key; nothing stays nothing."""
        return self.person(place.person).seal(place, text) if text else None

    def destroy(self, owner: UUID) -> None:
        """Ends a person's or an account's key: its content is unreadable, here and in every copy of the data.

        That it was destroyed stays noted, so that what an older copy of the data brings back is known.
        """
        hers = self._table.c.person == str(owner)
        with self._engine.begin() as connection:
            connection.execute(update(self._table).where(hers).values(wrapped=DESTROYED))

    def destroyed(self) -> set[UUID]:
        """Whose keys were ever destroyed: persons and accounts."""
        ended = select(self._table.c.person).where(self._table.c.wrapped == DESTROYED)
        with self._engine.connect() as connection:
            return {UUID(name) for name in connection.execute(ended).scalars()}

    def new_account(self, account: UUID) -> None:
        """A fresh key for what belongs to a new account, stored before anything is sealed with it."""
        self._store(str(account), secrets.token_bytes(KEY_BYTES))

    def account(self, account: UUID) -> Cipher:
        """What belongs to an account before any person: its name and its unfinished forms.

        An account that is older than such keys has one that hangs on the master key alone.
        """
        return self._stored(str(account)) or Cipher(derive(self._master, f"account|{account.hex}"))

    def group(self, group: UUID) -> Cipher:
        """What a group calls itself and its members, and what they write for one another."""
        return Cipher(derive(self._master, f"group|{group.hex}"))

    def blind_index(self, purpose: str, text: str) -> str:
        """A fingerprint by which equal names are found without being stored."""
        folded = unicodedata.normalize("NFKC", text).strip().casefold()
        return hmac.new(self._index_key, f"{purpose}|{folded}".encode(), hashlib.sha256).hexdigest()

    def chain_link(self, before: str, entry: bytes) -> str:
        """The hash that ties an entry of the log to the one before it; only this key can make it."""
        linked = f"{before}|".encode(errors="surrogateescape") + entry
        return hmac.new(self._chain_key, linked, hashlib.sha256).hexdigest()

    def _stored(self, name: str) -> Cipher | None:
        wrapped = self._wrapped(name)
        if wrapped is None or wrapped == DESTROYED:
            return None
        return Cipher(self._wrapper.open_bytes(name.encode(), wrapped))

    def _wrapped(self, name: str) -> bytes | None:
        with self._engine.connect() as connection:
            return connection.execute(self._find, {"person": name}).scalar()

    def _store(self, name: str, key: bytes) -> None:
        wrapped = bytes(self._wrapper.seal_bytes(name.encode(), key))
        with self._engine.begin() as connection:
            connection.execute(insert(self._table), {"person": name, "wrapped": wrapped})

    def prepare(self) -> None:
        """Makes the store on first use."""
        schema = self._table.schema
        with self._engine.begin() as connection:
            # Asked first: CREATE SCHEMA IF NOT EXISTS needs a right even where the schema is there.
            if schema and not inspect(connection).has_schema(schema):
                connection.execute(CreateSchema(schema))
            self._table.metadata.create_all(connection)

    def forget(self) -> bool:
        """Leaves nothing of a destroyed key in a file beside the store; whether that came about."""
        return fold_log(self._engine)

    def close(self) -> None:
        """Gives the store's connections back."""
        self._engine.dispose()
