"""Reads the directory that is shipped with the program."""

import csv
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid5

from app import law
from app.agencies.models import Certainty, Kind, Regime
from app.agencies.overrides import (
    CHAPTER_5_FOR_LOCAL_GOVERNMENTS,
    CORRECTION,
    DISCLOSURE,
    SUSPENSION,
    Override,
)
from app.agencies.practice import Practice, read_day, read_practice

_NAMESPACE = UUID("6d1f3c52-5f0e-5c1b-9a68-1d0b7a3f2c11")
_MODES = {"next": "excl", "excl": "excl", "incl": "incl", "business": "business"}

# J-LIS: made by an Act, and yet no incorporated administrative agency.
PUBLIC_CORPORATION = "public_corporation"

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One body of the shipped directory."""

    id: UUID
    kind: Kind
    sort: str  # finer than kind: designated_city, ministry, ...
    name: str
    kana: str
    prefecture: str | None = None
    regime: Regime = Regime.PUBLIC
    regime_certainty: Certainty = Certainty.STATUTE
    code: str | None = None
    url: str | None = None
    desk_url: str | None = None
    calendar: str = "national"
    confidence: str = "high"
    note: str | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    wards: tuple[tuple[str, str], ...] = ()
    overrides: tuple[Override, ...] = ()
    practice: Practice | None = None
    contact: str | None = None  # of a person's own entry, in her words
    person_id: UUID | None = None  # whose own entry it is

    @property
    def is_own(self) -> bool:
        """Whether a person entered it."""
        return self.person_id is not None

    @property
    def country(self) -> law.Text | None:
        """The country of a body abroad; None for one in Japan."""
        return law.country_name(self.calendar) if self.regime is Regime.ABROAD else None


def load() -> tuple[Entry, ...]:
    """Every shipped entry, local governments first."""
    aliases = _grouped(_rows("aliases.csv"), "name")
    return tuple(
        entry
        for rows in (_local_governments(aliases), _national_bodies(aliases), _businesses(aliases))
        for entry in rows
    )


@cache
def edition() -> str:
    """A mark of the agencies' own periods, which changes when one of them does."""
    return f"{zlib.crc32(files('app.agencies').joinpath('data/ordinances.csv').read_bytes()):08x}"


def identify(code_or_name: str) -> UUID:
    """The id that an entry keeps from release to release.

    A local government is known by its public code. Other bodies are known by their name: the
    reference has a number for few of them, and an id must not change when one is found.
    """
    return uuid5(_NAMESPACE, code_or_name)


def _rows(name: str) -> list[Row]:
    text = files("app.agencies").joinpath(f"data/{name}").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _grouped(rows: list[Row], column: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[column], []).append(row)
    return grouped


def _aliases_of(name: str, aliases: dict[str, list[Row]]) -> tuple[tuple[str, str], ...]:
    return tuple((row["alias"], row["kana"]) for row in aliases.get(name, ()))


def _local_governments(aliases: dict[str, list[Row]]) -> Iterator[Entry]:
    pages = {row["lg_code"]: row for row in _rows("ordinances.csv")}
    wards = _grouped(_rows("wards.csv"), "lg_code")
    for row in _rows("local_governments.csv"):
        page = pages.get(row["lg_code"])
        is_prefecture = row["kind"] == "prefecture"
        yield Entry(
            id=identify(row["lg_code"]),
            kind=Kind.PREFECTURE if is_prefecture else Kind.MUNICIPALITY,
            sort=row["kind"],
            name=row["name"],
            kana=row["kana"],
            prefecture=row["pref"],
            code=row["lg_code"],
            url=row["url"] or None,
            calendar="local",
            aliases=_aliases_of(row["name"], aliases) if is_prefecture else (),
            wards=tuple((ward["ward"], ward["kana"]) for ward in wards.get(row["lg_code"], ())),
            overrides=tuple(_overrides(page)) if page else (),
            practice=read_practice(page) if page else None,
        )


def _overrides(page: Row) -> Iterator[Override]:
    for procedure, column in (
        (DISCLOSURE, "decision_days"),
        (CORRECTION, "correction_days"),
        (SUSPENSION, "suspension_days"),
    ):
        if page[column]:
            yield _override(procedure, int(page[column]), page)


def _override(procedure: str, days: int, page: Row) -> Override:
    is_disclosure = procedure == DISCLOSURE
    return Override(
        procedure=procedure,
        decision_days=days,
        count_mode=_MODES.get(page["mode"]),
        extension_days=_number(page["extension_days"]) if is_disclosure else None,
        exception_days=_number(page["special_days"]) if is_disclosure else None,
        starts_on=CHAPTER_5_FOR_LOCAL_GOVERNMENTS,
        words=page["count_words"],
        source_url=page["source_url"],
        page_date=read_day(page["page_date"]),
        confidence=_confidence(page["confidence"]),
    )


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _confidence(remark: str) -> str:
    level = remark.split(maxsplit=1)[0]
    return level if level in {"high", "medium"} else "low"


def _national_bodies(aliases: dict[str, list[Row]]) -> Iterator[Entry]:
    readings = {row["name"]: row["kana"] for row in _rows("readings.csv")}
    remarks = {row["reference"]: row for row in _rows("confidence.csv")}
    amended = {(row["name"], row["field"]): row["value"] for row in _rows("amendments.csv")}
    for row in _rows("national_bodies.csv"):
        name, remark = row["name"], remarks[row["confidence"]]
        kind, sort, regime = _national_kind(row["kind"])
        yield Entry(
            id=identify(name),
            kind=kind,
            sort=sort,
            name=name,
            kana=row["kana"] or readings[core(name)],
            regime=regime,
            regime_certainty=Certainty.STATUTE if regime is Regime.PUBLIC else Certainty.INFERENCE,
            code=row["hojin_bango"] or None,
            url=row["url"] or None,
            desk_url=amended.get((name, "desk_url"), row["desk_url"]) or None,
            confidence=remark["level"],
            note=remark["note"] or None,
            aliases=_aliases_of(name, aliases),
        )


_LEGAL_FORMS = tuple(row["form"] for row in _rows("legal_forms.csv"))


def core(name: str) -> str:
    """A name without the words of its legal form in front."""
    for form in _LEGAL_FORMS:
        if name.startswith(form) and name != form:
            return name.removeprefix(form)
    return name


def _national_kind(words: str) -> tuple[Kind, str, Regime]:
    for row in _KINDS:
        if words.startswith(row["starts"]):
            return Kind(row["kind"]), row["sort"], Regime(row["regime"])
    raise ValueError(f"No kind is known for {words}.")


_KINDS = _rows("kinds.csv")


def _businesses(aliases: dict[str, list[Row]]) -> Iterator[Entry]:
    for row in _rows("businesses.csv"):
        yield Entry(
            id=identify(row["name"]),
            kind=Kind.BUSINESS,
            sort="business",
            name=row["name"],
            kana=row["kana"],
            regime=Regime.PRIVATE,
            code=row["hojin_bango"] or None,
            url=row["url"] or None,
            confidence=row["confidence"],
            note="number_not_looked_up",
            aliases=_aliases_of(row["name"], aliases),
        )
