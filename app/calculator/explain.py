"""The explanation of a deadline: one object for the page, print, the calendar, mail and the command."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, NamedTuple

from app import law
from app.law.files import parse_yaml

# Says a text in the language of whoever reads it.
Say = Callable[[law.Text], str]

_LOOKS = {
    law.Mark.TODAY: "now",
    law.Mark.START: "st",
    law.Mark.COUNTED: "c",
    law.Mark.PAUSED: "p",
    law.Mark.ROLLED: "rl",
    law.Mark.DUE: "due",
}


class Correction(NamedTuple):
    """How a person puts an assumption right: `where` it is said, and by which kind of event."""

    where: str
    kind: str


@dataclass(frozen=True)
class Explained:
    """A deadline beside all that anybody needs to check it; drawn when it is looked at, not before."""

    deadline: law.Deadline
    options: law.Options
    today: date | None

    @property
    def clock(self) -> law.ClockInfo:
        return law.clock(self.deadline.clock)

    @cached_property
    def weeks(self) -> tuple[law.Week, ...]:
        """The weeks of the count; none when no day was counted."""
        return law.month_picture(self.deadline, self.options, self.today)

    @cached_property
    def stretches(self) -> tuple[law.Stretch, ...]:
        """The same days, to be read."""
        return law.stretches(self.deadline, self.options)

    @cached_property
    def articles(self) -> tuple[tuple[law.Citation, law.Article], ...]:
        """Every place in a statute that the day rests on."""
        return tuple(articles_of([self.deadline]))

    @property
    def is_hers(self) -> bool:
        return self.deadline.bound is law.Bound.REQUESTER

    @property
    def day(self) -> date | None:
        """The day to show first: hers the one to act by, theirs the one after which they are late."""
        return self.deadline.nominal if self.is_hers else self.deadline.due

    @property
    def has_fallback(self) -> bool:
        """Whether closed days move her last day on, which she should not lean on."""
        return self.is_hers and self.deadline.due != self.deadline.nominal

    @property
    def meaning(self) -> law.Text:
        """What the day means for her, in a sentence."""
        whose = "hers" if self.is_hers else "theirs"
        return law.Phrase(f"explain.{whose}_{self.deadline.kind}").text if self.day else _UNDATED

    @property
    def fallback(self) -> law.Text:
        """Her two last days, and which one is safe."""
        assert self.deadline.nominal is not None
        assert self.deadline.due is not None
        days = (("nominal", self.deadline.nominal), ("due", self.deadline.due))
        return law.Phrase("explain.fallback", days).text

    @property
    def start_word(self) -> str:
        """Which word marks the first day: the last part of the key of the first line."""
        return self.deadline.steps[0].phrase.key.removeprefix("step.start_") if self.deadline.steps else ""


_UNDATED = law.Phrase("explain.undated").text


def explain(deadline: law.Deadline, options: law.Options, today: date | None = None) -> Explained:
    """The explanation of one deadline; `options` are those of its question."""
    return Explained(deadline, options, today)


def explanation_lines(one: Explained, say: Say, agency: str | None = None) -> list[str]:
    """The whole explanation as plain lines: who, by when, how counted, how sure, by which articles."""
    return [
        *headline(one, say, agency),
        *(f"- {say(step.text)}" for step in one.deadline.steps),
        *(say(stretch.text) for stretch in one.stretches),
        *([say(one.fallback)] if one.has_fallback else []),
        *([say(how_sure(one.deadline))] if one.deadline.certainty is not law.Certainty.STATUTE else []),
        *(say(assumption.text) for assumption in one.deadline.assumptions),
        *_names_of_articles(one, say),
    ]


def how_sure(deadline: law.Deadline) -> law.Text:
    """What is unsure about a day that does not simply stand in the law."""
    return law.Phrase(f"explain.{deadline.certainty}").text


def act_of(clock: law.ClockInfo, say: Say, agency: str | None = None) -> str:
    """Who does what, as a sentence begins."""
    act = say(clock.act).replace("{agency}", agency or say(law.Phrase("explain.them").text))
    return act[:1].upper() + act[1:]


def headline(one: Explained, say: Say, agency: str | None = None) -> tuple[str, str]:
    """Who does what, and by when."""
    act = act_of(one.clock, say, agency)
    day = f"{say(law.Phrase('picture.day', (('first', one.day),)).text)}{say(_STOP)}" if one.day else ""
    return act, f"{day}{say(one.meaning)}"


_STOP = {"ja": "。", "en": ". "}
_COMMA = {"ja": "、", "en": ", "}


def _names_of_articles(one: Explained, say: Say) -> Iterator[str]:
    # A law abroad is named, though no text of it can be opened.
    names = list(dict.fromkeys(say(law.citation_label(each)) for each in one.deadline.citations))
    if names:
        yield say(law.Phrase("explain.articles", (("names", say(_COMMA).join(names)),)).text)


def correction_of(assumption: law.Assumption) -> Correction | None:
    """What would correct an assumption; None when it is a reading of the law."""
    return corrections().get(assumption.code)


@cache
def corrections() -> Mapping[str, Correction]:
    """Every assumption that a person can put right, by its code."""
    text = files("app.calculator").joinpath("data/corrections.yaml").read_text("utf-8")
    return {
        code: Correction(where, kind)
        for where, kinds in parse_yaml(text).items()
        for code, kind in kinds.items()
    }


def articles_of(
    deadlines: Iterable[law.Deadline],
) -> Iterator[tuple[law.Citation, law.Article]]:
    """Every place in a statute that some deadlines rest on, once, with its article."""
    seen: set[tuple[str, str, int | None]] = set()
    cited = (each for deadline in deadlines for each in deadline.citations)
    for citation in filter(law.can_be_opened, cited):
        place = (citation.law, citation.article, citation.paragraph)
        if place not in seen:
            seen.add(place)
            yield citation, law.article_text(citation.law, citation.article)


def looks_of(day: law.Day, *, rolls: bool) -> str:
    """The classes of one day of the picture; `rolls` says whether closed days move the end on."""
    names = ["off"] if day.closed else []
    names += [look for mark, look in _LOOKS.items() if mark in day.marks]
    if rolls and law.Mark.NOMINAL in day.marks:
        names.append("nom")
    return " ".join(names)


# What main.py gives to every template, so that pages of other rooms explain a deadline by one call.
TEMPLATE_FUNCTIONS: dict[str, Any] = {
    "act_in_words": act_of,
    "explained": explain,
    "how_sure": how_sure,
    "looks_of": looks_of,
    "law_place": law.citation_label,
    "clock_state": law.clock_state_label,
}
