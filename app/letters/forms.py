"""Reads and fills the form of a letter; a draft may lack anything, but what is written must be readable."""

from collections.abc import Iterator, Mapping

from app.letters import book
from app.letters.book import FieldKind
from app.web.forms import Fields, Form

REMEMBER = "remember"


def read_letter(form: Form, letter: book.Form) -> dict[str, str] | None:
    """What each field says, or None when something must be mended first."""
    said = {name: _read(form, name, kind) for name, kind in letter.fields.items()}
    return {name: text for name, text in said.items() if text} if form.ok else None


def _read(form: Form, name: str, kind: FieldKind) -> str:
    if kind.kind == "ticks":
        return ",".join(form.choices(name, kind.options))
    if kind.kind == "choice":
        return form.choice(name, kind.options, required=False)
    if kind.kind == "day":
        day = form.day(name, required=False, kind="any")
        return day.isoformat() if day else ""
    if kind.kind == "line":
        return form.text(name, kind.most, required=False)
    return form.long_text(name, kind.most)


def filled(letter: book.Form, said: Mapping[str, str]) -> Form:
    """The form as it was saved; what she wrote about herself is kept unless she says no."""
    return Form(Fields((*_pairs(letter, said), (REMEMBER, "yes"))))


def _pairs(letter: book.Form, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in said.items():
        is_ticked = name in letter.fields and letter.fields[name].kind == "ticks"
        yield from ((name, each) for each in (text.split(",") if is_ticked else [text]))


def groups(letter: book.Form) -> list[tuple[str, list[str]]]:
    """The fields in three groups: herself, whom and when, and what the letter says."""
    about_her = [name for name in book.SENDER_FIELDS if name in letter.fields]
    to = [name for name in (letter.to, "to_postal_code", "to_address", "date") if name in letter.fields]
    rest = [name for name in letter.fields if name not in (*about_her, *to)]
    return [(key, names) for key, names in (("sender", about_her), ("to", to), ("says", rest)) if names]
