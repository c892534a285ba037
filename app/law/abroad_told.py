"""Writes down a calculation abroad line by line, with what nobody has confirmed of it."""

from datetime import date, timedelta

from app.law.book import Value
from app.law.countries import UNION, closed_reason_abroad, knows_holidays_of
from app.law.history import Fact
from app.law.ledger import Ledger
from app.law.model import Certainty, Step, StepKind
from app.law.pauses import later, paused_days
from app.law.phrases import Phrase, plain
from app.law.reply import Reply
from app.law.statutes import Citation
from app.law.tally import is_open_ended

_DAY = timedelta(days=1)
# "At the latest ten days after the request is first received" (5 U.S.C. 552 (a)(6)).
_ROUTING = timedelta(days=10)
# Some calendars need a word of their own; all others name their country.
_OWN_SENTENCE = {UNION: "calendar_union", "uk": "calendar_uk"}


def explain(
    ledger: Ledger, reply: Reply, notice: Fact | None, nominal: date | None, due: date | None
) -> None:
    """Write the lines from the first day to the day that comes out, then what it leans on."""
    counting = reply.info.rule("counting", reply.cause.on)
    ledger.start(f"step.start_{reply.cause.event.kind}", reply.cause.on, (counting or reply.period).citation)
    _count(ledger, reply, notice)
    ledger.assume("not_reviewed")
    ledger.assume(f"source_{reply.pack.evidence}")
    _assume_counting(ledger, reply, counting)
    if nominal and due:
        _close(ledger, reply, nominal, due)
        _assume_pauses(ledger, reply, notice, nominal)
    if notice:
        _assume_notice(ledger, reply, notice)
    for code in reply.pack.notes.get(reply.info.id, ()):
        _note(ledger, reply, code, notice)
    _assume_calendar(ledger, reply, due)


def _count(ledger: Ledger, reply: Reply, notice: Fact | None) -> None:
    until = notice.event.until if notice else None
    cited = (reply.extension or reply.period).citation
    if notice and until and notice.event.kind == "date_given":
        ledger.notice("step.given", until, None)
        ledger.also(reply.period.citation)
    elif notice and until:
        ledger.count(Phrase("step.extended_to", (("asked", notice.on),)), until, cited)
    else:
        _count_lines(ledger, reply, extended=notice is not None)


def _count_lines(ledger: Ledger, reply: Reply, *, extended: bool) -> None:
    """The period, the longest extension where one was noticed without a day, and the days of the pauses."""
    counted = [reply.period]
    _line(ledger, _label(reply.period, "step.period_answer", "step.period_open_days"), reply, counted)
    if extended and reply.extension and not is_open_ended(reply.extension):
        counted.append(reply.extension)
        _line(ledger, _label(reply.extension, "step.extension", "step.extension_open_days"), reply, counted)
    for n, each in enumerate(reply.rounds, start=1):
        to = reply.tally.end(*counted, rounds=reply.rounds[:n])
        pause = reply.info.rule("pause", each.asked.on)
        key = "step.pause_abroad" if each.answered else "step.pause_abroad_open"
        phrase = Phrase(key, (("asked", each.asked.on), ("answered", each.ends)))
        cited = (pause or reply.period).citation
        days = (to - ledger.last).days
        first, between = ledger.last + _DAY, (each.asked.on, each.ends)
        ledger.steps.append(Step(StepKind.PAUSE, phrase, first, days, to, cited, 0, between))
        ledger.last = to


def _label(value: Value, key: str, open_days: str) -> Phrase:
    return Phrase(open_days, (("n", value.open_days),)) if value.open_days else plain(key)


def _line(ledger: Ledger, phrase: Phrase, reply: Reply, counted: list[Value]) -> None:
    """One stretch of days up to the end of what has been counted so far."""
    to, value = reply.tally.end(*counted), counted[-1]
    days = (to - ledger.last).days
    step = Step(StepKind.COUNT, phrase, ledger.last + _DAY, days, to, value.citation, value.months)
    ledger.steps.append(step)
    ledger.last = to


def _close(ledger: Ledger, reply: Reply, nominal: date, due: date) -> None:
    """The closed days after the count, by the rule of that country where one is known."""
    if nominal != due:
        rule = reply.info.rule("closed_day", reply.cause.on)
        ledger.nominal("step.nominal_agency", nominal, closed_reason_abroad(nominal, reply.tally.country))
        days = (due - nominal).days
        cited: Citation | None = rule.citation if rule else None
        ledger.steps.append(Step(StepKind.ROLL, plain("step.roll_abroad"), nominal + _DAY, days, due, cited))
        if rule is None:
            ledger.assume_with("roll_assumed", on=nominal, day=nominal)
        elif rule.certainty is Certainty.INFERENCE:
            ledger.assume("roll_from_memory")
    ledger.result("step.result_agency", due)


def _assume_counting(ledger: Ledger, reply: Reply, counting: Value | None) -> None:
    if counting is None:
        ledger.assume("counting_assumed")
    elif counting.certainty is Certainty.INFERENCE and reply.pack.evidence == "copy":
        ledger.assume("counting_from_memory")


def _assume_notice(ledger: Ledger, reply: Reply, notice: Fact) -> None:
    first, until = reply.first_at(notice), notice.event.until
    if notice.event.kind == "date_given":
        ledger.assume_with("given_overrides", nominal=first)
        return
    if until is None and reply.extended(reply.rounds):
        ledger.assume("extension_full")
    if notice.on > reply.tally.roll(first):
        ledger.assume_with("extension_came_late", on=reply.tally.roll(first), day=reply.tally.roll(first))
    if reply.extension and is_open_ended(reply.extension):
        ledger.assume("extension_unlimited")


def _assume_pauses(ledger: Ledger, reply: Reply, notice: Fact | None, nominal: date) -> None:
    if notice and notice.event.until:
        days = paused_days(reply.rounds, notice.on)
        if days:
            held = reply.tally.roll(later(nominal, days))
            ledger.assume_with("pause_after_notice", on=held, day=held)
    elif reply.rounds and reply.period.open_days:
        once = reply.tally.roll(reply.first(reply.rounds[:1]))
        if len(reply.rounds) > 1:
            ledger.assume_with("pause_once", on=once, day=once)
    elif reply.rounds:
        again = reply.tally.starting(reply.rounds[-1].ends)
        anew = again.roll(again.end(reply.period))
        ledger.assume_with("pause_restarts", on=anew, day=anew)


def _note(ledger: Ledger, reply: Reply, code: str, notice: Fact | None) -> None:
    """One thing that has to be said of this clock's days, with the other day it may mean."""
    silence = reply.info.rule("silence", reply.cause.on)
    ledger.also(silence.citation if silence else None)
    if code == "ccpa_first_day" and notice is None:
        earlier = reply.first(()) - _DAY
        ledger.assume_with(code, on=earlier, day=earlier)
    elif code == "foia_component" and notice is None:
        routed = reply.tally.starting(reply.cause.on + _ROUTING)
        latest = routed.end(reply.period, rounds=reply.rounds)
        ledger.assume_with(code, on=latest, day=latest)
    elif code not in ("ccpa_first_day", "foia_component"):
        ledger.assume(code)


def _assume_calendar(ledger: Ledger, reply: Reply, due: date | None) -> None:
    country = reply.tally.country
    if country in _OWN_SENTENCE:
        ledger.assume(_OWN_SENTENCE[country])
    else:
        ledger.assume_with("calendar_abroad", country=Phrase(f"country.{country}"))
    if due and not knows_holidays_of(due):
        ledger.assume_with("holidays_out_of_reach", year=due.year)
