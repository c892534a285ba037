"""The text of the cited articles, and how a citation is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple

from app.law.files import read_json, read_yaml
from app.law.phrases import Text

_BY_ARTICLE = "article"


class Citation(NamedTuple):
    """A place in a statute: the law's id, the article, and where known the paragraph and the item."""

    law: str
    article: str
    paragraph: int | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item of a paragraph; `level` tells items (1) from their sub-items (2)."""

    title: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of an article; `number` is None where the copy does not number them."""

    number: int | None
    text: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article in the copy that the rule book carries, with the day of that copy."""

    law: str
    title: str
    number: str
    caption: str
    paragraphs: tuple[Paragraph, ...]
    as_of: str
    url: str


def article_text(law_id: str, article: str) -> Article:
    """The text of one article; raises KeyError when the rule book carries no copy of it.

    Of a rule that is cited without its text it has no paragraphs: only a title and where to look.
    """
    if law_id in _untexted():
        return _without_text(law_id, article)
    law = _laws()[law_id]
    content = law["articles"][article]
    return Article(
        law=law_id,
        title=law["title"],
        number=article,
        caption=content.get("caption", ""),
        paragraphs=tuple(_paragraphs(content)),
        as_of=copied_on(law_id),
        url=law["url"],
    )


def find_article(citation: Citation) -> Article | None:
    """The article of a citation with its text, or at least its address; None where neither is known."""
    try:
        return article_text(citation.law, citation.article)
    except KeyError:
        return None


def carries_text(citation: Citation) -> bool:
    """Whether the rule book has the text of the article that is cited."""
    return citation.law in _laws()


def has_article(law_id: str, article: str) -> bool:
    """Whether this article may be cited: one that is carried or listed here, or any of a law abroad."""
    listed = _untexted().get(law_id, {"articles": ()})["articles"]
    if law_id in _laws_abroad():
        return True
    return article in listed or article in _laws().get(law_id, {"articles": {}})["articles"]


def can_be_opened(citation: Citation) -> bool:
    """Whether the article that is cited can be opened; of laws abroad nothing is carried."""
    return citation.law not in _laws_abroad()


def has_paragraph(law_id: str, article: str, paragraph: int) -> bool:
    """Whether the article has that paragraph; where nobody has counted them the copy cannot tell: no."""
    return paragraph in [each.number for each in article_text(law_id, article).paragraphs]


def paragraph_count(law_id: str, article: str) -> int:
    """How many paragraphs the copy of an article numbers, or this project has counted; 0 where neither."""
    content = _laws().get(law_id, {"articles": {}})["articles"].get(article, {})
    return len(content.get("starts", content.get("paragraphs", ())))


def copied_on(law_id: str) -> str:
    """The day of the copy of a law, as an ISO date."""
    days: Mapping[str, str] = _statutes()["as_of"]
    return days.get(law_id, days["others"])


def law_names(law_id: str) -> Text:
    """The short name of a law, in every language."""
    if law_id in _laws_abroad():
        return dict(_laws_abroad()[law_id]["name"])
    if law_id in _untexted():
        return dict(_untexted()[law_id]["title"])
    return {"ja": _laws()[law_id]["short"], "en": _english_names()[law_id]}


def citation_label(citation: Citation) -> Text:
    """A citation as a reader writes it: 個人情報保護法83条1項, APPI Art. 83(1)."""
    names = law_names(citation.law)
    if not citation.article:
        return names
    how = _laws_abroad().get(citation.law, {"cited": _BY_ARTICLE})["cited"]
    if how != _BY_ARTICLE:
        # Common-law countries cite a section with all its brackets; a page is cited as a whole.
        place = "" if how == "whole" else f" {how} {citation.article}"
        return {lang: name + place for lang, name in names.items()}
    main, _, branch = citation.article.partition("の")
    # 4条の2第4項: after a branch number the paragraph needs its 第, or the two numbers run together.
    article = f"{main}条の{branch}第" if branch else f"{main}条"
    return {
        "ja": (names["ja"] + article + _japanese_place(citation)).removesuffix("第"),
        "en": f"{names['en']} Art. {main}" + (f"-{branch}" if branch else "") + _english_place(citation),
    }


def _japanese_place(citation: Citation) -> str:
    paragraph = f"{citation.paragraph}項" if citation.paragraph else ""
    return paragraph + (f"{citation.item}号" if citation.item else "")


def _english_place(citation: Citation) -> str:
    paragraph = f"({citation.paragraph})" if citation.paragraph else ""
    return paragraph + (f", item {citation.item}" if citation.item else "")


def _paragraphs(content: Mapping[str, Any]) -> list[Paragraph]:
    if "starts" in content:
        return _counted_paragraphs(content["lines"], content["starts"])
    if "lines" in content:
        return [Paragraph(None, line) for line in content["lines"]]
    return [
        Paragraph(
            each["number"],
            each["text"],
            tuple(Item(item["title"], item["text"], item["level"]) for item in each.get("items", ())),
        )
        for each in content["paragraphs"]
    ]


def _counted_paragraphs(lines: list[str], starts: list[int]) -> list[Paragraph]:
    """The paragraphs of a copy that does not number them, where this project has counted them."""
    ends = [*starts[1:], len(lines)]
    return [
        _joined(number, lines[start:end])
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]


def _joined(number: int, lines: list[str]) -> Paragraph:
    """The sentences of a paragraph as one text; from the first line that is no sentence on, its items."""
    whole = list(takewhile(_is_sentence, lines))
    return Paragraph(number, "".join(whole), tuple(Item("", line, 1) for line in lines[len(whole) :]))


def _is_sentence(line: str) -> bool:
    return line.endswith("。")


def _without_text(law_id: str, article: str) -> Article:
    rule = _untexted()[law_id]
    if article not in rule["articles"]:
        raise KeyError(article)
    return Article(law_id, rule["title"]["ja"], article, "", (), rule["seen"].isoformat(), rule["url"])


@cache
def _laws_abroad() -> Mapping[str, Any]:
    """Laws that are cited without their text, with how a place in them is written."""
    laws: Mapping[str, Any] = read_yaml("abroad.yaml")["laws"]
    return laws


@cache
def _untexted() -> Mapping[str, Any]:
    """The rules that may be cited though the rule book carries no text of them."""
    rules: Mapping[str, Any] = read_yaml("book.yaml")["untexted"]
    return rules


@cache
def _statutes() -> Mapping[str, Any]:
    return read_json("statutes.json")


def _laws() -> Mapping[str, Any]:
    laws: Mapping[str, Any] = _statutes()["laws"]
    return laws


@cache
def _english_names() -> Mapping[str, str]:
    names: Mapping[str, str] = read_yaml("book.yaml")["laws"]
    return names
