"""A second implementation of the contract, day by day and without shortcuts, to compare the first one with.

It shares no code with app/law beyond the plain question: it walks from day to day, reads the table of closed
days itself, and knows no rule packs. It answers {(clock, cause): (nominal, due, state)}.
"""

from datetime import date

from naive_days import DAY, closed, months, roll, walk
from naive_rounds import asked_rounds, days_in, held_open, in_time, made

KEPT = ("review.request", "suit.revocation", "appi.correction.window", "appi.suspension.window")
ADVERSE = {"partial", "refused", "existence_refused", "not_held", "inadmissible", None}


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

    def put(
        self,
        clock,
        cause,
        nominal,
        *,
        who,
        first=False,
        met=None,
        void=None,
        moves=True,
        extra=True,
        by=None,
    ):
        due = nominal
        if nominal is not None and moves:
            due = roll(nominal, self.extra if extra else ())
        decided = self.of("decision_notified")
        outlives = clock.startswith(KEPT) and self.left and decided and decided[0][:2] < self.left[:2]
        if self.left and cause[:2] < self.left[:2] and not outlives:
            done = met or void
            over = who == "her" and not first and due is not None and due < self.left[0]
            if not over and not (done and done <= self.left[0]):
                met, void = None, self.left[0]
        today = self.q.as_of
        late = by or due
        if void:
            state = "void"
        elif met:
            state = "met" if first or late is None or met <= late else "met_late"
        elif first:
            state = "open" if due is not None and today >= due else "waiting"
        elif late is None or today <= late:
            state = "running"
        else:
            state = "overdue" if who == "agency" else "expired"
        self.out[clock, cause[1]] = (nominal, due, state)
        return due


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


def bare_end(n, arrived):
    """The last day of the period itself, before pauses, papers and closed days."""
    options = n.q.options
    days = min(options.decision_days or 30, 30)
    bare = arrived[0]
    if options.count_mode == "business":
        cap = walk(bare, 30)
        left = days
        while left:
            bare += DAY
            if not closed(bare, n.extra):
                left -= 1
        bare = min(bare, cap)
    else:
        bare = walk(bare, days - (1 if options.count_mode == "incl" else 0))
    return bare


def decision_clocks(n, p, kind, arrived, decisions):
    options = n.q.options
    bare = bare_end(n, arrived)
    more = 30 if options.extension_days is None else min(options.extension_days, 30)
    told = [
        f
        for f in n.of("extension_notified", "date_given")
        if f[2].kind == "extension_notified" or f[2].clock == f"{p}.decision"
    ]

    def first_end(kept):
        return walk(bare, days_in(kept))

    def end_then(kept, asked):
        excepted = n.of("exception_notified")
        if excepted and excepted[0][:2] < asked[:2] and excepted[0][0] <= roll(first_end(kept), n.extra):
            return date.max
        said = [f for f in told if f[:2] < asked[:2]]
        if not said:
            return roll(first_end(kept), n.extra)
        until = said[-1][2].until
        day = walk(until, days_in(kept, said[-1][0])) if until else walk(first_end(kept), more)
        return roll(day, n.extra)

    everything = asked_rounds(n, decisions)
    rounds = in_time(everything, end_then)
    first = first_end(rounds)
    cap = walk(first, more)
    said = [f for f in told if not decisions or f[:2] < decisions[0][:2]]
    nominal, held = first, first
    if said:
        until = said[-1][2].until
        nominal = until or cap
        held = walk(until, days_in(rounds, said[-1][0])) if until else cap
    excepted = n.of("exception_notified")[-1] if n.of("exception_notified") else None
    if excepted and kind != "disclosure" and decisions and decisions[0][:2] < excepted[:2]:
        excepted = None
    never = date.max if n.of("disclosed") and not decisions else None
    met = made(decisions[0]) if decisions and not excepted else None
    n.put(
        f"{p}.decision",
        arrived,
        nominal,
        who="agency",
        met=met,
        void=excepted[0] if excepted else None,
        by=never or held_open(roll(held, n.extra), rounds),
    )
    due = held_open(roll(min(held, cap), n.extra), rounds)
    cause, decided = arrived, decisions[0] if decisions else None
    if excepted:
        plain = due
        cause, due, decided = exception(n, p, kind, arrived, decisions, excepted, everything, never)
        before = [each for each in rounds if each[0][:2] < excepted[:2]]
        if excepted[0] > roll(first_end(before), n.extra):
            cause, due = arrived, plain
    if due is not None:
        silence(n, cause, due, decided)


