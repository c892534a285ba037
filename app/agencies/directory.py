"""Finds bodies by what a person types: written, in kana or in Latin letters, whole or in part."""

import csv
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from uuid import UUID

from app.agencies.naming import bare, fold, sounds, spellings, words_of
from app.agencies.shipped import Entry, load
from app.agencies.sound import is_sound, sound

FEWEST_LETTERS = 2
FEWEST_HEARD = 4  # letters of a sound inside a name; fewer fit too many by chance
SHOWN = 20
EXACT, PREFIX, INSIDE, LOCATED = range(4)
_BREAK = "\n"
_MORA_ENDS = frozenset("aiueon" + _BREAK)
_WORST = 9


class Index:
    """All spellings in one text: a hit's neighbours tell whether it is whole, a beginning or inside."""

    def __init__(self, spellings_of: Iterable[tuple[int, Iterable[str]]]) -> None:
        self._starts: list[int] = []
        self._owners: list[int] = []
        parts: list[str] = []
        length = 1
        for owner, keys in spellings_of:
            for key in keys:
                self._starts.append(length)
                self._owners.append(owner)
                parts.append(key)
                length += len(key) + 1
        self._text = _BREAK + _BREAK.join(parts) + _BREAK

    def find(self, key: str, *, only_begins: bool = False, at_mora: bool = False) -> dict[int, int]:
        """For each owner of a spelling with this key in it, how well it fits."""
        found: dict[int, int] = {}
        needle = _BREAK + key if only_begins else key
        at = self._text.find(needle)
        while at >= 0:
            start = at + len(needle) - len(key)
            fit = self._fit(start, start + len(key))
            if fit < INSIDE or not at_mora or self._text[start - 1] in _MORA_ENDS:
                owner = self._owners[bisect_right(self._starts, start) - 1]
                found[owner] = min(fit, found.get(owner, _WORST))
            at = self._text.find(needle, at + 1)
        return found

    def _fit(self, start: int, end: int) -> int:
        if self._text[start - 1] != _BREAK:
            return INSIDE
        return EXACT if self._text[end] == _BREAK else PREFIX


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: the best entries, how many there are in all, and how many fit exactly."""

    entries: tuple[Entry, ...] = ()
    total: int = 0
    exact: int = 0

    @property
    def only(self) -> Entry | None:
        """The one that is surely meant, if there is one."""
        return self.entries[0] if self.exact == 1 or (self.total == 1 and not self.exact) else None


class Directory:
    """The shipped directory, ready to be searched; one per process."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_id = {entry.id: entry for entry in self.entries}
        weights = _weights()
        self._weights = [weights[entry.sort] for entry in self.entries]
        self._written = Index(self._each(spellings))
        self._heard = Index(self._each(sounds))
        located = {entry.name: entry for entry in self.entries if entry.sort == "prefecture"}
        self._written_with_place = Index(self._each(lambda entry: _placed(entry, located, written=True)))
        self._heard_with_place = Index(self._each(lambda entry: _placed(entry, located, written=False)))

    def get(self, agency_id: UUID) -> Entry | None:
        """The shipped entry of this id, if there is one."""
        return self._by_id.get(agency_id)

    def search(self, query: str, limit: int = SHOWN) -> Found:
        """Exact names first, then beginnings, then parts; the large before the small."""
        words = words_of(query)
        if sum(map(len, words)) < FEWEST_LETTERS:
            return Found()
        fits = self._find_all(words)
        best = sorted(fits, key=lambda owner: (fits[owner], self._weights[owner], self._order(owner)))
        exact = sum(fit == EXACT for fit in fits.values())
        return Found(tuple(self.entries[owner] for owner in best[:limit]), len(best), exact)

    def _order(self, owner: int) -> tuple[int, str]:
        entry = self.entries[owner]
        return len(entry.name), entry.code or entry.name

    def _find_all(self, words: list[str]) -> Mapping[int, int]:
        fits = self._find(words[0])
        for word in words[1:]:
            more = self._find(word)
            fits = {owner: min(fit, more[owner]) for owner, fit in fits.items() if owner in more}
        return fits

    def _find(self, word: str) -> dict[int, int]:
        fits = dict.fromkeys(self._written_with_place.find(word, only_begins=True), LOCATED)
        if is_sound(word):
            heard = sound(word)
            fits |= dict.fromkeys(self._heard_with_place.find(heard, only_begins=True), LOCATED)
            _better(fits, self._heard.find(heard, only_begins=len(heard) < FEWEST_HEARD, at_mora=True))
        _better(fits, self._written.find(word))
        return fits

    def _each(self, keys: Callable[[Entry], Iterable[str]]) -> Iterable[tuple[int, Iterable[str]]]:
        return ((owner, keys(entry)) for owner, entry in enumerate(self.entries))


def _better(fits: dict[int, int], more: Mapping[int, int]) -> None:
    for owner, fit in more.items():
        fits[owner] = min(fit, fits.get(owner, _WORST))


def _placed(entry: Entry, prefectures: Mapping[str, Entry], *, written: bool) -> Iterator[str]:
    """A municipality behind its prefecture, as in an address, and the wards of a city."""
    if entry.prefecture is None:
        return
    prefecture = prefectures[entry.prefecture]
    at = 0 if written else 1
    name, wards = (entry.name, entry.kana)[at], [ward[at] for ward in entry.wards]
    places = ((prefecture.name, prefecture.kana)[at], bare(prefecture)[at])
    key = fold if written else sound
    for place in places:
        yield from (key(place + name + ward) for ward in ("", *wards))
    yield from (key(front + ward) for front in ("", name) for ward in wards)


def _weights() -> dict[str, int]:
    text = files("app.agencies").joinpath("data/weights.csv").read_text("utf-8")
    return {row["sort"]: int(row["weight"]) for row in csv.DictReader(text.splitlines())}


@cache
def directory() -> Directory:
    """The one directory of this process; the first call builds it."""
    return Directory(load())
