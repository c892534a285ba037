"""One mapping of a playbook's file, taken apart strictly: what nobody takes is refused."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.law import Text
from app.playbooks.bad import BadPlaybook, Place
from app.playbooks.model import Certainty

# Every text of a shipped playbook stands in all of them.
LANGUAGES = ("ja", "ja_easy", "en")
Choice = TypeVar("Choice", bound=StrEnum)
Made = TypeVar("Made")


class Part:
    """A mapping and its place; whoever takes a field says what it must be."""

    def __init__(self, content: object, place: Place = ()) -> None:
        if not isinstance(content, Mapping) or not all(isinstance(key, str) for key in content):
            raise BadPlaybook(place, "not_fields")
        self.place = place
        self._left: dict[str, object] = dict(content)

    def refuse(self, name: str, key: str, **values: object) -> BadPlaybook:
        """What is wrong with one of its fields."""
        return BadPlaybook((*self.place, name), key, **values)

    def done(self) -> None:
        """Nothing may be left over."""
        for name in self._left:
            raise self.refuse(name, "unknown_field")

    def has(self, name: str) -> bool:
        """Whether there is still such a field."""
        return self._left.get(name) is not None

    def names(self) -> tuple[str, ...]:
        """The names of the fields that nobody took yet."""
        return tuple(self._left)

    def take(self, name: str) -> object:
        """A field as it stands; refuses one that is missing."""
        if self._left.get(name) is None:
            raise self.refuse(name, "missing")
        return self._left.pop(name)

    def word(self, name: str) -> str:
        """One piece of text."""
        found = self.take(name)
        if not isinstance(found, str) or not found.strip():
            raise self.refuse(name, "not_text")
        return found.strip()

    def number(self, name: str) -> int:
        """A whole number."""
        found = self.take(name)
        if not isinstance(found, int) or isinstance(found, bool):
            raise self.refuse(name, "not_number")
        return found

    def day(self, name: str) -> date:
        """A civil day, written as 2026-11-23."""
        try:
            return date.fromisoformat(self.word(name))
        except ValueError:
            raise self.refuse(name, "not_day") from None

    def flag(self, name: str) -> bool:
        """Yes or no; no when it is left out."""
        if not self.has(name):
            self._left.pop(name, None)
            return False
        found = self.take(name)
        if not isinstance(found, bool):
            raise self.refuse(name, "not_flag")
        return found

    def known(self, name: str, allowed: Collection[str]) -> str:
        """One of the names that somebody else knows."""
        found = self.word(name)
        if found not in allowed:
            raise self.refuse(name, "unknown_name", found=found)
        return found

    def choice(self, name: str, kind: type[Choice]) -> Choice:
        """One of a fixed list."""
        return kind(self.known(name, [*kind]))

    def certainty(self, name: str) -> Certainty | None:
        """How sure something is, where that is told."""
        return self.maybe(name, lambda each: self.choice(each, Certainty))

    def text(self, name: str) -> Text:
        """A text in every language."""
        return self.part(name).languages()

    def texts(self, name: str) -> tuple[Text, ...]:
        """A list of such texts; none when it is left out."""
        return tuple(each.languages() for each in self.parts(name))

    def languages(self) -> Text:
        """Itself as a text in every language."""
        text = {code: self.word(code) for code in LANGUAGES}
        self.done()
        return text

    def words(self, name: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of names, each once; none when it is left out."""
        found = tuple(_word(each, place) for each, place in self._items(name))
        for number, each in enumerate(found):
            if (allowed is not None and each not in allowed) or each in found[:number]:
                raise BadPlaybook((*self.place, name, number), "unknown_name", found=each)
        return found

    def part(self, name: str) -> "Part":
        """A mapping inside it."""
        return Part(self.take(name), (*self.place, name))

    def parts(self, name: str) -> Iterator["Part"]:
        """The mappings of a list inside it; none when it is left out."""
        yield from (Part(each, place) for each, place in self._items(name))

    def maybe(self, name: str, how: Callable[[str], Made]) -> Made | None:
        """A field that may be left out, taken in one of the ways above."""
        if not self.has(name):
            self._left.pop(name, None)
            return None
        return how(name)

    def _items(self, name: str) -> list[tuple[object, Place]]:
        found = self._left.pop(name, None)
        if found is None:
            return []
        if not isinstance(found, list):
            raise self.refuse(name, "not_list")
        return [(each, (*self.place, name, number)) for number, each in enumerate(found)]


def _word(content: object, place: Place) -> str:
    if not isinstance(content, str) or not content.strip():
        raise BadPlaybook(place, "not_text")
    return content.strip()
