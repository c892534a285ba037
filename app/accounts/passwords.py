"""Guards passwords: what may be one, and the slow hash, which waits in a queue of its own."""

import re
import unicodedata
from datetime import date
from functools import cache
from importlib.resources import files

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

SHORTEST = 8
LONGEST = 128
FEWEST_SIGNS = 3
# Above OWASP's least for Argon2id (19 MiB, 2 passes); two at once stay within a worker's memory.
HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1, type=Type.ID)
AT_ONCE = 2
# Of 32 random bytes that nobody kept: what an unknown account's password is compared with.
HASH_OF_NOTHING = (
    "$argon2id$v=19$m=32768,t=3,p=1$nS9+bib03FlcDdgx/wJIvg$FRneMb9Qzup+l5wWZNDK6uQ3VStWDGxkDXvhFlRFwE4"
)
EARLIEST_BIRTH = 1900
_LOOK_ALIKES = str.maketrans("013457@$!", "oleastasi")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class PasswordDesk:
    """Hashes and checks outside any transaction and outside the threads that write."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(AT_ONCE)

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        return await run_sync(HASHER.hash, _bytes(password), limiter=self._limiter)

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether the password fits; for an unknown account the same work is done, for nothing."""
        matches = await run_sync(_fits, kept or HASH_OF_NOTHING, password, limiter=self._limiter)
        return matches and kept is not None


def refusal(password: str, login: str) -> str | None:
    """The key of the sentence that refuses a password; None when it may be used (NIST SP 800-63B)."""
    if len(password) < SHORTEST:
        return "accounts.password.too_short"
    if len(password) > LONGEST:
        return "accounts.password.too_long"
    folded = _fold(password)
    if folded == _fold(login):
        return "accounts.password.is_login"
    return "accounts.password.common" if _is_common(folded) else None


def needs_rehash(kept: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return HASHER.check_needs_rehash(kept)


def _fits(kept: str, password: str) -> bool:
    try:
        return HASHER.verify(kept, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    # The same letters typed on another machine can be other code points; NIST asks for one form.
    return unicodedata.normalize("NFKC", password).encode()


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _is_common(folded: str) -> bool:
    # "yokohama2024!" and "p@ssw0rd" are words of the list with the ornaments that everybody adds.
    bare = _EDGES.sub("", folded)
    spelt = {bare.translate(_LOOK_ALIKES), _EDGES.sub("", folded.translate(_LOOK_ALIKES))}
    forms = {folded, bare, bare[: len(bare) // 2] if _is_doubled(bare) else bare} | spelt
    return len(set(folded)) < FEWEST_SIGNS or not _common().isdisjoint(forms) or _is_day(folded)


def _is_doubled(word: str) -> bool:
    half = len(word) // 2
    return word[:half] == word[half:]


def _is_day(folded: str) -> bool:
    # A birthday: eight digits, of which only some forty thousand are days of living people.
    try:
        return date.fromisoformat(folded).year >= EARLIEST_BIRTH
    except ValueError:
        return False


@cache
def _common() -> frozenset[str]:
    text = files("app.accounts").joinpath("data/common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
