"""Takes a file in: receives it sealed, has it checked, and says what it is; a few at once, no more."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from anyio import CapacityLimiter, WouldBlock
from anyio.to_thread import run_sync
from starlette.requests import Request

from app.documents import checkup, names
from app.documents.checkup import Checked, Nursery
from app.documents.kinds import MOST_BYTES, Refused
from app.documents.pieces import Sealing, place_of
from app.kit import mynumber
from app.kit.crypto import Cipher
from app.kit.errors import TooMany
from app.web.forms import Fields
from app.web.uploads import Received, receive_file

# Each may hold twenty megabytes, sealed.
AT_ONCE = 4
CHECKED_AT_ONCE = 2
WAIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that may be kept, its name cleaned, and the form that came with it."""

    id: UUID
    person_id: UUID
    name: str
    digest: str
    checked: Checked
    fields: Fields

    def numbers(self, others: frozenset[str]) -> tuple[str, ...]:
        """The possible My Numbers of its name and its text, but for those said to be others."""
        in_name = [hit.digits for hit in mynumber.find(self.name)]
        return tuple(
            digits for digits in dict.fromkeys([*in_name, *self.checked.numbers]) if digits not in others
        )

    @property
    def warnings(self) -> set[str]:
        """Which other numbers its name or its text seem to hold."""
        return {*self.checked.warnings, *mynumber.warnings(self.name)}


class DocumentDesk:
    """One per process; holds the process in which files are checked."""

    def __init__(self) -> None:
        self._places = CapacityLimiter(AT_ONCE)
        self._checks = CapacityLimiter(CHECKED_AT_ONCE)
        self._nursery = Nursery()

    async def take(self, request: Request, person_id: UUID, cipher: Cipher) -> Arrived | Fields:
        """The file of a posted form, sealed and checked; the form alone when no file was chosen.

        Raises Refused, with the sentence that says why, for what is not kept.
        """
        owner = object()
        try:
            self._places.acquire_on_behalf_of_nowait(owner)
        except WouldBlock:
            raise TooMany("documents.errors.busy", WAIT_SECONDS) from None
        try:
            return await self._take(request, person_id, cipher)
        finally:
            self._places.release_on_behalf_of(owner)

    async def _take(self, request: Request, person_id: UUID, cipher: Cipher) -> Arrived | Fields:
        document_id = uuid4()
        place = place_of(document_id, person_id)
        sealing = Sealing(cipher, place)
        received = await receive_file(request, sealing.add, MOST_BYTES)
        if received.name is None:
            return received.fields
        sealing.finish()
        name = _name_of(received, sealing)
        ending = names.ending_of(name)
        checked = await run_sync(
            checkup.check, self._nursery, cipher, place, sealing, ending, limiter=self._checks
        )
        return Arrived(document_id, person_id, name, sealing.digest, checked, received.fields)

    def close(self) -> None:
        """Ends the process beside."""
        self._nursery.close()


def _name_of(received: Received, sealing: Sealing) -> str:
    if received.has_more_files:
        raise Refused("documents.errors.two_files")
    if sealing.size == 0:
        raise Refused("documents.errors.empty")
    return names.clean(received.name or "")
