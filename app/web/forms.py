"""Reads posted forms: strictly, keeping what was typed, with a sentence for each mistake."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from fastapi import Depends
from starlette.requests import Request

from app.kit import mynumber
from app.kit.dates import RoughDate, UnreadableDate, read_date, read_event_date, read_rough_date
from app.kit.errors import AppError
from app.web.furigana import without_signs
from app.web.warned import note_warnings

FORM_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 500
TEXT_LIMIT = 200
LONG_TEXT_LIMIT = 4000
# Not looked through for My Numbers: passwords are hashed and never shown again; the others are addresses
# that the program itself wrote into the form, kept nowhere but in a lost form's own place.
SECRET = "password"  # noqa: S105 - what names of fields hold that are never kept
OWN_ADDRESSES = frozenset({"form_page", "next"})
# A number that she says is another one; the answer of the page that asks (templates/web/my_number.html).
OTHER_NUMBER = "other_number"
# They turn the direction of what follows, so that a sentence can read as another one.
DIRECTION_SIGNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class UnreadableForm(AppError):
    """What was sent is no form of ours."""

    status = 400


@dataclass(frozen=True, slots=True)
class Fields:
    """What was posted, as it was typed; and the numbers that she said are no My Numbers."""

    pairs: tuple[tuple[str, str], ...] = ()
    others: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def get(self, name: str, otherwise: str = "") -> str:
        """The first value of a field."""
        return next((value for found, value in self.pairs if found == name), otherwise)

    def all(self, name: str) -> list[str]:
        """Every value of a field, for boxes that can be ticked together."""
        return [value for found, value in self.pairs if found == name]


class MyNumberFound(AppError):
    """A field may hold a My Number: nothing of the form is kept until it is masked, or said to be another."""

    status = 422

    def __init__(self, fields: Fields, numbers: tuple[str, ...]) -> None:
        self.fields = fields
        self.numbers = numbers
        super().__init__("numbers.stop.title")


async def read_fields(request: Request) -> Fields:
    """The posted fields; the size was limited before (guards.py). Raises MyNumberFound before any is used."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith("multipart/"):
        # Not read at all: only the pages of documents take files, and they read them in pieces.
        raise UnreadableForm("web.errors.wrong_kind")
    body = await request.body()
    if body and kind != FORM_TYPE:
        raise UnreadableForm("web.errors.wrong_kind")
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise UnreadableForm("web.errors.unreadable") from None
    fields = let_pass((name, without_signs(value)) for name, value in pairs)
    for name, value in fields.pairs:
        if is_looked_through(name):
            note_warnings(request, mynumber.warnings(value))
    return fields


def let_pass(pairs: Iterable[tuple[str, str]]) -> Fields:
    """The fields without the answers about numbers; raises MyNumberFound while one is unanswered."""
    pairs = tuple(pairs)
    others = frozenset(mynumber.only_digits(value) for name, value in pairs if name == OTHER_NUMBER)
    fields = Fields(tuple(pair for pair in pairs if pair[0] != OTHER_NUMBER), others)
    found = dict.fromkeys(
        hit.digits
        for name, value in fields.pairs
        if is_looked_through(name)
        for hit in mynumber.find(value)
        if hit.digits not in others
    )
    if found:
        raise MyNumberFound(fields, tuple(found))
    return fields


def is_looked_through(name: str) -> bool:
    """Whether a field is typed by a person and kept."""
    return SECRET not in name and name not in OWN_ADDRESSES


