"""Letters filled in for the tests: every field of a form, with texts of several kinds."""

from collections.abc import Iterator
from pathlib import Path

from app.letters import book
from app.letters.book import FieldKind, Form
from app.letters.press import TEXT_FONT

NAME, AGENCY, DAY, IN_ERA = "青木澄江", "横浜市長　様", "2026-11-23", "令和8年11月23日"
SENTENCE = "窓口で撮影された顔写真と、照合の記録（日時、端末、類似度）を見せてください。"
RARE = "𠮷"  # outside the basic plane, and not in the fonts of the house
VARIANTS = "髙﨑辻\U000e0100葛\U000e0100"


def sample(form: Form, text: str = SENTENCE, name: str = NAME) -> dict[str, str]:
    """Every field of the form filled in."""
    filled = {key: _answer(kind, text) for key, kind in form.fields.items()}
    known = {
        "name": name,
        "principal_name": name,
        "addressee": AGENCY,
        "review_authority": AGENCY,
        "deciding_body": AGENCY.split("　", maxsplit=1)[0],
        "kana": "あおき すみえ",
        "postal_code": "222-0000",
        "address": "横浜市港北区見本町一丁目2番3号",
        "basis": "個人情報の保護に関する法律第77条第1項",
        "requester": "agent",
        "body_kind": "public",
    }
    return filled | {key: told for key, told in known.items() if key in form.fields}


def _answer(kind: FieldKind, text: str) -> str:
    if kind.kind == "day":
        return DAY
    if kind.options:
        return ",".join(kind.options) if kind.kind == "ticks" else kind.options[0]
    return text[: kind.most].replace("\n", "") if kind.kind == "line" else text[: kind.most]


def only_required(form: Form) -> dict[str, str]:
    """What the law requires, her name and the addressee; nothing else."""
    wanted = {*form.required, "name", "principal_name", "date", form.to, "deciding_body", "basis"}
    return {key: text for key, text in sample(form).items() if key in wanted}


def long(form: Form) -> dict[str, str]:
    """Every line as long as it may be, and texts long enough for several pages."""
    return sample(form, "".join(_paragraphs(1600)))


def _paragraphs(most: int) -> Iterator[str]:
    for number in range(most // len(SENTENCE)):
        yield SENTENCE + ("\n" if number % 5 == 4 else "")


def font_that_draws(sign: str, folder: Path) -> Path:
    """A font of another family that draws this sign: ours, with the sign in place of a common one."""
    font = TEXT_FONT.read_bytes()
    group = b"".join(number.to_bytes(4) for number in (ord(sign), ord(sign), 500))
    cmap = (
        b"\0\0\0\1\0\3\0\12\0\0\0\14" + b"\0\14\0\0" + (28).to_bytes(4) + bytes(4) + (1).to_bytes(4) + group
    )
    family = "Names Mincho".encode("utf-16-be")
    records = b"".join(
        b"\0\3\0\1\4\11" + number.to_bytes(2) + len(family).to_bytes(2) + b"\0\0" for number in (1, 4, 6)
    )
    name = b"\0\0\0\3" + (6 + len(records)).to_bytes(2) + records + family
    path = folder / "names.ttf"
    path.write_bytes(_with_tables(font, {b"cmap": cmap, b"name": name}))
    return path


def _with_tables(font: bytes, changed: dict[bytes, bytes]) -> bytes:
    count = int.from_bytes(font[4:6])
    entries = [font[12 + 16 * place : 28 + 16 * place] for place in range(count)]
    tables = {
        entry[:4]: font[int.from_bytes(entry[8:12]) :][: int.from_bytes(entry[12:16])] for entry in entries
    } | changed
    head, body = font[:12], b""
    start = 12 + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        head += tag + bytes(4) + (start + len(body)).to_bytes(4) + len(table).to_bytes(4)
        body += table + bytes(-len(table) % 4)
    return head + body


ALL = list(book.forms().values())
