"""Opens what a person wrote about her cases and filings, with her key."""

from dataclasses import dataclass
from uuid import UUID

from app.kit.crypto import Cipher, Place


@dataclass(frozen=True, slots=True)
class Reader:
    """One person's sealed words, by table and column."""

    cipher: Cipher
    person_id: UUID

    def open(self, table: str, column: str, row_id: UUID, sealed: bytes | None) -> str | None:
        """The words, or None where nothing was written."""
        if sealed is None:
            return None
        return self.cipher.open(Place(table, column, row_id, self.person_id), sealed)

    def title(self, case_id: UUID, sealed: bytes) -> str:
        """A case's title."""
        return self.cipher.open(Place("case", "title_sealed", case_id, self.person_id), sealed)
