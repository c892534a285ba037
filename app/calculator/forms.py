"""Reads the calculator's form into a question; what cannot be read is said beside its field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app import law
from app.agencies.countries import HOME
from app.agencies.directory import FEWEST_LETTERS, directory
from app.agencies.naming import words_of
from app.agencies.overrides import NATIONAL, Applied, choose
from app.agencies.service import as_options, options_for
from app.agencies.shipped import Entry
from app.calculator.explain import correction_of
from app.web.forms import Form

MOST_CANDIDATES = 8
KINDS = (NATIONAL, "local")
NO_OPTIONS = Applied({})


@dataclass(frozen=True, slots=True)
class EventFields:
    """The fields of one event: its day, and what more its notice says."""

    kind: str
    details: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.kind, *(f"{self.kind}_{detail}" for detail in self.details))


# The groups of the form, in the order of a filing; the first is always open.
GROUPS: dict[str, tuple[EventFields, ...]] = {
    "arrival": (EventFields("received"),),
    "receipt": (EventFields("acknowledged"),),
    "amendment": (EventFields("amendment_asked", ("until",)), EventFields("amendment_received")),
    "extension": (
        EventFields("extension_notified", ("until",)),
        EventFields("exception_notified", ("until",)),
    ),
    "decision": (EventFields("decision_notified", ("decided_on", "outcome")),),
    "seen": (EventFields("disclosed"),),
    "answer": (EventFields("answered"), EventFields("refused")),
}
FIELDS = {fields.kind: fields for group in GROUPS.values() for fields in group}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks: the question, the agency, and why its options are what they are."""

    procedure: str
    agency: Entry | None = None
    kind: str = ""
    candidates: tuple[Entry, ...] = ()
    applied: Applied = field(default_factory=lambda: NO_OPTIONS)
    question: law.Question | None = None
    leaves_out: bool = False  # whether a day was typed that this procedure does not ask for
    country: str = HOME

    def mend(self, deadline: law.Deadline) -> dict[str, str]:
        """The field that corrects what a deadline assumes, by the code of the assumption."""
        found = ((each.code, correction_of(each)) for each in deadline.assumptions)
        return {
            code: "#f-who" if correction.where == "agency" else f"#f-{correction.kind}"
            for code, correction in found
            if correction is not None and (correction.where == "agency" or correction.kind in FIELDS)
        }

    @property
    def is_other_regime(self) -> bool:
        """Whether the agency chosen is under the other chapter of the Act."""
        if self.agency is None:
            return False
        family = law.procedure(self.procedure).family
        return (family == "private") != (self.agency.regime == "appi_private")

    @property
    def is_not_reviewed(self) -> bool:
        """Whether nobody has checked the law it is counted by."""
        return self.country != HOME

    @property
    def procedures(self) -> list[law.ProcedureInfo]:
        """Those that the page offers: the ones whose days the law of the country counts."""
        return procedures_of(self.country)

    @property
    def groups(self) -> dict[str, tuple[EventFields, ...]]:
        """The groups of the form that one of these procedures asks for."""
        used = {kind for info in self.procedures for kind in info.events}
        named = {name: tuple(one for one in group if one.kind in used) for name, group in GROUPS.items()}
        return {name: group for name, group in named.items() if group}


def procedures_of(country: str) -> list[law.ProcedureInfo]:
    """The procedures of Japan, or those of the country that was chosen."""
    counted = [info for info in law.PROCEDURES.values() if info.counts_from_arrival]
    if country == HOME:
        return [info for info in counted if not info.not_reviewed]
    return [info for info in counted if info.not_reviewed and country in info.calendars]


def blank(country: str) -> Asked:
    """Nothing asked yet."""
    return Asked(procedures_of(country)[0].id, country=country)


def read_country(form: Form) -> str:
    """The country whose procedures are shown: Japan until another one is chosen."""
    chosen = form.value("country")
    return chosen if chosen in law.COUNTRIES else HOME


def read_procedure(form: Form) -> str:
    """The procedure chosen; empty when there is none of that name."""
    return form.choice("procedure", [info.id for info in procedures_of(read_country(form))])


