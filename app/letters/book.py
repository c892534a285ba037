"""Loads the forms: what each letter says, which fields it takes, and which of them the law requires."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.law.book import BadPack
from app.law.files import parse_yaml
from app.law.statutes import Citation, has_article

SENDER_FIELDS = ("kana", "name", "postal_code", "address", "phone", "birth_date")
ADDRESS_FIELDS = ("to_postal_code", "to_address", "addressee")
ANY_PROCEDURE = "*"
PACKS = ("requests.yaml", "answers.yaml", "remedies.yaml")

# Short names of the laws: "appi 77/1/2" is Article 77, paragraph 1, item 2.
LAWS = {
    "appi": "415AC0000000057",
    "order": "415CO0000000507",
    "number_order": "426CO0000000155",
    "review": "426AC0000000068",
    "foi": "411AC0000000042",
    "juki": "342AC0000000081",
    "jpki": "414AC0000000153",
}
# `{field}`, `[field=option]`, and the signs that hold an optional phrase together.
TOKEN = re.compile(r"\{(?P<field>\w+)\}|\[(?P<box>\w+)=(?P<option>\w+)\]|(?P<open>⟦)|(?P<close>⟧)")


class _Part(BaseModel):
    """A part of a pack: what it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldKind(_Part):
    """One kind of answer."""

    kind: Literal["line", "text", "day", "ticks", "choice"]
    blank: int = 8
    rows: int = 2
    limit: int = 4000
    options: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_options(self) -> "FieldKind":
        if (self.kind in {"ticks", "choice"}) != bool(self.options):
            raise ValueError("Boxes have options, and nothing else has.")
        return self

    @property
    def most(self) -> int:
        """The most signs that it takes."""
        return min(self.limit, 200) if self.kind == "line" else self.limit


class Row(_Part):
    """A row of a table: its name, what it says, and when it stands there."""

    label: str
    lines: tuple[str, ...]
    optional: bool = False
    when: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)


class Block(_Part):
    """One part of a letter: exactly one of these."""

    text: str | None = None
    center: str | None = None
    right: str | None = None
    rows: tuple[Row, ...] | None = None
    sign: tuple[Row, ...] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "Block":
        if len(self.model_fields_set) != 1:
            raise ValueError("A block is one thing.")
        return self

    @property
    def all_rows(self) -> tuple[Row, ...]:
        return (*(self.rows or ()), *(self.sign or ()))

    @property
    def lines(self) -> Iterator[str]:
        """Every line that the block may say."""
        yield from (line for line in (self.text, self.center, self.right) if line)
        for row in self.all_rows:
            yield from row.lines


class Annex(_Part):
    """A page of its own, for what does not fit into a row."""

    title: str
    when: Mapping[str, tuple[str, ...]]
    rows: tuple[Row, ...]
    closing: str


class Form(_Part):
    """One kind of letter."""

    id: str
    title: str
    to: str = "addressee"
    salute: str | None = None
    addressed: bool = True
    dated: bool = True
    sender: tuple[str, ...] = ()
    required: Mapping[str, str]
    defaults: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    body: tuple[Block, ...]
    annex: Annex | None = None

    @cached_property
    def fields(self) -> Mapping[str, FieldKind]:
        """The fields it takes, in the order in which they stand on it."""
        return {name: field_kinds()[name] for name in dict.fromkeys(name for name, _ in _named(self))}

    @cached_property
    def body_fields(self) -> frozenset[str]:
        """The fields of the letter itself, without its annex."""
        return frozenset(name for name, _ in _named(self, with_annex=False))

    @property
    def annex_fields(self) -> Iterator[str]:
        """The fields of the annex, in their order."""
        return (name for name in self.fields if name not in self.body_fields)

    @property
    def key(self) -> str:
        """Its part of a catalog's keys."""
        return self.id.removeprefix("letter.")

    @property
    def duties(self) -> Mapping[str, Citation]:
        """The fields that the law requires, each with its place in the law."""
        return {name: place(where) for name, where in self.required.items()}

    def missing(self, filled: Mapping[str, str]) -> Mapping[str, Citation]:
        """What the law requires and nobody has filled in."""
        return {name: where for name, where in self.duties.items() if not filled.get(name, "").strip()}

    def default(self, procedure: str) -> Mapping[str, str]:
        """What its fields say for a procedure before anything is known."""
        return {**self.defaults.get(ANY_PROCEDURE, {}), **self.defaults.get(procedure, {})}


