"""Checks a file and draws its preview; runs only in the bounded process of nursery.py."""

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped] # it ships no types
from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, PngImagePlugin

from app.documents import jpeg, png
from app.documents.kinds import HEAD_BYTES, Kind, Refused, check_ending, kind_of
from app.kit import mynumber

MOST_PIXELS = 50_000_000
MOST_PAGES = 500
MOST_SIGNS = 3_000_000  # of a PDF's text
MOST_NUMBERS = 5
PREVIEW_SIDE = 1000
PREVIEW_QUALITY = 80
PDF_NEEDS_PASSWORD = 4  # FPDF_ERR_PASSWORD
_ENCODINGS = ("utf-8-sig", "cp932", "euc_jp")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LOADED = (JpegImagePlugin, PngImagePlugin)  # Before the children are born; Pillow loads no other reader.


@dataclass(frozen=True, slots=True)
class Finding:
    """What a file is; `content` is None when it is kept as it came."""

    kind: Kind
    content: bytes | None = None
    preview: bytes = b""
    pages: int | None = None
    numbers: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def check(data: bytes, ending: str) -> Finding:
    """What the file is; raises Refused with the sentence that says why it is not kept."""
    if not data:
        raise Refused("documents.errors.empty")
    kind = kind_of(data[:HEAD_BYTES])
    check_ending(kind, ending)
    by_kind: dict[Kind, Callable[[bytes], Finding]] = {
        Kind.PDF: _check_pdf,
        Kind.JPEG: _check_jpeg,
        Kind.PNG: _check_png,
        Kind.TEXT: _check_text,
    }
    return by_kind[kind](data)


def _check_jpeg(data: bytes) -> Finding:
    return _check_picture(Kind.JPEG, data, jpeg.strip(data))


def _check_png(data: bytes) -> Finding:
    return _check_picture(Kind.PNG, data, png.strip(data))


def _check_picture(kind: Kind, data: bytes, stripped: jpeg.Stripped) -> Finding:
    # Asked of the header, before anything is unpacked.
    if stripped.width * stripped.height > MOST_PIXELS:
        raise Refused("documents.errors.too_many_pixels", millions=MOST_PIXELS // 1_000_000)
    content = None if stripped.content == data else stripped.content
    return Finding(kind, content, _preview_of(kind, stripped.content))


def _preview_of(kind: Kind, content: bytes) -> bytes:
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture: Image.Image = Image.open(io.BytesIO(content), formats=[kind.name])
            picture.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))
            picture.load()
            return _drawn(ImageOps.exif_transpose(picture))
        except (OSError, SyntaxError, ValueError, ArithmeticError, EOFError, TypeError):
            raise Refused("documents.errors.broken") from None


def _drawn(picture: Image.Image) -> bytes:
    """A small picture of our own making, on white."""
    picture.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    if picture.mode != "RGB":
        layers = picture.convert("RGBA")
        picture = Image.new("RGB", layers.size, "white")
        picture.paste(layers, mask=layers.getchannel("A"))
    drawn = io.BytesIO()
    # A new file holds nothing of the old one but its colours.
    picture.save(drawn, "JPEG", quality=PREVIEW_QUALITY, exif=b"", icc_profile=None)
    return drawn.getvalue()


def _check_pdf(data: bytes) -> Finding:
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
        if pages > MOST_PAGES:
            raise Refused("documents.errors.too_many_pages", most=MOST_PAGES)
        if pages == 0:
            raise Refused("documents.errors.broken")
        text = _text_of(document)
        preview = _first_page(document)
    except pypdfium2.PdfiumError as fault:
        is_locked = getattr(fault, "err_code", None) == PDF_NEEDS_PASSWORD
        raise Refused("documents.errors.locked_pdf" if is_locked else "documents.errors.broken") from None
    return Finding(Kind.PDF, None, preview, pages, *_numbers_in(text))


def _text_of(document: pypdfium2.PdfDocument) -> str:
    parts: list[str] = []
    left = MOST_SIGNS
    for number in range(len(document)):
        if left <= 0:
            raise Refused("documents.errors.too_many_signs")
        text = str(document[number].get_textpage().get_text_range())
        parts.append(text)
        left -= len(text)
    return "\n\n".join(parts)


def _first_page(document: pypdfium2.PdfDocument) -> bytes:
    page = document[0]
    width, height = page.get_size()
    if not 0 < width < float("inf") or not 0 < height < float("inf"):
        raise Refused("documents.errors.broken")
    scale = PREVIEW_SIDE / max(width, height)
    if min(width, height) * scale < 1:
        raise Refused("documents.errors.broken")
    return _drawn(page.render(scale=scale).to_pil())


def _check_text(data: bytes) -> Finding:
    text = _decoded(data)
    if any(sign < " " and sign not in "\t\r\n\f" for sign in set(text)) or "\x7f" in text:
        raise Refused("documents.errors.not_known")
    return Finding(Kind.TEXT, None, b"", None, *_numbers_in(text))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16",) if data.startswith(_UTF16) else _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("documents.errors.not_known")


def _numbers_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    numbers = dict.fromkeys(hit.digits for hit in mynumber.find(text))
    return tuple(numbers)[:MOST_NUMBERS], tuple(mynumber.warnings(text))
