"""Makes the name of an uploaded file harmless: no path, no hidden signs, not too long."""

import unicodedata
from urllib.parse import quote

from app.documents.kinds import FORMATS, Kind

MOST_SIGNS = 80
MOST_BYTES = 200
LONGEST_ENDING = 5
# Control, format (they turn the direction), surrogate, private: what a reader cannot see.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_FORBIDDEN = frozenset('<>:"|?*')


def clean(name: str) -> str:
    """The last part of a name, of signs that can be seen; may be empty."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if sign.isspace() else sign for sign in last if _may_stay(sign))
    return _shortened(" ".join(seen.split()).strip(". "))


def ending_of(name: str) -> str:
    """What follows the last dot, in small letters; nothing when there is no dot."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def with_ending(name: str, kind: Kind, otherwise: str) -> str:
    """The name with the ending of what the file is; `otherwise` when nothing is left of it."""
    name = name or otherwise
    endings = FORMATS[kind].endings
    return name if ending_of(name) in endings else f"{name}.{endings[0]}"


def as_attachment(name: str) -> str:
    """The header that saves a download under this name (RFC 6266), so encoded that it says no more."""
    ending = ending_of(name)
    plain = f"document.{ending}" if ending.isascii() and ending.isalnum() else "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _may_stay(sign: str) -> bool:
    return sign not in _FORBIDDEN and (sign.isspace() or unicodedata.category(sign) not in _UNSEEN)


def _shortened(name: str) -> str:
    stem, ending = name, ending_of(name)
    tail = f".{ending}" if ending and len(ending) <= LONGEST_ENDING else ""
    stem = name[: len(name) - len(tail)][: MOST_SIGNS - len(tail)]
    while len((stem + tail).encode()) > MOST_BYTES:
        stem = stem[:-1]
    return stem.strip() + tail
