"""The questions of a playbook, what she answered, and whom the letters go to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from fastapi import Request as WebRequest

from app.agencies.shipped import Entry
from app.kit.dates import RoughDate, era_year
from app.law import Text
from app.playbooks import finding
from app.playbooks.finding import Asker, Target
from app.playbooks.model import AGENCY, EXTRA, WAY, Asked, Holder, Playbook, Request
from app.playbooks.wording import blanks
from app.web.forms import Form
from app.web.texts import Texts

WAYS = ("post", "counter")
TEXT_LIMIT, EXTRA_LIMIT, NAME_LIMIT, POSTAL_LIMIT, PHONE_LIMIT = 200, 500, 100, 12, 60
REQUESTS = "request"
PICKED = "picked_"  # before the name of a question: which of several bodies she means
NEW = "new"


@dataclass(frozen=True, slots=True)
class Question:
    """One question on the page: a body, a choice, a day or a text."""

    name: str
    kind: str
    label: Text | None
    required: bool
    options: tuple[str, ...] = ()


@dataclass(slots=True)
class Answers:
    """What she said, as the letters write it."""

    values: dict[str, str] = field(default_factory=dict)
    about_her: dict[str, str] = field(default_factory=dict)
    named: dict[str, Target] = field(default_factory=dict)
    way: str = ""
    extra: str = ""


def questions(playbook: Playbook) -> tuple[Question, ...]:
    """What is asked before the letters are made; about herself she is asked besides."""
    return tuple(_question(playbook, name) for name in playbook.ask)


def _question(playbook: Playbook, name: str) -> Question:
    if name == WAY:
        return Question(WAY, WAY, None, required=True, options=WAYS)
    if name in {EXTRA, AGENCY}:
        return Question(name, name, None, required=name == AGENCY)
    asked = playbook.inputs[name]
    return Question(name, _kind(playbook, asked), asked.label, asked.required, asked.options)


def _kind(playbook: Playbook, asked: Asked) -> str:
    if any(holder.resolve.question == asked.key and holder.resolve.organ for holder in playbook.holders):
        return "municipality"
    return "options" if asked.options else "day" if asked.is_day else "text"


def asks_birth_date(playbook: Playbook) -> bool:
    """Whether a letter that may be made names it."""
    return any("birth_date" in blanks(request.wording) for _, request in playbook.letters())


class Interview:
    """One reading of the questions' form."""

    def __init__(self, asker: Asker, form: Form, playbook: Playbook) -> None:
        self.asker = asker
        self.form = form
        self.playbook = playbook
        self.choices: dict[str, tuple[Entry, ...]] = {}  # the bodies to choose from, by question

    def read(self, words: Texts) -> Answers | None:
        """Everything she said, or None when something must be mended; `words` are those of the letters."""
        answers = Answers()
        for question in questions(self.playbook):
            self._read(question, answers, words)
        self._about_her(answers, words)
        self._fill_in(answers)
        return answers if self.form.ok else None

    def _read(self, question: Question, answers: Answers, words: Texts) -> None:
        form, name = self.form, question.name
        match question.kind:
            case "way":
                answers.way = form.choice(WAY, WAYS)
            case "extra":
                answers.extra = form.long_text(EXTRA, EXTRA_LIMIT)
            case "options":
                answers.values[name] = form.choice(name, question.options, required=question.required)
            case "day":
                answers.values[name] = self._rough_day(question, words)
            case "municipality" | "agency":
                self._body(question, answers)
            case _:
                answers.values[name] = form.text(name, TEXT_LIMIT, required=question.required)
                self._name(name, answers)

    def _rough_day(self, question: Question, words: Texts) -> str:
        day = self.form.rough_day(question.name, required=question.required)
        if day is None:
            return ""
        if day.on > self.asker.house.clock.today():
            self.form.problem(question.name, "playbooks.errors.ahead")
        return written(words, day)

    def _body(self, question: Question, answers: Answers) -> None:
        name = self.form.text(question.name, TEXT_LIMIT, required=question.required)
        if not name:
            return
        is_municipality = question.kind == "municipality"
        holder = self._holder(question.name)
        fits = finding.is_local if is_municipality else self._fits(holder)
        hits = finding.look_up(self.asker, name, fits)
        picked = self.form.value(PICKED + question.name)
        target = self._picked(picked, hits, name, holder)
        if target is not None:
            answers.named[question.name] = target
            answers.values[question.name] = target.name
        elif not hits.others and is_municipality:
            self.form.problem(question.name, "playbooks.errors.no_municipality")
        else:
            self.choices[question.name] = hits.others
            self.form.problem(PICKED + question.name, "playbooks.errors.which")

    def _name(self, question: str, answers: Answers) -> None:
        """An answer may name the body that is asked, in her own words."""
        said = answers.values[question]
        asked = [holder for holder in self.playbook.holders if holder.resolve.question == question]
        if said and asked:
            hits = finding.look_up(self.asker, said, self._fits(asked[0]))
            same = hits.sure if hits.sure and hits.sure.name == said else None
            found = Target(same.name, same) if same else finding.new_target(said, asked[0].resolve)
            answers.named[question] = found

    def _picked(self, picked: str, hits: finding.Hits, name: str, holder: Holder) -> Target | None:
        known = {str(entry.id): entry for entry in (*hits.others, *([hits.sure] if hits.sure else []))}
        if picked in known:
            return Target(known[picked].name, known[picked])
        if hits.sure is not None:
            return Target(hits.sure.name, hits.sure)
        is_new = picked == NEW or not hits.others
        return finding.new_target(name, holder.resolve) if is_new and not holder.resolve.organ else None

    def _holder(self, question: str) -> Holder:
        asked = [holder for holder in self.playbook.holders if holder.resolve.question == question]
        fitting = (holder for holder in asked if any(self.fits(request) for request in holder.requests))
        return next(fitting, asked[0])

    def _fits(self, holder: Holder) -> finding.Fits:
        procedures = {request.procedure for request in holder.requests if self.fits(request)}
        return lambda entry: all(finding.takes(each)(entry) for each in procedures)

    def fits(self, request: Request) -> bool:
        """Whether a request goes with her answers: a city's hospital is asked otherwise than a doctor."""
        return all(self.form.value(key) in values for key, values in request.only_if.items())

    def _about_her(self, answers: Answers, words: Texts) -> None:
        form, about = self.form, answers.about_her
        about["name"] = form.text("name", NAME_LIMIT)
        about["kana"] = form.text("kana", NAME_LIMIT, required=False)
        born = self._birth_date() if asks_birth_date(self.playbook) else None
        about["postal_code"] = form.text("postal_code", POSTAL_LIMIT, required=False)
        about["address"] = form.long_text("address", TEXT_LIMIT, required=True)
        about["phone"] = form.text("phone", PHONE_LIMIT, required=False)
        answers.values |= about
        if born is not None:
            about["birth_date"] = born.isoformat()
            answers.values["birth_date"] = words.wareki(born)

    def _birth_date(self) -> date | None:
        born = self.form.day("birth_date", kind="any")
        if born is not None and born > self.asker.house.clock.today():
            self.form.problem("birth_date", "playbooks.errors.ahead")
        return born

    def _fill_in(self, answers: Answers) -> None:
        """The counter is the municipality's own where she was not asked for another one."""
        municipality = answers.named.get("municipality")
        if municipality and "office" in self.playbook.inputs and "office" not in self.playbook.ask:
            answers.values["office"] = municipality.name

    def names(self) -> Iterator[str]:
        """Every field of the form, for the page that carries the answers on."""
        for question in questions(self.playbook):
            yield question.name
            yield PICKED + question.name
        yield from ("name", "kana", "birth_date", "postal_code", "address", "phone")


def written(words: Texts, day: RoughDate) -> str:
    """A day as exactly as she remembers it, in the Japanese calendar, as letters write it."""
    found = era_year(day.on)
    if day.precision == "day" or found is None:
        return words.wareki(day.on)
    era, year = found
    parts = {"era": era.name, "year": str(year) if year > 1 else words.t("web.dates.first_year")}
    return words.t(f"playbooks.written.{day.precision}", **parts, month=str(day.on.month))


def letter_words(request: WebRequest) -> Texts:
    """The language of letters, whatever the page is read in."""
    texts: Mapping[str, Texts] = request.app.state.pages.texts
    return texts["ja"]


def one_id(text: str) -> UUID | None:
    """An id, or nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
