"""Tells what a file is by its content, and names what is refused at the first glance."""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 20 * 1_000_000
HEAD_BYTES = 1024


class Kind(StrEnum):
    """The kinds of file that are kept."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind is called on the way out and by names of files; the first ending is ours."""

    media_type: str
    endings: tuple[str, ...]


FORMATS = {
    Kind.PDF: Format("application/pdf", ("pdf",)),
    Kind.JPEG: Format("image/jpeg", ("jpg", "jpeg", "jfif")),
    Kind.PNG: Format("image/png", ("png",)),
    Kind.TEXT: Format("text/plain", ("txt", "text", "csv", "log", "md")),
}
# What the choosing of a file offers; the content decides.
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.txt,application/pdf,image/jpeg,image/png,text/plain"
ACCEPTED_PHOTOS = "image/jpeg,image/png"
# Endings that say something; any other is part of the name.
_FOREIGN = {
    *("htm", "html", "xhtml", "svg", "xml", "js", "eml"),
    *("zip", "gz", "7z", "rar", "tar", "exe", "com", "bat", "msi", "dll", "app", "sh"),
    *("doc", "docx", "xls", "xlsx", "ppt", "pptx", "mp3", "mp4", "mov"),
    *("heic", "heif", "avif", "gif", "webp", "bmp", "tif", "tiff"),
}
_TOLD = {ending for format_ in FORMATS.values() for ending in format_.endings} | _FOREIGN

_SIGNATURES = ((b"%PDF-", Kind.PDF), (b"\xff\xd8\xff", Kind.JPEG), (b"\x89PNG\r\n\x1a\n", Kind.PNG))
_ARCHIVES = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"),
    *(b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd", b"MSCF"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\x00asm")
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<!--", b"<body", b"<head", b"<iframe")
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
_OTHER_PICTURES = (b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")


class Refused(Exception):
    """A file that is not kept: the key of the sentence that says why, and its values."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(key)


def kind_of(head: bytes) -> Kind:
    """The kind that the first bytes announce; raises Refused for what is never kept."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    for key, is_it in (
        ("archive", head.startswith((*_ARCHIVES, _OLD_OFFICE))),
        ("program", head.startswith(_PROGRAMS)),
        ("heic", head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS),
        ("other_picture", head.startswith(_OTHER_PICTURES)),
        ("markup", _is_markup(head)),
    ):
        if is_it:
            raise Refused(f"documents.errors.{key}")
    return Kind.TEXT


def _is_markup(head: bytes) -> bool:
    # Also in UTF-16, where every other byte is zero.
    return head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f").lower().startswith(_MARKUP)


def check_ending(kind: Kind, ending: str) -> None:
    """Refuses a name that says it is something else than the content."""
    if ending in _TOLD and ending not in FORMATS[kind].endings:
        raise Refused("documents.errors.lying", ending=ending)
