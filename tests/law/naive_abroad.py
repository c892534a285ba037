"""A second implementation of the packs abroad, day by day, to compare the first one with.

It shares no code with app/law beyond the plain question: the periods stand in a table of its own, the closed
days are read from the file itself. It answers {(clock, cause): (nominal, due, state)}.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

DAY = timedelta(days=1)
TABLE = Path(__file__).parents[2] / "app" / "law" / "data" / "closed_days_abroad.csv"
CLOSED = {
    (row["on"], country)
    for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())
    for country in row["countries"].split()
}
ANSWER = {"answered", "refused", "disclosed", "carried_out"}
ANY = None  # they name the day; there is no longest one

# clock: (procedure, what starts it, unit, period, extension, in force since); 0 is no extension at all.
RULES = {
    "eu.gdpr.access.respond": ("eu.gdpr.access", "received", "month", 1, 2, "2018-05-25"),
    "uk.gdpr.access.respond": ("uk.gdpr.access", "received", "month", 1, 2, "2021-01-01"),
    "ch.fadp.access.respond": ("ch.fadp.access", "received", "day", 30, ANY, "2023-09-01"),
    "us.ca.ccpa.confirm": ("us.ca.ccpa.know", "received", "open", 10, 0, "2023-03-29"),
    "us.ca.ccpa.know.respond": ("us.ca.ccpa.know", "received", "day", 45, 45, "2023-03-29"),
    "us.foia.respond": ("us.foia", "received", "open", 20, 10, "2008-12-31"),
    "us.privacy_act.acknowledge": ("us.privacy_act.amendment", "received", "open", 10, 0, "1975-09-27"),
    "us.privacy_act.amendment.respond": (
        "us.privacy_act.amendment",
        "review_filed",
        "open",
        30,
        0,
        "1975-09-27",
    ),
    "ca.pipeda.access.respond": ("ca.pipeda.access", "received", "day", 30, 30, "2004-01-01"),
    "kr.pipa.access.respond": ("kr.pipa.access", "received", "day", 10, ANY, "2011-09-30"),
    "tw.pdpa.access.respond": ("tw.pdpa.access", "received", "day", 15, 15, "2012-10-01"),
    "br.lgpd.access.respond": ("br.lgpd.access", "received", "day", 15, 0, "2020-09-18"),
    "au.app12.access.respond": ("au.app12.access", "received", "day", 30, 0, "2014-03-12"),
    "au.foi.respond": ("au.foi", "received", "day", 30, 0, "2010-11-01"),
}
STOPS = {"uk.gdpr.access.respond": date(2026, 2, 1), "us.foia.respond": date(2008, 12, 31)}
ALONE = {"uk", "ch", "us", "ca", "kr", "tw", "br", "au"}
UNION = {country for _, country in CLOSED} - ALONE


class Naive:
    def __init__(self, question, clock):
        self.q, self.clock = question, clock
        _, self.starts, self.unit, self.period, self.more, self.since = RULES[clock]
        self.country = clock.split(".")[0]
        if self.country == "eu" and question.options.calendar in UNION:
            self.country = question.options.calendar
        self.facts = sorted((e.on, i, e) for i, e in enumerate(question.events)) if question.events else []

    def of(self, *kinds):
        return [fact for fact in self.facts if fact[2].kind in kinds]

    def closed(self, day):
        weekend = day.isoweekday() > 5
        return weekend or (day.isoformat(), self.country) in CLOSED or day in self.q.options.closed_days

    def roll(self, day):
        while self.closed(day):
            day += DAY
        return day

    def end(self, start, number, stood):
        """Walk from the start; days on which the clock stood still do not count."""
        if self.unit == "month":
            day = self.same_number(start, number)
            return day + len({each for each in stood if each > start}) * DAY
        day, seen = start, 0
        while seen < number:
            day += DAY
            if day in stood or (self.unit == "open" and self.closed(day)):
                continue
            seen += 1
        return day

    def same_number(self, start, number):
        day, crossed = start, 0
        while crossed < number:
            day += DAY
            if day.day == 1:
                crossed += 1
        while day.day != start.day and (day + DAY).day != 1:
            day += DAY
        return day

    def answer(self, cause):
        ends = ANSWER if self.clock.endswith("respond") else {*ANSWER, "acknowledged"}
        ended = next((f for f in self.of(*ends) if f[:2] > cause[:2]), None)
        left = next(iter(self.of("withdrawn")), None)
        notices = [f for f in self.of("date_given") if f[2].clock == self.clock]
        if self.more != 0:
            notices += self.of("extension_notified")
        notices.sort(key=lambda f: f[:2])
        rounds = self.rounds(cause, ended, left, notices)
        notice = self.last(notices, ended)
        nominal = self.nominal(cause, notice, rounds)
        due = nominal and self.roll(nominal)
        return nominal, due, self.state(cause, ended, left, notice, rounds, nominal)

    def last(self, notices, before):
        known = [f for f in notices if before is None or f[:2] < before[:2]]
        return known[-1] if known else None

    def nominal(self, cause, notice, rounds):
        stood = {day for asked, ends, _ in rounds for day in self.span(asked[0], ends)}
        if notice is None:
            return self.end(cause[0], self.period, stood)
        if notice[2].until:
            return notice[2].until
        return None if self.more is ANY else self.end(cause[0], self.period + self.more, stood)

    def span(self, first, last):
        """The days after the first one, up to the last."""
        days = set()
        while first < last:
            first += DAY
            days.add(first)
        return days

    def held(self, cause, notice, rounds):
        day = self.nominal(cause, notice, rounds)
        if day and notice and notice[2].until:
            for asked, ends, _ in rounds:
                day += len(self.span(max(asked[0], notice[0]), ends)) * DAY
        return self.roll(day) if day else None

    def rounds(self, cause, ended, left, notices):
        """Each round they asked for in time: (asked, the day it ends, answered)."""
        if self.clock not in STOPS:
            return []
        until = min([self.q.as_of, *(f[0] for f in (ended, left) if f)])
        told, current = [], None
        for fact in self.of("amendment_asked", "amendment_received"):
            if fact[2].kind == "amendment_asked" and current is None:
                current = fact
            elif fact[2].kind == "amendment_received" and current is not None:
                told.append((current, fact[0], True))
                current = None
        if current is not None:
            told.append((current, max(current[0], until), False))
        counted = []
        for asked, ends, answered in told:
            if asked[0] < STOPS[self.clock] or (ended and asked[:2] > ended[:2]):
                continue
            stands = self.held(cause, self.last(notices, asked), counted)
            if stands is None or asked[0] <= stands:
                counted.append((asked, ends, answered))
        return counted

    def state(self, cause, ended, left, notice, rounds, nominal):
        if left and cause[:2] < left[:2] and not (ended and ended[:2] < left[:2]):
            return "void"
        held = self.held(cause, notice, rounds)
        if held and rounds and not rounds[-1][2]:
            held = max(held, rounds[-1][1])
        if ended:
            return "met" if held is None or ended[0] <= held else "met_late"
        return "running" if held is None or self.q.as_of <= held else "overdue"


def naive_answer_abroad(question):
    found = {}
    for clock, (procedure, starts, *_, since) in RULES.items():
        if procedure != question.procedure:
            continue
        naive = Naive(question, clock)
        causes = naive.of(starts)
        for cause in causes[:1] if starts == "received" else causes:
            if cause[0] >= date.fromisoformat(since):
                found[clock, cause[1]] = naive.answer(cause)
    return found
