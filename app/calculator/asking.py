"""Asks one question at a time, each on a page of its own, until there is something to count."""

from dataclasses import dataclass

from app import law
from app.agencies.countries import HOME
from app.calculator import links
from app.calculator.forms import (
    FIELDS,
    KINDS,
    Asked,
    EventFields,
    blank,
    read_agency,
    read_country,
    read_events,
    read_procedure,
)
from app.calculator.links import Pairs
from app.web.forms import Form

# In the order in which they are asked; "answering" says which one a page sends.
QUESTIONS = ("procedure", "agency", "happened", "when")
NO_ANSWER = {
    "agency": ("who", "calculator.ask.no_agency"),
    "happened": ("happened", "calculator.ask.no_happened"),
    "when": ("received", "calculator.ask.no_day"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """The question to ask now, and what was answered before it."""

    question: str
    asked: Asked
    carried: Pairs
    happened: EventFields | None = None
    is_private: bool = False

    @property
    def back(self) -> str | None:
        """The address of the question before this one."""
        place = QUESTIONS.index(self.question)
        if place == 0:
            return None
        left = {"agency": ("procedure",), "happened": ("agency", "kind"), "when": ("happened",)}[
            self.question
        ]
        if self.is_private and self.question == "happened":
            left = ("procedure",)
        return links.path(links.ASK, tuple(pair for pair in self.carried if pair[0] not in left))

    @property
    def kinds(self) -> list[str]:
        """The events that may have happened and were not told yet."""
        told = dict(self.carried)
        known = law.procedure(self.asked.procedure).events
        return [kind for kind in FIELDS if kind in known and kind not in told]


def next_page(form: Form) -> Page | str:
    """The first question that is still open; an address once there is something to count."""
    is_first = not form.value("procedure") and form.value("answering") != "procedure"
    if is_first or not read_procedure(form):
        asked = blank(read_country(form))
        return Page("procedure", asked, (*links.country_of(asked), *_agency_only(form)))
    asked, is_answered = _read_whom(form)
    # Neither the kind of a business nor that of a body abroad changes a day.
    is_private = law.procedure(asked.procedure).family == "private" or asked.country != HOME
    if not form.ok or not (is_answered or is_private):
        return _asking(form, Page("agency", asked, (("procedure", asked.procedure),), is_private=is_private))
    return _ask_what(form, asked, is_private=is_private)


def _ask_what(form: Form, asked: Asked, *, is_private: bool) -> Page | str:
    happened = form.choice("happened", law.procedure(asked.procedure).events, required=False)
    events = read_events(form, asked.procedure)
    open_fields = FIELDS.get(happened)
    if not set(form.errors) <= {"happened", *(open_fields.names if open_fields else ())}:
        # A link with a mistake in what was told before: the whole form shows every field.
        return links.path(links.PAGE, form.posted.pairs)
    carried = links.pairs_of(asked, [event for event in events if event.kind != happened])
    if open_fields is None:
        if events and form.ok and not form.value("more") and form.value("answering") != "happened":
            return links.path(links.PAGE, carried)
        return _asking(form, Page("happened", asked, carried, is_private=is_private))
    if not form.ok or all(event.kind != happened for event in events):
        page = Page("when", asked, (*carried, ("happened", happened)), open_fields, is_private)
        return _asking(form, page, happened)
    return links.path(links.PAGE, links.pairs_of(asked, events))


def _read_whom(form: Form) -> tuple[Asked, bool]:
    country = read_country(form)
    agency, candidates = read_agency(form) if country == HOME else (None, ())
    kind = form.choice("kind", KINDS, required=False)
    asked = Asked(form.value("procedure"), agency, kind, candidates, country=country)
    return asked, agency is not None or bool(kind)


def _asking(form: Form, page: Page, field: str = "") -> Page:
    """The page, with a sentence when it was sent without an answer."""
    if form.ok and form.value("answering") == page.question and page.question in NO_ANSWER:
        name, key = NO_ANSWER[page.question]
        form.problem(field or name, key)
    return page


def _agency_only(form: Form) -> Pairs:
    """What a link may bring along: an agency, chosen on its own page."""
    agency = form.value("agency")
    return (("agency", agency),) if agency else ()
