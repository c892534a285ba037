"""Files to upload: good ones, made small and by hand, and the form that carries them."""

import io
import random
import zlib

import pypdf
from PIL import Image, ImageDraw
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

WIDTH, HEIGHT = 160, 90
GPS_MARK = b"35.4437"  # Yokohama, as a camera would write it


def picture(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    drawn = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(drawn).rectangle((10, 10, width // 2, height // 2), fill="navy")
    return drawn


def jpeg(orientation: int = 1, **more: object) -> bytes:
    """A photo with a position, a camera, words and a small picture inside."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "CanaryCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[29] = GPS_MARK.decode()
    out = io.BytesIO()
    picture().save(out, "JPEG", exif=exif, comment=b"CanaryComment", **more)
    return out.getvalue()


def png(**more: object) -> bytes:
    """A picture with words and a time inside."""
    data = io.BytesIO()
    picture().save(data, "PNG", **more)
    whole = data.getvalue()
    return whole[:33] + WORDS + whole[33:]


def chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


WORDS = chunk(b"tEXt", b"Comment\x00CanaryComment") + chunk(b"tIME", b"\x07\xea\x0b\x0d\x00\x00\x00")


def huge_png(width: int = 20_000, height: int = 20_000) -> bytes:
    """Few bytes that say they are a picture of four hundred million points."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    rows = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(text: str = "A notice", pages: int = 1, password: str | None = None) -> bytes:
    """A PDF with a text layer of Latin letters and digits."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 14 Tf 60 760 Td ({text}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(content)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def long_text(size: int, seed: int = 1) -> bytes:
    """Words, so many bytes of them, that no compression makes small."""
    drawn = random.Random(seed)
    letters = bytes(drawn.choices(b"abcdefghijklmnopqrstuvwxyz \n", k=1_000_003))
    return (letters * (size // len(letters) + 1))[:size]


def large_png(size: int, seed: int = 1) -> bytes:
    """A picture of noise, about so many bytes long, with words inside."""
    side = int((size / 3.0) ** 0.5)
    noise = random.Random(seed).randbytes(side * side * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(out, "PNG", compress_level=1)
    whole = out.getvalue()
    return whole[:33] + WORDS + whole[33:]
