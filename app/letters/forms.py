"""Reads and fills the form of a letter; a draft may lack anything, but what is written must be readable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.letters import book
from app.letters.book import FieldKind
from app.web.forms import Fields, Form

REMEMBER = "remember"
_OF_AGENTS = (
    "principal_is",
    "principal_name",
    "principal_address",
    "minor_birth",
    "authority",
    "agent_name",
    "agent_address",
)
# On these the agent is what the letter is about.
_BY_AGENTS = ("letter.poa", "letter.agent_lost")


def read_letter(form: Form, letter: book.Form) -> dict[str, str] | None:
    """What each field says, or None when something must be mended first."""
    said = {name: read_field(form, name, kind) for name, kind in letter.fields.items()}
    return {name: text for name, text in said.items() if text} if form.ok else None


def read_field(form: Form, name: str, kind: FieldKind) -> str:
    """What one field says, as letters keep it."""
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


@dataclass(frozen=True, slots=True)
class Group:
    """Some fields under one heading; those that few letters need are folded away until they are used."""

    key: str
    names: tuple[str, ...]
    is_apart: bool = False

    def is_used(self, form: Form) -> bool:
        """Whether something stands in it, or must be mended."""
        return any(form.value(name) or name in form.errors for name in self.names)


def groups(letter: book.Form) -> list[Group]:
    """The fields under their headings: herself, whom and when, what it says, an agent, the annex."""
    sender = [name for name in book.SENDER_FIELDS if name in letter.fields]
    to = [name for name in (letter.to, "to_postal_code", "to_address", "date") if name in letter.fields]
    agent = [name for name in _OF_AGENTS if name in letter.fields and letter.id not in _BY_AGENTS]
    annex = list(letter.annex_fields)
    says = [name for name in letter.fields if name not in {*sender, *to, *agent, *annex}]
    found = [
        Group("sender", tuple(sender)),
        Group("to", tuple(to)),
        Group("says", tuple(says)),
        Group("annex", tuple(annex), is_apart=True),
        Group("agent", tuple(agent), is_apart=True),
    ]
    return [group for group in found if group.names]
