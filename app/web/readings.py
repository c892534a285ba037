"""How words are read: a glossary, the longest word first; what it does not know for sure stays unread.

A word of the glossary is written as in a dictionary (`見せる: みせる`); the part that does not change is
enough (`送: おく`).
`〜間` is read so only behind another word, `#日` only behind a number; `20日`, `（月）` as they stand.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from app.law.files import parse_yaml
from app.web.furigana import mark

KANJI = "\u3005-\u3007\u4e00-\u9fff"
BEHIND_A_WORD, BEHIND_A_NUMBER = "〜", "#"
SPOKEN_TEXTS = 4096  # About as many sentences as there are; dates fill the rest.

_RUN = re.compile(f"[{KANJI}]+")
# 漢字《かんじ》 in a text: a reading for this place only.
_GIVEN = re.compile(f"([{KANJI}]+)《([\u3041-\u3096\u30fc]+)》")
_FIRST_OF_MONTH = re.compile("(?<=月)1日")


@cache
def glossary() -> Mapping[str, str]:
    """All words and how they are read; a word that two files read differently is an error."""
    words: dict[str, str] = {}
    folder = files("app.web").joinpath("data", "readings")
    for file in sorted(folder.iterdir(), key=lambda found: found.name):
        if file.name.endswith(".yaml"):
            for word, reading in parse_yaml(file.read_text("utf-8")).items():
                if words.setdefault(word, reading) != reading:
                    raise ValueError(f"{file.name} reads {word} as {reading}, another file as {words[word]}.")
    return words


def without_readings(text: str) -> str:
    """A text without the readings given in it."""
    return _GIVEN.sub(r"\1", text) if "《" in text else text


@lru_cache(SPOKEN_TEXTS)
def with_readings(text: str) -> str:
    """A text of ours whose known words carry their readings."""
    return "".join(piece for piece, _ in _pieces(text))


def unread(text: str) -> Iterator[str]:
    """The runs of kanji that the glossary cannot read."""
    yield from (piece for piece, is_known in _pieces(text) if not is_known)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    while found := _reader().begin.search(text, at):
        yield text[at : found.start()], True
        if given := _GIVEN.match(text, found.start()):
            yield mark(given[1], given[2]), True
            at = given.end()
        elif _FIRST_OF_MONTH.match(text, found.start()):
            yield mark("1日", "ついたち"), True
            at = found.end()
        elif word := _reader().whole.get(found[0]):
            yield word, True
            at = found.end()
        else:
            run = _RUN.match(text, found.start())
            assert run is not None
            read = _reader().read(text, run.start(), run.end())
            yield (run[0], False) if read is None else (read[0], True)
            at = run.end() if read is None else read[1]
    yield text[at:], True


class _Reader:
    """The glossary, made ready for reading."""

    def __init__(self, words: Mapping[str, str]) -> None:
        # What begins with a digit, a bracket or a kana is found by itself; the rest begins a run of kanji.
        others = [word for word in words if not _RUN.match(word) and word[0] not in "〜#"]
        self.whole = {word: _marked(word, words[word]) for word in others}
        # 2日 does not begin within 12日; か月 does stand behind a digit.
        listed = "|".join(
            ("(?<![0-9])" if word[0].isdigit() else "") + re.escape(word)
            for word in sorted(others, key=len, reverse=True)
        )
        self.begin = re.compile(rf"{_FIRST_OF_MONTH.pattern}|{listed}|[{KANJI}]")
        self._words: dict[str, list[tuple[str, str]]] = {}
        for word in sorted(words, key=len, reverse=True):
            if word not in self.whole:
                bare = word.lstrip("〜#")
                entry = (word, _marked(bare, words[word]))
                self._words.setdefault(word[: len(word) - len(bare) + 1], []).append(entry)

    def read(self, text: str, start: int, end: int) -> tuple[str, int] | None:
        """The run from `start` to `end`, and where its last word ends; None when a part stays unread."""
        before = text[start - 1 : start]
        if before.isdigit() or before == "}":
            return self._rest(text, start, end, (BEHIND_A_NUMBER,)) or self._whole(text, start, end, before)
        if _RUN.match(before):
            return self._rest(text, start, end, (BEHIND_A_WORD, ""))
        return self._whole(text, start, end, before)

    def _whole(self, text: str, start: int, end: int, before: str) -> tuple[str, int] | None:
        return None if before.isdigit() else self._rest(text, start, end, ("",), alone=end - start == 1)

    def _rest(
        self, text: str, at: int, end: int, kinds: tuple[str, ...], *, alone: bool = False
    ) -> tuple[str, int] | None:
        if at >= end:
            return "", at
        # The most kanji first: 大学法人 is no law. Then what stands behind a word: 通知書か has no 書く.
        found = [
            (len(word.removeprefix(kind)), marked)
            for kind in kinds
            for word, marked in self._words.get(kind + text[at], ())
            # A kanji by itself is read otherwise than within a word: 人 is ひと, 請求人 is not.
            if text.startswith(word.removeprefix(kind), at) and (kind or alone or len(word) > 1)
        ]
        for length, marked in sorted(found, key=lambda each: -min(each[0], end - at)):
            rest = self._rest(text, at + length, end, (BEHIND_A_WORD, ""))
            if rest is not None:
                return marked + rest[0], rest[1]
        return None


@cache
def _reader() -> _Reader:
    return _Reader(glossary())


def _marked(word: str, reading: str) -> str:
    # 申し込み is read もうしこみ: the kana between stay as they are, and each kanji gets its own part.
    parts = [part for part in re.split(f"([{KANJI}]+)", word) if part]
    pattern = "".join("(.+?)" if _RUN.match(part) else re.escape(part) for part in parts)
    found = re.fullmatch(pattern, reading)
    if found is None:
        return mark(word, reading)
    readings = iter(found.groups())
    return "".join(mark(part, next(readings)) if _RUN.match(part) else part for part in parts)
