"""A second implementation of the contract, day by day and without shortcuts, to compare the first one with.

It shares no code with app/law beyond the plain question: it walks from day to day, reads the table of closed
days itself, and knows no rule packs. It answers {(clock, cause): (nominal, due, state)}.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

DAY = timedelta(days=1)
TABLE = Path(__file__).parents[2] / "app" / "law" / "data" / "closed_days.csv"
HOLIDAYS = {row["on"] for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())}
ADVERSE = {"partial", "refused", "existence_refused", "not_held", "inadmissible", None}


def closed(day, extra=()):
    year_end = day.strftime("%m%d") in {"1229", "1230", "1231", "0101", "0102", "0103"}
    return day.weekday() in {5, 6} or day.isoformat() in HOLIDAYS or year_end or day in extra


def roll(day, extra=()):
    while closed(day, extra):
        day += DAY
    return day


def walk(day, n):
    for _ in range(n):
        day += DAY
    return day


def months(day, n):
    """Walk from the next day until the day of the same number, n months on, would come."""
    start = day + DAY
    seen, current = 0, start
    while True:
        current += DAY
        if current.day == 1:
            seen += 1
        if seen == n and current.day == start.day:
            return current - DAY
        if seen > n:
            # The month had no such day: its last day it is.
            return current - DAY


class Naive:
    def __init__(self, question):
        self.q = question
        self.extra = question.options.closed_days
        self.facts = sorted(((e.on, i, e) for i, e in enumerate(question.events)), key=lambda f: f[:2])
        self.out = {}
        self.left = None
        for fact in self.of("withdrawn"):
            self.left = self.left or fact
        if question.procedure == "jp.appi.disclosure":
            seen = self.of("disclosed")
            for fact in self.of("agent_lost_authority"):
                if not (seen and seen[0][:2] < fact[:2]) and (not self.left or fact[:2] < self.left[:2]):
                    self.left = fact
                break

    def of(self, *kinds):
        return [fact for fact in self.facts if fact[2].kind in kinds]

    def after(self, fact, *kinds):
        later = [each for each in self.of(*kinds) if each[:2] > fact[:2]]
        return later[0] if later else None

    def put(self, clock, cause, nominal, *, who, first=False, met=None, void=None, moves=True, extra=True):
        due = nominal
        if nominal is not None and moves:
            due = roll(nominal, self.extra if extra else ())
        if self.left and cause[:2] < self.left[:2]:
            done = met or void
            over = who == "her" and not first and due is not None and due < self.left[0]
            if not over and not (done and done <= self.left[0]):
                met, void = None, self.left[0]
        today = self.q.as_of
        if void:
            state = "void"
        elif met:
            state = "met" if first or due is None or met <= due else "met_late"
        elif first:
            state = "open" if due is not None and today >= due else "waiting"
        elif due is None or today <= due:
            state = "running"
        else:
            state = "overdue" if who == "agency" else "expired"
        self.out[clock, cause[1]] = (nominal, due, state)
        return due


def made(decision):
    return decision[2].decided_on or decision[0]


def public(n, kind):  # noqa: C901 - one long walk on purpose, so that it can be read beside the contract
    options, p = n.q.options, f"appi.{kind}"
    arrived = n.of("received")[0] if n.of("received") else None
    decisions = n.of("decision_notified")
    if n.of("sent"):
        sent = n.of("sent")[0]
        oldest = sent[0]
        for _ in range(30):
            oldest -= DAY
        n.put(
            "certificate.oldest",
            sent,
            oldest,
            who="her",
            first=True,
            moves=False,
            void=arrived[0] if arrived else None,
        )
    for asked in n.of("amendment_asked"):
        answer, decided = n.after(asked, "amendment_received"), n.after(asked, "decision_notified")
        settled = decided and (not answer or decided[:2] < answer[:2])
        n.put(
            "appi.amendment",
            asked,
            asked[2].until,
            who="her",
            moves=False,
            met=answer[0] if answer and not settled else None,
            void=decided[0] if settled else None,
        )
    if arrived and not (kind == "suspension" and options.provision_record):
        decision_clocks(n, p, kind, arrived, decisions)
    for decision in decisions:
        after_decision(n, kind, decision)
    if kind == "disclosure":
        for seen in n.of("disclosed"):
            for word in ("correction",) if options.provision_record else ("correction", "suspension"):
                filed = n.after(seen, f"{word}_filed")
                n.put(
                    f"appi.{word}.window", seen, walk(seen[0], 90), who="her", met=filed[0] if filed else None
                )
    for determined in n.of("determination_notified"):
        if determined[2].outcome not in {"accepted", "full"}:
            suits(n, determined, None)


def paused_days(n, arrived, decisions):
    """Every day that lies in some round of amendment, counted once."""
    end = made(decisions[0]) if decisions else n.q.as_of
    if n.left:
        end = min(end, n.left[0])
    days = set()
    still_open = False
    covered = None
    for asked in n.of("amendment_asked"):
        if covered is not None and asked[:2] < covered:
            continue
        answer = n.after(asked, "amendment_received")
        covered = answer[:2] if answer else (date.max, 0)
        still_open = answer is None
        day = asked[0]
        while day < (answer[0] if answer else end):
            day += DAY
            days.add(day)
    return len(days), still_open


def decision_clocks(n, p, kind, arrived, decisions):
    options = n.q.options
    days = min(options.decision_days or 30, 30)
    first = arrived[0]
    if options.count_mode == "business":
        cap = walk(first, 30)
        left = days
        while left:
            first += DAY
            if not closed(first, n.extra):
                left -= 1
        first = min(first, cap)
    else:
        first = walk(first, days - (1 if options.count_mode == "incl" else 0))
    paused, _ = paused_days(n, arrived, decisions)
    first = walk(first, paused)
    more = 30 if options.extension_days is None else min(options.extension_days, 30)
    cap = walk(first, more)
    said = [
        f
        for f in n.of("extension_notified", "date_given")
        if (f[2].kind == "extension_notified" or f[2].clock == f"{p}.decision")
        and (not decisions or f[:2] < decisions[0][:2])
    ]
    nominal = (said[-1][2].until or cap) if said else first
    excepted = n.of("exception_notified")[-1] if n.of("exception_notified") else None
    if excepted and kind != "disclosure" and decisions and decisions[0][:2] < excepted[:2]:
        excepted = None
    met = made(decisions[0]) if decisions and not excepted else None
    n.put(f"{p}.decision", arrived, nominal, who="agency", met=met, void=excepted[0] if excepted else None)
    cause, due, decided = arrived, roll(min(nominal, cap), n.extra), decisions[0] if decisions else None
    if excepted and kind == "disclosure":
        sixty = min(options.exception_days or 60, 60) - (1 if options.count_mode == "incl" else 0)
        part = n.put(
            f"{p}.decision.part",
            arrived,
            walk(arrived[0], sixty),
            who="agency",
            met=made(decisions[0]) if decisions else None,
        )
        last = decisions[-1] if len(decisions) > 1 else None
        rest = n.put(
            f"{p}.decision.rest", excepted, excepted[2].until, who="agency", met=made(last) if last else None
        )
        cause, due, decided = (excepted, rest, last) if decisions else (arrived, part, None)
    elif excepted:
        last = decisions[-1] if decisions else None
        due = n.put(
            f"{p}.decision.exception",
            excepted,
            excepted[2].until,
            who="agency",
            met=made(last) if last else None,
        )
        cause, decided = excepted, last
    if due is None:
        return
    for clock, verb in (("review.inaction", "review_filed"), ("suit.inaction", "suit_filed")):
        taken = n.after(cause, verb)
        if taken and decided and decided[:2] < taken[:2]:
            taken = None
        n.put(
            clock,
            cause,
            due + DAY,
            who="her",
            first=True,
            moves=False,
            met=taken[0] if taken else None,
            void=decided[0] if decided and not taken else None,
        )


def after_decision(n, kind, decision):
    outcome = decision[2].outcome
    if kind == "disclosure" and outcome in {"full", "partial", None}:
        objections = n.of("third_party_objected")
        if objections and objections[0][:2] < decision[:2]:
            seen = n.after(decision, "disclosed")
            n.put(
                "appi.disclosure.third_party_gap",
                decision,
                walk(made(decision), 15),
                who="agency",
                first=True,
                moves=False,
                met=seen[0] if seen else None,
            )
        done = n.after(decision, "implementation_requested", "disclosed")
        n.put(
            "appi.disclosure.implementation_request",
            decision,
            walk(decision[0], 30),
            who="her",
            met=done[0] if done else None,
        )
    if outcome not in ADVERSE:
        return
    review, suit = n.after(decision, "review_filed"), n.after(decision, "suit_filed")
    met = review[0] if review else None
    due = n.put("review.request", decision, months(decision[0], 3), who="her", met=met)
    n.put("review.request.objective", decision, months(made(decision), 12), who="her", met=met)
    moved = review and not (suit and suit[:2] < review[:2]) and review[0] <= due
    suits(n, decision, review[0] if moved else None)


def suits(n, cause, void):
    suit = n.after(cause, "suit_filed")
    met = suit[0] if suit and not void else None
    for clock, day, count in (("", cause[0], 6), (".objective", made(cause), 12)):
        n.put(
            f"suit.revocation{clock}", cause, months(day, count), who="her", met=met, void=void, extra=False
        )


def private(n, purpose):
    arrived = n.of("received")[0] if n.of("received") else None
    refused = n.of("refused")[0] if n.of("refused") else None
    answered = n.of("answered")[0] if n.of("answered") else None
    if (arrived or refused) and not purpose:
        days = [refused[0]] if refused else []
        days += [walk(arrived[0], 15)] if arrived else []
        n.put(
            "appi_private.suit",
            arrived or refused,
            min(days),
            who="her",
            first=True,
            moves=False,
            void=answered[0] if answered else None,
        )
    ended = [each[0] for each in (refused, answered) if each]
    for clock, days in (("", 14), (".second", 30)):
        if arrived:
            n.put(
                f"appi_private.follow_up{clock}",
                arrived,
                walk(arrived[0], days),
                who="her",
                first=True,
                moves=False,
                void=min(ended) if ended else None,
            )


def naive_answer(question):
    """{(clock, cause): (nominal, due, state)} of one question."""
    naive = Naive(question)
    family, _, kind = question.procedure.removeprefix("jp.").partition(".")
    if family == "appi":
        public(naive, kind)
    else:
        private(naive, kind == "purpose")
    return naive.out
