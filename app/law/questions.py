"""Reads a question from plain values, and says in a sentence what to mend when it cannot."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from app.law.calendars import CALENDARS
from app.law.catalog import DETERMINATION_OUTCOMES, event_kinds, outcomes, procedures
from app.law.given import OWN_CLOCK
from app.law.model import CountMode, Event, Options, Question
from app.law.phrases import Phrase, Text, Value

FIRST_DAY = date(1989, 1, 8)
YEARS_AHEAD = 30
MOST_EVENTS = 500
_LAST_DAY = date(2100, 12, 31)
_LONGEST_TEXT = 200
_SHOWN = 60
_MOST_DAYS = 3650
_MOST_CLOSED_DAYS = 1000
_DIGITS = re.compile(r"[0-9]{1,4}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_QUESTION_FIELDS = ("procedure", "as_of", "events", "options")
_EVENT_FIELDS = ("kind", "on", "until", "decided_on", "outcome", "clock", "to")


class BadQuestion(ValueError):
    """A question that cannot be answered: what is wrong, where, and in a sentence how to mend it."""

    def __init__(self, code: str, where: str, **fill: Value) -> None:
        self.code = code
        self.where = where
        self.text: Text = Phrase(f"bad.{code}", tuple(fill.items())).text
        self.message = self.text["en"]
        super().__init__(f"{where}: {self.message}")


def parse_question(mapping: Any) -> Question:
    """The question that plain values (from JSON, a form or a command line) ask; raises BadQuestion."""
    _require_mapping(mapping, "", _QUESTION_FIELDS)
    procedure = _procedure(mapping)
    if mapping.get("as_of") is None:
        raise BadQuestion("missing", "as_of", field="as_of")
    as_of = _day(mapping["as_of"], "as_of", "as_of", _LAST_DAY)
    events = _events(mapping.get("events"), procedure, as_of)
    return Question(procedure, events, as_of, _options(mapping.get("options")))


def _procedure(mapping: Mapping[str, Any]) -> str:
    procedure = mapping.get("procedure")
    if procedure is None:
        raise BadQuestion("missing", "procedure", field="procedure")
    if not isinstance(procedure, str) or procedure not in procedures():
        known = ", ".join(procedures())
        raise BadQuestion("unknown_procedure", "procedure", value=_short(procedure), known=known)
    return procedure


def _events(given: Any, procedure: str, as_of: date) -> tuple[Event, ...]:
    if given is None:
        return ()
    if not isinstance(given, list | tuple):
        raise BadQuestion("not_a_list", "events")
    if len(given) > MOST_EVENTS:
        raise BadQuestion("too_many_events", "events", limit=MOST_EVENTS)
    last = _years_later(as_of, YEARS_AHEAD)
    events: dict[Event, None] = {}
    for index, each in enumerate(given):
        where = f"events[{index}]"
        event = _event(each, where, procedure, last)
        if event in events:
            raise BadQuestion("duplicate_event", where)
        events[event] = None
    return tuple(events)


def _event(given: Any, where: str, procedure: str, last: date) -> Event:
    _require_mapping(given, where, _EVENT_FIELDS)
    kind = _kind(given.get("kind"), f"{where}.kind", procedure)
    if given.get("on") is None:
        raise BadQuestion("missing", f"{where}.on", field="on")
    event = Event(
        kind=kind,
        on=_day(given["on"], "on", f"{where}.on", last),
        until=_maybe_day(given, "until", where, last),
        decided_on=_maybe_day(given, "decided_on", where, last),
        outcome=_outcome(given.get("outcome"), kind, f"{where}.outcome"),
        clock=_clock(given.get("clock"), procedure, f"{where}.clock"),
        to=_text(given.get("to"), "to", f"{where}.to"),
    )
    _require_order(event, where)
    _require_named_day(event, where, procedure)
    return event


def _kind(given: Any, where: str, procedure: str) -> str:
    if given is None:
        raise BadQuestion("missing", where, field="kind")
    if not isinstance(given, str) or given not in event_kinds():
        known = ", ".join(procedures()[procedure].events)
        raise BadQuestion("unknown_event", where, value=_short(given), known=known)
    return given


def _require_order(event: Event, where: str) -> None:
    if event.until is not None and event.until < event.on:
        raise BadQuestion("until_before_on", f"{where}.until")
    if event.decided_on is not None and event.decided_on > event.on:
        raise BadQuestion("decided_after_on", f"{where}.decided_on")


def _require_named_day(event: Event, where: str, procedure: str) -> None:
    """A named day needs the day, and which clock it is for where the procedure has several."""
    if event.kind != "date_given":
        return
    if event.until is None:
        raise BadQuestion("missing", f"{where}.until", field="until")
    if event.clock is None and procedure not in OWN_CLOCK:
        raise BadQuestion("missing", f"{where}.clock", field="clock")


def _outcome(given: Any, kind: str, where: str) -> str | None:
    if given is None:
        return None
    known: Iterable[str] = DETERMINATION_OUTCOMES if kind == "determination_notified" else outcomes()
    if not isinstance(given, str) or given not in outcomes():
        raise BadQuestion("unknown_outcome", where, value=_short(given), known=", ".join(known))
    return given


def _clock(given: Any, procedure: str, where: str) -> str | None:
    if given is None:
        return None
    known = procedures()[procedure].clocks
    if given not in known:
        raise BadQuestion("unknown_clock", where, value=_short(given), known=", ".join(known))
    return str(given)


def _text(given: Any, field: str, where: str) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str) or len(given) > _LONGEST_TEXT:
        raise BadQuestion("bad_text", where, field=field, limit=_LONGEST_TEXT)
    return given


def _maybe_day(given: Mapping[str, Any], field: str, where: str, last: date) -> date | None:
    value = given.get(field)
    return None if value is None else _day(value, field, f"{where}.{field}", last)


def _day(given: Any, field: str, where: str, last: date) -> date:
    day = _read_day(given)
    if day is None:
        raise BadQuestion("bad_date", where, field=field)
    if not FIRST_DAY <= day <= last:
        raise BadQuestion(
            "date_out_of_range", where, field=field, first=FIRST_DAY.isoformat(), last=last.isoformat()
        )
    return day


def _read_day(given: Any) -> date | None:
    """A day written YYYY-MM-DD, or a date already read; an instant is no day."""
    if type(given) is date:
        return given
    if not isinstance(given, str) or not _ISO.fullmatch(given):
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _years_later(day: date, years: int) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap_day else day.day)


def _options(given: Any) -> Options:
    if given is None:
        return Options()
    if not isinstance(given, Mapping):
        raise BadQuestion("not_a_mapping", "options")
    for name in given:
        if name not in _READERS:
            raise BadQuestion(
                "unknown_option", f"options.{_short(name)}", value=_short(name), known=", ".join(_READERS)
            )
    read = {name: _READERS[name](value, name) for name, value in given.items() if value is not None}
    return Options(**read)


def _number(given: Any, field: str, *, least: int) -> int:
    number = int(given) if isinstance(given, str) and _DIGITS.fullmatch(given) else given
    if type(number) is not int or not least <= number <= _MOST_DAYS:
        raise BadQuestion("bad_option", f"options.{field}", field=field, known=f"{least}, …, {_MOST_DAYS}")
    return number


def _choice(given: Any, field: str, *, known: tuple[str, ...]) -> str:
    if given not in known:
        raise BadQuestion("bad_option", f"options.{field}", field=field, known=", ".join(known))
    return str(given)


def _yes_or_no(given: Any, field: str) -> bool:
    read = {"true": True, "false": False}.get(given) if isinstance(given, str) else given
    if not isinstance(read, bool):
        raise BadQuestion("bad_option", f"options.{field}", field=field, known="true, false")
    return read


def _closed_days(given: Any, field: str) -> frozenset[date]:
    where = f"options.{field}"
    listed = given.split(",") if isinstance(given, str) else given
    if not isinstance(listed, list | tuple | set | frozenset) or len(listed) > _MOST_CLOSED_DAYS:
        raise BadQuestion("bad_option", where, field=field, known="2026-12-28,2027-01-04")
    return frozenset(_day(each, field, where, _LAST_DAY) for each in listed)


_READERS: Mapping[str, Callable[[Any, str], Any]] = {
    "decision_days": partial(_number, least=1),
    "extension_days": partial(_number, least=0),
    "exception_days": partial(_number, least=1),
    "count_mode": partial(_choice, known=tuple(CountMode)),
    "calendar": partial(_choice, known=CALENDARS),
    "closed_days": _closed_days,
    "provision_record": _yes_or_no,
    "by_post": _yes_or_no,
}


def _require_mapping(given: Any, where: str, fields: tuple[str, ...]) -> None:
    if not isinstance(given, Mapping):
        raise BadQuestion("not_a_mapping", where)
    for name in given:
        if name not in fields:
            place = f"{where}.{_short(name)}" if where else _short(name)
            raise BadQuestion("unknown_field", place, field=_short(name), known=", ".join(fields))


def _short(given: Any) -> str:
    return str(given)[:_SHOWN]