@cache
def forms() -> Mapping[str, Form]:
    """Every form, by its id, in the order of the packs."""
    told = {key: content for pack in PACKS for key, content in _read(pack).items()}
    return {key: parse_form(key, content) for key, content in told.items()}


def form(kind: str) -> Form:
    """One form; raises KeyError for a kind that there is not."""
    return forms()[kind]


@cache
def field_kinds() -> Mapping[str, FieldKind]:
    """Every field that a form can take."""
    return {name: FieldKind.model_validate(content) for name, content in _read("fields.yaml").items()}


@cache
def sheet_words() -> Mapping[str, str]:
    """The words of the sheet itself."""
    words: Mapping[str, str] = _read("sheet.yaml")
    return words


@cache
def procedure_words() -> Mapping[str, Mapping[str, str]]:
    """What a procedure is called in a letter, and the article it rests on."""
    words: Mapping[str, Mapping[str, str]] = _read("procedures.yaml")
    return words


def parse_form(key: str, content: Mapping[str, Any]) -> Form:
    """A form as it is written; refuses fields, boxes and articles that there are not."""
    try:
        parsed = Form.model_validate({"id": key, **content})
    except ValueError as mistake:
        raise BadPack(f"{key}: {mistake}") from None
    for name, option in _named(parsed):
        kind = field_kinds().get(name)
        if kind is None or (option and option not in kind.options):
            raise BadPack(f"{key}: there is no field {name} {option}.".replace(" .", "."))
    _check_rest(parsed)
    return parsed


def _check_rest(parsed: Form) -> None:
    wrong = [where for where in parsed.duties.values() if not has_article(where.law, where.article)]
    lost = [name for name in parsed.required if name not in parsed.fields]
    given = [name for told in parsed.defaults.values() for name in told if name not in parsed.fields]
    if wrong or lost or given:
        raise BadPack(f"{parsed.id}: {[*wrong, *lost, *given]} is not in the rule book or not on the form.")


def place(where: str) -> Citation:
    """A place in the law, from its short form."""
    name, _, rest = where.partition(" ")
    article, *inner = rest.split("/")
    if name not in LAWS:
        raise BadPack(f"{where}: there is no law {name}.")
    return Citation(
        LAWS[name], article, int(inner[0]) if inner else None, inner[1] if len(inner) > 1 else None
    )


def _named(parsed: Form, *, with_annex: bool = True) -> Iterator[tuple[str, str]]:
    """Every field on a form, with an option where one is named."""
    if parsed.dated:
        yield "date", ""
    if parsed.addressed:
        yield from ((name, "") for name in ("to_postal_code", "to_address", parsed.to))
    for name in parsed.sender:
        yield from ((each, "") for each in (("postal_code", name) if name == "address" else (name,)))
    for block in parsed.body:
        yield from _named_in(block.all_rows, block.lines)
    if parsed.annex and with_annex:
        yield from _named_in(parsed.annex.rows, (line for row in parsed.annex.rows for line in row.lines))


def _named_in(rows: tuple[Row, ...], lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield from ((name, option) for name, options in row.when.items() for option in options)
    for line in lines:
        for found in TOKEN.finditer(line):
            if name := found["field"] or found["box"]:
                yield name, found["option"] or ""


def _read(name: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = parse_yaml(files("app.letters").joinpath("data", name).read_text("utf-8"))
    return content
