"""Receives a form with a file as it arrives: bounded in bytes, fields and time, written nowhere.

The framework's own reader puts a file of more than a megabyte into a temporary file, readable to all who
may read the disk. Here each portion is handed on at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from anyio import fail_after
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from app.kit.errors import AppError
from app.web.forms import Fields, UnreadableForm

UPLOAD_TYPE = "multipart/form-data"
MOST_PARTS = 20
MOST_FIELD_BYTES = 4096
MOST_BESIDE = 64 * 1024  # of fields, names and borders, beside the file
MOST_DRAINED = 64_000_000
MOST_SECONDS = 900

Take = Callable[[bytes], None]


class TooLarge(AppError):
    """The file is larger than any that is kept."""

    status = 413


class TooSlow(AppError):
    """The file did not arrive in the time that there is."""

    status = 408


class Interrupted(AppError):
    """The connection was lost on the way; whoever sent it no longer listens."""

    status = 400


@dataclass(frozen=True, slots=True)
class Received:
    """What came beside the file, whose bytes were handed on; `name` is None when no file was chosen."""

    fields: Fields
    name: str | None
    has_more_files: bool


async def receive_file(request: Request, take: Take, most: int) -> Received:
    """Hands each portion of the form's first file to `take`; raises for what is no form, or too much."""
    parts = _Parts(take, most)
    parser = _parser(request, parts)
    try:
        with fail_after(MOST_SECONDS):
            await _feed(request, parser, parts, most)
    except FormParserError:
        raise UnreadableForm("web.errors.unreadable") from None
    except ClientDisconnect:
        raise Interrupted("documents.errors.interrupted") from None
    except TimeoutError:
        raise TooSlow("documents.errors.too_slow") from None
    if not parts.is_complete:
        raise Interrupted("documents.errors.interrupted")
    return parts.received()


def _parser(request: Request, parts: "_Parts") -> MultipartParser:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind.decode("latin-1") != UPLOAD_TYPE:
        raise UnreadableForm("web.errors.wrong_kind")
    try:
        return MultipartParser(options.get(b"boundary", b""), parts.callbacks())  # type: ignore[arg-type] # a dictionary of its functions by name
    except FormParserError:
        raise UnreadableForm("web.errors.unreadable") from None


async def _feed(request: Request, parser: MultipartParser, parts: "_Parts", most: int) -> None:
    # What is too large is read on and thrown away, so that the browser hears the answer.
    size = 0
    async for portion in request.stream():
        size += len(portion)
        if size <= most + MOST_BESIDE:
            parser.write(portion)
        if size > MOST_DRAINED:
            break
    if size > most + MOST_BESIDE or parts.is_too_large:
        raise TooLarge("documents.errors.too_large", most=most // 1_000_000)
    parser.finalize()


@dataclass
class _Parts:
    """Listens to the parser; keeps small fields, hands the file on."""

    take: Take
    most: int
    is_complete: bool = False
    is_too_large: bool = False
    name: str | None = None
    pairs: list[tuple[str, str]] = field(default_factory=list)
    _count: int = 0
    _files: int = 0
    _size: int = 0
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _disposition: bytes = b""
    _field: str = ""
    _file: str | None = None
    _is_ours: bool = False

    def callbacks(self) -> dict[str, Callable[..., None]]:
        """What the parser calls."""
        names = "part_begin part_data part_end header_field header_value header_end headers_finished end"
        return {f"on_{name}": getattr(self, f"_on_{name}") for name in names.split()}

    def received(self) -> Received:
        """All that came beside the file."""
        return Received(Fields(tuple(self.pairs)), self.name, self._files > 1)

    def _on_part_begin(self) -> None:
        self._count += 1
        if self._count > MOST_PARTS:
            raise UnreadableForm("web.errors.unreadable")
        self._header, self._value, self._disposition = bytearray(), bytearray(), b""
        self._is_ours = False

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header, self._value = bytearray(), bytearray()

    def _on_headers_finished(self) -> None:
        kind, options = parse_options_header(self._disposition)
        if kind != b"form-data" or b"name" not in options:
            raise UnreadableForm("web.errors.unreadable")
        self._field = _text(options[b"name"])
        self._file = _text(options[b"filename"]) if b"filename" in options else None

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is None:
            self._value += data[start:end]
            if len(self._value) > MOST_FIELD_BYTES:
                raise UnreadableForm("web.errors.unreadable")
            return
        if not self._is_ours:
            self._begin_file(self._file)
        self._size += (end - start) if self._files == 1 else 0
        self.is_too_large = self.is_too_large or self._size > self.most
        if self._files == 1 and not self.is_too_large:
            self.take(data[start:end])

    def _begin_file(self, name: str) -> None:
        self._is_ours = True
        self._files += 1
        if self._files == 1:
            self.name = name

    def _on_part_end(self) -> None:
        if self._file is None:
            self.pairs.append((self._field, _text(bytes(self._value))))
        elif self._file and not self._is_ours:
            # A file was chosen, and it is empty; a field left open has no name.
            self._begin_file(self._file)

    def _on_end(self) -> None:
        self.is_complete = True


def _text(raw: bytes) -> str:
    # Browsers escape only these three in the name of a file (the multipart encoding of HTML).
    text = raw.decode("utf-8", "replace")
    return text.replace("%22", '"').replace("%0D", "").replace("%0A", "")