def read_question(form: Form, today: date) -> Asked:
    """The question of a sent form; `form.errors` says what is missing or wrong."""
    country, procedure = read_country(form), read_procedure(form)
    if not procedure:
        return blank(country)
    # The directory knows no body abroad: the country alone says whose days are closed.
    agency, candidates = read_agency(form) if country == HOME else (None, ())
    kind = form.choice("kind", KINDS, required=False)
    events = read_events(form, procedure)
    received = next((event.on for event in events if event.kind == "received"), None)
    closes = country if country != HOME else kind
    applied = options_for(agency, procedure, received) if agency else _of_kind(closes, procedure, received)
    if not events and form.ok:
        form.problem("received", "calculator.form.no_day")
    if not form.ok:
        return Asked(procedure, agency, kind, candidates, applied, country=country)
    question = law.Question(procedure, tuple(events), today, as_options(applied))
    left = _leaves_out(form, procedure)
    return Asked(procedure, agency, kind, candidates, applied, question, left, country)


def _of_kind(kind: str, procedure: str, received: date | None) -> Applied:
    """What is known of an agency by its kind alone: which days it is closed on."""
    return choose(kind or NATIONAL, (), procedure, received)


def _leaves_out(form: Form, procedure: str) -> bool:
    known = law.procedure(procedure).events
    return any(form.value(kind).strip() for kind in FIELDS if kind not in known)


def read_agency(form: Form) -> tuple[Entry | None, tuple[Entry, ...]]:
    """The agency that is named, or those that the name could mean."""
    who, chosen = form.text("who", required=False, limit=100), _chosen(form.value("agency"))
    if not who:
        if form.value("agency") and chosen is None:
            form.problem("who", "calculator.form.who_gone")
        return chosen, ()
    found = directory().search(who)
    if chosen is not None and (chosen in found.entries or chosen.name == who):
        return chosen, found.entries[:MOST_CANDIDATES] if found.only is None else ()
    if found.only is not None:
        return found.only, ()
    if sum(map(len, words_of(who))) < FEWEST_LETTERS:
        form.problem("who", "calculator.form.who_short")
    elif not found.entries:
        form.problem("who", "calculator.form.who_unknown")
    else:
        form.problem("agency", "calculator.form.who_many", count=found.total)
    return None, found.entries[:MOST_CANDIDATES]


def _chosen(agency_id: str) -> Entry | None:
    try:
        return directory().get(UUID(agency_id))
    except ValueError:
        return None


def read_events(form: Form, procedure: str) -> list[law.Event]:
    """Every event whose day was given, in the order of a filing."""
    known = law.procedure(procedure).events
    events = (_read_event(form, fields) for kind, fields in FIELDS.items() if kind in known)
    return [event for event in events if event is not None]


def _read_event(form: Form, fields: EventFields) -> law.Event | None:
    on = form.day(fields.kind, required=False)
    details = dict(_read_details(form, fields))
    if on is None:
        if any(details.values()) and fields.kind not in form.errors:
            form.problem(fields.kind, "calculator.form.day_first")
        return None
    _check_order(form, fields.kind, on, details)
    return law.Event(fields.kind, on, **details)  # type: ignore[arg-type] # each detail has its reader's type


def _read_details(form: Form, fields: EventFields) -> Iterator[tuple[str, date | str | None]]:
    for detail in fields.details:
        name = f"{fields.kind}_{detail}"
        if detail == "outcome":
            yield detail, form.choice(name, list(law.OUTCOMES), required=False) or None
        else:
            yield detail, form.day(name, required=False)


def _check_order(form: Form, kind: str, on: date, details: dict[str, date | str | None]) -> None:
    until, decided_on = details.get("until"), details.get("decided_on")
    if isinstance(until, date) and until < on:
        form.problem(f"{kind}_until", "calculator.form.until_before")
    if isinstance(decided_on, date) and decided_on > on:
        form.problem(f"{kind}_decided_on", "calculator.form.decided_after")
