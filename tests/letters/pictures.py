"""Pictures of printed letters: small, grey, and compared by the mean of each little square."""

from pathlib import Path

import pypdfium2
from PIL import Image

from app.letters import book, sheet
from app.letters.press import press
from tests.letters import samples

FOLDER = Path(__file__).parent / "pictures"
KINDS = ("disclosure_request", "correction_request", "appeal_decision", "private_request", "poa")
SCALE = 0.6  # of 72 dots an inch: a page is 357 by 505
SQUARE = 8


def picture(kind: str) -> Image.Image:
    """The first page of a letter with every field filled in."""
    form = book.form(f"letter.{kind}")
    pdf = press(None).print(sheet.lay_out(form, samples.sample(form)))
    return pypdfium2.PdfDocument(pdf)[0].render(scale=SCALE, grayscale=True).to_pil().convert("L")


def approved(kind: str) -> Image.Image:
    return Image.open(FOLDER / f"{kind}.png").convert("L")


def difference(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of two squares, of 255; 255 when the sizes differ."""
    if one.size != other.size:
        return 255
    small = (one.width // SQUARE, one.height // SQUARE)
    means = (image.resize(small, Image.Resampling.BOX).tobytes() for image in (one, other))
    return max(abs(left - right) for left, right in zip(*means, strict=True))