Posted = Annotated[Fields, Depends(read_fields)]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: the key of a sentence and its values."""

    key: str
    values: Mapping[str, object]


class Form:
    """One reading of the posted fields; asking for a field also checks it."""

    def __init__(
        self, posted: Fields | None = None, today: date | None = None, *, is_kept: bool = False
    ) -> None:
        self.is_kept = is_kept
        self.posted = posted or Fields()
        self.today = today
        self.values: dict[str, str] = dict(reversed(self.posted.pairs))
        self.days: dict[str, date] = {}
        self.errors: dict[str, Problem] = {}

    @classmethod
    def blank(cls, **values: str) -> "Form":
        """A form not sent yet, with what is kept filled in."""
        return cls(Fields(tuple(values.items())), is_kept=True)

    @property
    def ok(self) -> bool:
        """Whether everything asked for so far is in order."""
        return not self.errors

    @property
    def first_bad(self) -> str | None:
        """The field where the cursor should wait."""
        return next(iter(self.errors), None)

    def value(self, name: str) -> str:
        """What was typed, for the page that shows it again."""
        return self.values.get(name, "")

    def chosen(self, name: str, option: str) -> bool:
        """Whether an option was ticked, for the page that shows it again."""
        return option in self.posted.all(name)

    def other_numbers(self, name: str) -> list[str]:
        """The numbers of a field that were let pass before, so that she is not asked again."""
        found = dict.fromkeys(hit.digits for hit in mynumber.find(self.value(name)))
        return [digits for digits in found if self.is_kept or digits in self.posted.others]

    def problem(self, name: str, key: str, **values: object) -> None:
        """Notes what is wrong; the first mistake of a field is the one that is shown."""
        self.errors.setdefault(name, Problem(key, values))

    def text(self, name: str, limit: int = TEXT_LIMIT, *, required: bool = True) -> str:
        """One line, all of Unicode but what cannot be seen and what turns the direction."""
        return self._checked(name, self.posted.get(name).strip(), limit, required=required, lines=False)

    def long_text(self, name: str, limit: int = LONG_TEXT_LIMIT, *, required: bool = False) -> str:
        """Several lines; browsers send CR LF, we keep LF."""
        typed = self.posted.get(name).replace("\r\n", "\n").strip()
        return self._checked(name, typed, limit, required=required, lines=True)

    def secret(self, name: str) -> str:
        """A password: exactly as typed, never shown again."""
        self.values.pop(name, None)
        typed = self.posted.get(name)
        if not typed:
            self.problem(name, "web.form.missing")
        return typed

    def choice(self, name: str, allowed: Collection[str], *, required: bool = True) -> str:
        """One of the allowed values, or nothing when it may be left open."""
        typed = self.posted.get(name)
        if typed in allowed:
            return typed
        if typed or required:
            self.problem(name, "web.form.choose")
        return ""

    def choices(self, name: str, allowed: Collection[str]) -> list[str]:
        """All that were ticked; an unknown value is a mistake."""
        ticked = self.posted.all(name)
        if any(value not in allowed for value in ticked):
            self.problem(name, "web.form.choose")
        return [value for value in ticked if value in allowed]

    def flag(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.posted.get(name))

    def day(
        self, name: str, *, required: bool = True, kind: Literal["event", "any"] = "event"
    ) -> date | None:
        """A civil day; an event's lies between 1989 and thirty years ahead."""
        typed = self.posted.get(name)
        if not typed.strip() and not required:
            return None
        try:
            on = (
                read_date(typed)
                if kind == "any" or self.today is None
                else read_event_date(typed, self.today)
            )
        except UnreadableDate as mistake:
            self.problem(name, f"kit.dates.{mistake.reason}", **mistake.values)
            return None
        self.days[name] = on
        return on

    def rough_day(self, name: str, *, required: bool = True) -> RoughDate | None:
        """A day, a month or a year, as far as a person remembers."""
        typed = self.posted.get(name)
        if not typed.strip() and not required:
            return None
        try:
            return read_rough_date(typed)
        except UnreadableDate as mistake:
            self.problem(name, f"kit.dates.{mistake.reason}", **mistake.values)
            return None

    def _checked(self, name: str, typed: str, limit: int, *, required: bool, lines: bool) -> str:
        if required and not typed:
            self.problem(name, "web.form.missing")
        if len(typed) > limit:
            self.problem(name, "web.form.too_long", limit=limit)
        if _has_control(typed, allowed="\n\t" if lines else ""):
            self.problem(name, "web.form.control")
        if not DIRECTION_SIGNS.isdisjoint(typed):
            self.problem(name, "web.form.direction")
        return typed


def _has_control(text: str, allowed: str) -> bool:
    return any(unicodedata.category(sign) == "Cc" and sign not in allowed for sign in text)
