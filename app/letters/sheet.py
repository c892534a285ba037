"""Lays a letter out once: the same parts are drawn by the page and printed by typst."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from app.letters.book import TOKEN, Form, Row, field_kinds, sheet_words
from app.web.catalog import catalog
from app.web.dates import DateWords
from app.web.locales import SOURCE

Filled = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: text, a box that is ticked or not, or room to write by hand."""

    kind: Literal["text", "box", "blank"]
    text: str = ""
    is_ticked: bool = False
    width: int = 0


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A named entry: a row of a table, of the sender or of a signature."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sheet, drawn by its kind."""

    kind: Literal["date", "to", "title", "sender", "text", "center", "right", "table", "sign", "annex"]
    lines: tuple[Line, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter as it will look."""

    title: str
    parts: tuple[Part, ...]

    @property
    def texts(self) -> Iterator[str]:
        """Every text on it, for the check of its glyphs."""
        for part in self.parts:
            yield from _texts(part.lines)
            for entry in part.entries:
                yield entry.label
                yield from _texts(entry.lines)


def _texts(lines: Iterable[Line]) -> Iterator[str]:
    yield from (span.text for line in lines for span in line if span.kind == "text")


def lay_out(form: Form, filled: Filled) -> Sheet:
    """The sheet of a form, with what she filled in and room for what she did not."""
    parts = [*_head(form, filled), *_body(form, filled), *_annex(form, filled)]
    return Sheet(form.title, tuple(part for part in parts if part.lines or part.entries))


def _head(form: Form, filled: Filled) -> Iterator[Part]:
    if form.dated:
        yield Part("date", (_filled_in("date", filled),))
    if form.addressed:
        yield Part("to", tuple(_addressee(form, filled)))
    yield Part("title", (_plain(form.title),))
    yield Part("sender", entries=tuple(_sender(form, filled)))


def _addressee(form: Form, filled: Filled) -> Iterator[Line]:
    code, address = filled.get("to_postal_code", ""), filled.get("to_address", "")
    if code:
        yield _plain(words("postal", code=code))
    if address:
        yield from (_plain(line) for line in address.split("\n"))
    yield _filled_in(form.to, filled)


def _sender(form: Form, filled: Filled) -> Iterator[Entry]:
    for name in form.sender:
        lines = _lines("{" + name + "}", filled)
        if name == "address":
            lines = [*_lines(words("postal", code="{postal_code}"), filled), *lines]
        # What neither she nor the law puts on this letter is left out; the rest is left to her hand.
        if filled.get(name) or name in ("name", "address", "kana"):
            yield Entry(words(f"sender.{name}"), tuple(lines))


def _body(form: Form, filled: Filled) -> Iterator[Part]:
    number = 0
    for block in form.body:
        for kind, told in (("text", block.text), ("center", block.center), ("right", block.right)):
            if told:
                yield Part(kind, tuple(_lines(told, filled)))  # type: ignore[arg-type] # the kinds of Part
        if block.rows:
            rows = list(_rows(block.rows, filled))
            yield Part("table", entries=tuple(_numbered(rows, number)))
            number += len(rows)
        if block.sign:
            yield Part("sign", entries=tuple(_rows(block.sign, filled)))


def _annex(form: Form, filled: Filled) -> Iterator[Part]:
    annex = form.annex
    if annex and _stands(annex.when, filled):
        who = _lines(words("annex"), filled)
        yield Part("annex", (_plain(annex.title), *who))
        yield Part("table", entries=tuple(_numbered(list(_rows(annex.rows, filled)), 0)))
        yield Part("text", tuple(_lines(annex.closing, filled)))


def _rows(rows: Iterable[Row], filled: Filled) -> Iterator[Entry]:
    for row in rows:
        if not _stands(row.when, filled) or (row.optional and not _says_something(row, filled)):
            continue
        yield Entry(row.label, tuple(line for told in row.lines for line in _lines(told, filled)))


def _numbered(entries: Iterable[Entry], before: int) -> Iterator[Entry]:
    for number, entry in enumerate(entries, before + 1):
        yield Entry(words("numbered", number=_wide(number), label=entry.label), entry.lines)


def _stands(when: Mapping[str, tuple[str, ...]], filled: Filled) -> bool:
    return all(filled.get(name, "") in options for name, options in when.items())


def _says_something(row: Row, filled: Filled) -> bool:
    named = [found["field"] or found["box"] for line in row.lines for found in TOKEN.finditer(line)]
    return any(filled.get(name) for name in named if name)


def _lines(told: str, filled: Filled) -> list[Line]:
    """The lines of a text of the pack; a line of nothing but optional phrases that are left out is none."""
    lines: list[Line] = []
    for each in told.split("\n"):
        spans = [span for phrase in _phrases(each, filled) for span in _spans(phrase, filled)]
        if spans:
            lines += _broken(spans)
    return lines


def _phrases(told: str, filled: Filled) -> Iterator[str]:
    """The phrases of a line; an optional one, between the signs, is left out while a field of it is empty."""
    start, is_optional = 0, False
    for found in TOKEN.finditer(told):
        if found["open"] or found["close"]:
            phrase = told[start : found.start()]
            if not is_optional or _is_whole(phrase, filled):
                yield phrase
            start, is_optional = found.end(), bool(found["open"])
    yield told[start:]


def _is_whole(phrase: str, filled: Filled) -> bool:
    return all(filled.get(found["field"], "").strip() for found in TOKEN.finditer(phrase) if found["field"])


def _spans(phrase: str, filled: Filled) -> Iterator[Span]:
    start = 0
    for found in TOKEN.finditer(phrase):
        if found.start() > start:
            yield Span("text", phrase[start : found.start()])
        start = found.end()
        if found["box"]:
            yield Span("box", is_ticked=found["option"] in filled.get(found["box"], "").split(","))
        elif found["field"]:
            yield from _filled_in(found["field"], filled)
    if phrase[start:]:
        yield Span("text", phrase[start:])


def _filled_in(name: str, filled: Filled) -> Line:
    kind, text = field_kinds()[name], written(name, filled)
    if text:
        return _plain(text)
    return (Span("blank", width=kind.blank),) if kind.kind != "day" else _blank_day()


def written(name: str, filled: Filled) -> str:
    """What a field says as it stands on paper; empty where it says nothing."""
    text = filled.get(name, "").strip()
    return _day(text) if text and field_kinds()[name].kind == "day" else text


def _blank_day() -> Line:
    return _plain(words("blank_day"))


def _broken(spans: Iterable[Span]) -> Iterator[Line]:
    """What she wrote on several lines stands on several lines."""
    line: list[Span] = []
    for span in spans:
        first, *more = span.text.split("\n") if span.kind == "text" else [""]
        line.append(Span("text", first) if span.kind == "text" else span)
        for text in more:
            yield tuple(line)
            line = [Span("text", text)]
    yield tuple(line)


def _plain(text: str) -> Line:
    return (Span("text", text),)


@cache
def _in_era() -> DateWords:
    return DateWords(catalog(SOURCE.code))


def _day(text: str) -> str:
    try:
        return _in_era().in_era(date.fromisoformat(text))
    except ValueError:
        return text


def _wide(number: int) -> str:
    return str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


def words(name: str, **values: str) -> str:
    """The few words of the sheet itself: always Japanese, whatever language the page has."""
    told = sheet_words()[name]
    for key, value in values.items():
        told = told.replace(f"<{key}>", value)
    return told
