"""Reads posted forms: strictly, keeping what was typed, with a sentence for each mistake."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from fastapi import Depends
from starlette.requests import Request

from app.kit.dates import RoughDate, UnreadableDate, read_date, read_event_date, read_rough_date
from app.kit.errors import AppError
from app.web.furigana import without_signs

FORM_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 500
TEXT_LIMIT = 200
LONG_TEXT_LIMIT = 4000
# They turn the direction of what follows, so that a sentence can read as another one.
DIRECTION_SIGNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class UnreadableForm(AppError):
    """What was sent is no form of ours."""

    status = 400


@dataclass(frozen=True, slots=True)
class Fields:
    """What was posted, as it was typed."""

    pairs: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def get(self, name: str, otherwise: str = "") -> str:
        """The first value of a field."""
        return next((value for found, value in self.pairs if found == name), otherwise)

    def all(self, name: str) -> list[str]:
        """Every value of a field, for boxes that can be ticked together."""
        return [value for found, value in self.pairs if found == name]


async def read_fields(request: Request) -> Fields:
    """The posted fields; the size was limited before (guards.py)."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if body and kind != FORM_TYPE:
        raise UnreadableForm("web.errors.wrong_kind")
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise UnreadableForm("web.errors.unreadable") from None
    return Fields(tuple((name, without_signs(value)) for name, value in pairs))


Posted = Annotated[Fields, Depends(read_fields)]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: the key of a sentence and its values."""

    key: str
    values: Mapping[str, object]


class Form:
    """One reading of the posted fields; asking for a field also checks it."""

    def __init__(self, posted: Fields | None = None, today: date | None = None) -> None:
        self.posted = posted or Fields()
        self.today = today
        self.values: dict[str, str] = dict(reversed(self.posted.pairs))
        self.days: dict[str, date] = {}
        self.errors: dict[str, Problem] = {}

    @classmethod
    def blank(cls, **values: str) -> "Form":
        """A form not sent yet, with what is known filled in."""
        return cls(Fields(tuple(values.items())))

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
