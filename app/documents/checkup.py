"""Hands a sealed file to the bounded process that checks it, and takes its answer, trusting nothing."""

import contextlib
import os
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.documents.kinds import MOST_BYTES, Kind, Refused
from app.documents.nursery import LENGTH_BYTES
from app.documents.pieces import PIECE_BYTES, Sealing, opened
from app.kit.crypto import Cipher, Place, Sealed

MOST_FACTS = 64 * 1024
MOST_PREVIEW = 4_000_000
NURSERY = "app.documents.nursery"
NOT_SAFE = "documents.errors.not_safe"


class _Facts(BaseModel):
    """What the child says of a file that it would keep."""

    model_config = ConfigDict(strict=True, extra="forbid")

    kind: Literal["pdf", "jpeg", "png", "text"]
    pages: int | None = Field(ge=1)
    numbers: list[str]
    warnings: list[Literal["resident", "pension", "insured"]]
    content: int = Field(ge=0, le=MOST_BYTES)
    preview: int = Field(ge=0, le=MOST_PREVIEW)


class _Refusal(BaseModel):
    """Why it would not."""

    model_config = ConfigDict(strict=True, extra="forbid")

    refused: str = Field(pattern=r"^documents\.errors\.[a-z_]+$")
    values: dict[str, int | str]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its pieces sealed, its preview plain for a moment."""

    kind: Kind
    size: int
    pieces: list[Sealed]
    preview: bytes
    pages: int | None
    numbers: tuple[str, ...]
    warnings: tuple[str, ...]


class Nursery:
    """The one process in which children check files; begun when it is needed, and again if it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: socket.socket | None = None
        self._pid: int | None = None

    def child(self) -> tuple[BinaryIO, BinaryIO]:
        """A new child: where to write the file, and where to read the answer."""
        with self._lock:
            try:
                return self._ask()
            except OSError:
                self.close()
                return self._ask()

    def close(self) -> None:
        """Ends it; files in the middle of being checked are refused."""
        if self._orders is not None:
            self._orders.close()
            self._orders = None
        if self._pid is not None:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
            self._pid = None

    def _ask(self) -> tuple[BinaryIO, BinaryIO]:
        if self._orders is None:
            self._begin()
        assert self._orders is not None
        reading, asked = os.pipe()
        answer, writing = os.pipe()
        try:
            socket.send_fds(self._orders, [b"!"], [reading, writing])
        except OSError:
            os.close(asked)
            os.close(answer)
            raise
        finally:
            os.close(reading)
            os.close(writing)
        return os.fdopen(asked, "wb"), os.fdopen(answer, "rb")

    def _begin(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs, open(os.devnull, "wb") as silence:  # noqa: PTH123 - the name of a device, not a path
            # An environment of its own: no key, no password, no address of ours is in it.
            self._pid = os.posix_spawn(
                sys.executable,
                [sys.executable, "-m", NURSERY],
                {
                    "PATH": os.defpath,
                    "LC_ALL": "C.UTF-8",
                    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                },
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, theirs.fileno(), 0),
                    (os.POSIX_SPAWN_DUP2, silence.fileno(), 1),
                    (os.POSIX_SPAWN_DUP2, silence.fileno(), 2),
                ],
            )
        self._orders = ours


def check(nursery: Nursery, cipher: Cipher, place: Place, sealing: Sealing, ending: str) -> Checked:
    """What the file is, its pieces sealed anew where it had to be changed; raises Refused."""
    asking, answering = nursery.child()
    with answering:
        _hand_over(asking, opened(cipher, place, sealing.pieces), ending)
        facts = _facts(answering)
        pieces, size = sealing.pieces, sealing.size
        if facts.content:
            # The child holds the file now: the pieces as they came are not needed twice.
            sealing.pieces.clear()
            changed = Sealing(cipher, place)
            for part in _portions(answering, facts.content):
                changed.add(part)
            changed.finish()
            pieces, size = changed.pieces, changed.size
        preview = b"".join(_portions(answering, facts.preview))
    kind = Kind(facts.kind)
    numbers, warnings = tuple(facts.numbers), tuple(facts.warnings)
    return Checked(kind, size, pieces, preview, facts.pages, numbers, warnings)


def _hand_over(asking: BinaryIO, parts: Iterator[bytes], ending: str) -> None:
    short = ending if ending.isascii() and ending.isalnum() and len(ending) < LENGTH_BYTES else ""
    # A child that died hears nothing more; its silence is the answer.
    with contextlib.suppress(BrokenPipeError), asking:
        asking.write(short.encode() + b"\n")
        asking.writelines(parts)


def _facts(answering: BinaryIO) -> _Facts:
    length = int.from_bytes(answering.read(LENGTH_BYTES), "big")
    said = answering.read(length) if 0 < length <= MOST_FACTS else b""
    try:
        if b'"refused"' in said[:12]:
            refusal = _Refusal.model_validate_json(said)
            raise Refused(refusal.refused, **refusal.values)
        return _Facts.model_validate_json(said)
    except ValidationError:
        raise Refused(NOT_SAFE) from None


def _portions(answering: BinaryIO, length: int) -> Iterator[bytes]:
    while length:
        part = answering.read(min(length, PIECE_BYTES))
        if not part:
            raise Refused(NOT_SAFE)
        length -= len(part)
        yield part
