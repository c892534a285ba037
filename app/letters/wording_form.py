"""Reads a wording that shall be kept for a group."""

from app.letters import book
from app.letters.forms import read_field
from app.letters.naming_her import Names, problems
from app.letters.wordings import TITLE_LIMIT, Wording, free_fields
from app.web.forms import Form


def read_wording(form: Form, letter: book.Form, names: Names) -> Wording | None:
    """A wording for a group, or None when something must be mended; no text of it may name the person."""
    title = form.text("title", TITLE_LIMIT)
    said = {name: read_field(form, name, letter.fields[name]) for name in free_fields(letter)}
    said = {name: text for name, text in said.items() if text}
    for name in problems({"title": title, **said}, names):
        form.problem(name, "letters.wording.names_her")
    if not said:
        form.problem("title", "letters.wording.empty")
    if not form.flag("sure"):
        form.problem("sure", "letters.wording.tick")
    return Wording(title, said) if form.ok else None