def exception(n, p, kind, arrived, decisions, excepted, rounds, never):
    """The clocks of a part and the rest, or of the one decision; what silence is counted from."""
    options = n.q.options

    def with_pauses(day, since=date.min):
        def end_then(kept, _):
            return roll(walk(day, days_in(kept, since)), n.extra)

        kept = in_time(rounds, end_then)
        return held_open(end_then(kept, None), kept)

    until = excepted[2].until
    last_day = with_pauses(until, excepted[0]) if until else None
    if kind != "disclosure":
        last = decisions[-1] if decisions else None
        n.put(
            f"{p}.decision.exception",
            excepted,
            until,
            who="agency",
            met=made(last) if last else None,
            by=never or last_day,
        )
        return excepted, last_day, last
    sixty = min(options.exception_days or 60, 60) - (1 if options.count_mode == "incl" else 0)
    part = walk(arrived[0], sixty)
    n.put(
        f"{p}.decision.part",
        arrived,
        part,
        who="agency",
        met=made(decisions[0]) if decisions else None,
        by=never or with_pauses(part),
    )
    last = decisions[-1] if len(decisions) > 1 else None
    if (
        len(decisions) == 1
        and decisions[0][:2] > excepted[:2]
        and decisions[0][2].outcome in {"full", "accepted"}
    ):
        last = decisions[0]
    n.put(
        f"{p}.decision.rest",
        excepted,
        until,
        who="agency",
        met=made(last) if last else None,
        by=never or last_day,
    )
    return (excepted, last_day, last) if decisions else (arrived, with_pauses(part), None)


def silence(n, cause, due, decided):
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
    if kind == "disclosure" and outcome in {"full", "partial", "accepted", None}:
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
    year = n.put("review.request.objective", decision, months(made(decision), 12), who="her", met=met)
    moved = review and not (suit and suit[:2] < review[:2]) and review[0] <= min(due, year)
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
    ended = n.after(n.of("refused")[-1], "answered") if refused else answered
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
            void=ended[0] if ended else None,
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


def papers(n):
    """A paper shortens a limit of hers and prolongs none; she is late by the law's day alone."""
    named = {}
    for paper in n.of("date_given"):
        clock = paper[2].clock
        if clock not in {"review.request", "suit.revocation", "appi.correction.window"}:
            continue
        places = [key for key in n.out if key[0] == clock]
        if not places:
            n.put(clock, paper, paper[2].until, who="her", moves=False, met=done(n, clock, paper))
            continue
        begun = [key for key in places if n.q.events[key[1]].on <= paper[0]]
        named[(begun or places)[-1]] = paper[2].until
    for key, until in named.items():
        nominal, _, state = n.out[key]
        if until < nominal:
            n.out[key] = (until, until, state)


def done(n, clock, paper):
    verb = {"review.request": "review_filed", "suit.revocation": "suit_filed"}.get(clock, "correction_filed")
    act = n.after(paper, verb)
    return act[0] if act else None


def naive_answer(question):
    """{(clock, cause): (nominal, due, state)} of one question."""
    naive = Naive(question)
    family, _, kind = question.procedure.removeprefix("jp.").partition(".")
    if family == "appi":
        public(naive, kind)
        papers(naive)
    else:
        private(naive, kind == "purpose")
    return naive.out
