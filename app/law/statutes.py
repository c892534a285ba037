"""The text of the cited articles, and how a citation is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
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
    """The text of one article; raises KeyError when the rule book carries no copy of it."""
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


def has_article(law_id: str, article: str) -> bool:
    """Whether this article may be cited: one that the rule book carries, or any of a law abroad."""
    return law_id in _laws_abroad() or article in _laws().get(law_id, {"articles": {}})["articles"]


def carries_text(citation: Citation) -> bool:
    """Whether the rule book has the text of the article that is cited; of laws abroad it has none."""
    return citation.law in _laws()


def has_paragraph(law_id: str, article: str, paragraph: int) -> bool:
    """Whether the article has that paragraph; copies without paragraph numbers cannot tell and say yes."""
    if law_id in _laws_abroad():
        return True
    numbers = [each.number for each in article_text(law_id, article).paragraphs]
    return paragraph in numbers or numbers == [None] * len(numbers)


def copied_on(law_id: str) -> str:
    """The day of the copy of a law, as an ISO date."""
    days: Mapping[str, str] = _statutes()["as_of"]
    return days.get(law_id, days["others"])


def law_names(law_id: str) -> Text:
    """The short name of a law, in every language."""
    if law_id in _laws_abroad():
        return dict(_laws_abroad()[law_id]["name"])
    return {"ja": _laws()[law_id]["short"], "en": _english_names()[law_id]}


def citation_label(citation: Citation) -> Text:
    """A citation as a reader writes it: 個人情報保護法83条1項, APPI Art. 83(1)."""
    names = law_names(citation.law)
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


@cache
def _laws_abroad() -> Mapping[str, Any]:
    """Laws that are cited without their text, with how a place in them is written."""
    laws: Mapping[str, Any] = read_yaml("abroad.yaml")["laws"]
    return laws
