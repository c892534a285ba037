"""Requests that an agency decides, for the second implementation in naive.py."""

import functools
from datetime import date

from naive_days import DAY, closed, months, roll, walk
from naive_rounds import asked_rounds, days_in, held_open, in_time, made

ADVERSE = {"partial", "refused", "existence_refused", "not_held", "inadmissible", None}


class Way:
    """How one law or rule goes about a request: its names, its numbers (None: it has none), what it knows."""

    def __init__(self, prefix, amendment, days, more, part, **knows):
        self.prefix, self.amendment = prefix, amendment
        self.days, self.more, self.part = days, more, part
        self.windows = knows.get("windows", False)
        self.excepts = knows.get("excepts", True)
        self.splits = knows.get("splits", False)
        self.shows = knows.get("shows", False)
        self.remedies = knows.get("remedies", True)
        self.ordinances = knows.get("ordinances", False)

    def option(self, n, name):
        return getattr(n.q.options, name) if self.ordinances else None


WAYS = {
    "jp.appi.disclosure": Way(
        "appi.disclosure",
        "appi.amendment",
        30,
        30,
        60,
        windows=True,
        splits=True,
        shows=True,
        ordinances=True,
    ),
    "jp.appi.correction": Way("appi.correction", "appi.amendment", 30, 30, None, ordinances=True),
    "jp.appi.suspension": Way("appi.suspension", "appi.amendment", 30, 30, None, ordinances=True),
    "jp.foi.national": Way("foi", "foi.amendment", 30, 30, 60, splits=True, shows=True),
    "jp.foi.local": Way("foi.local", "foi.local.amendment", None, None, None, splits=True, ordinances=True),
    "jp.jlis.documents": Way(
        "jlis.documents", "jlis.documents.amendment", 30, None, None, excepts=False, remedies=False
    ),
}


def least(*numbers):
    """The smallest of the numbers that there are; None when there is none."""
    return min([number for number in numbers if number is not None], default=None)


def public(n):  # noqa: C901 - one long walk on purpose, so that it can be read beside the contract
    options, way = n.q.options, WAYS[n.q.procedure]
    kind = way.prefix.partition(".")[2]
    arrived = n.of("received")[0] if n.of("received") else None
    decisions = n.of("decision_notified")
    if n.of("sent") and way.prefix.startswith("appi."):
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
            way.amendment,
            asked,
            asked[2].until,
            who="her",
            moves=False,
            met=answer[0] if answer and not settled else None,
            void=decided[0] if settled else None,
        )
    if arrived and not (kind == "suspension" and options.provision_record):
        decision_clocks(n, way, arrived, decisions)
    for decision in decisions:
        after_decision(n, way, decision)
    if way.prefix == "foi":
        further(n, decisions)
    if way.windows:
        for seen in n.of("disclosed"):
            for word in ("correction",) if options.provision_record else ("correction", "suspension"):
                filed = n.after(seen, f"{word}_filed")
                n.put(
                    f"appi.{word}.window", seen, walk(seen[0], 90), who="her", met=filed[0] if filed else None
                )
    for determined in n.of("determination_notified") if way.remedies else ():
        if determined[2].outcome not in {"accepted", "full"}:
            suits(n, determined, None)


def bare_end(n, way, arrived):
    """The last day of the period itself, before pauses, papers and closed days; None without a number."""
    days = least(way.option(n, "decision_days"), way.days)
    if days is None:
        return None
    bare, mode = arrived[0], way.option(n, "count_mode")
    if mode == "business":
        cap = walk(bare, way.days) if way.days else date.max
        left = days
        while left:
            bare += DAY
            if not closed(bare, n.extra):
                left -= 1
        bare = min(bare, cap)
    else:
        bare = walk(bare, days - (1 if mode == "incl" else 0))
    return bare


def decision_clocks(n, way, arrived, decisions):
    p = way.prefix
    bare = bare_end(n, way, arrived)
    given = way.option(n, "extension_days")
    more = least(given, way.more)
    told = [
        f
        for f in n.of("extension_notified", "date_given")
        if f[2].kind == "extension_notified" or f[2].clock == f"{p}.decision"
    ]
    exceptions = n.of("exception_notified") if way.excepts else []

    def first_end(kept):
        return walk(bare, days_in(kept)) if bare else None

    def end_then(kept, asked):
        first = first_end(kept)
        if (
            exceptions
            and exceptions[0][:2] < asked[:2]
            and first
            and exceptions[0][0] <= roll(first, n.extra)
        ):
            return date.max
        said = [f for f in told if f[:2] < asked[:2]]
        if not said:
            return roll(first, n.extra) if first else date.max
        until = said[-1][2].until
        if until:
            return roll(walk(until, days_in(kept, said[-1][0])), n.extra)
        return date.max if more is None or not first else roll(walk(first, more), n.extra)

    everything = asked_rounds(n, decisions)
    rounds = in_time(everything, end_then)
    first = first_end(rounds)
    cap = walk(first, more) if first and more is not None else None
    said = [f for f in told if not decisions or f[:2] < decisions[0][:2]]
    nominal, held, due = first, first, None
    if said:
        until = said[-1][2].until
        nominal = until or cap
        held = walk(until, days_in(rounds, said[-1][0])) if until else cap
    if first is None and nominal:
        # Known from their paper alone: a round asked after that day stops nothing.
        due = by_then(n, everything, nominal, said[-1][0])
    elif nominal:
        due = held_open(roll(min(held, cap or date.max), n.extra), rounds)
    late = due if first is None else held and held_open(roll(held, n.extra), rounds)
    before = functools.partial(plain_end_at, rounds=rounds, first_end=first_end)
    settle(n, way, arrived, decisions, exceptions, (everything, before), (nominal, late, due))


def plain_end_at(notice, rounds, first_end):
    """The end of the first period as it stood when a notice came."""
    return first_end([each for each in rounds if each[0][:2] < notice[:2]])


def settle(n, way, arrived, decisions, exceptions, rounds, days):
    """Writes the plain clock, those of the exception, and from when silence counts."""
    p, (everything, before), (nominal, late, due) = way.prefix, rounds, days
    excepted = exceptions[-1] if exceptions else None
    if excepted and not way.splits and decisions and decisions[0][:2] < excepted[:2]:
        excepted = None
    never = date.max if n.of("disclosed") and not decisions else None
    met = made(decisions[0]) if decisions and not excepted else None
    void = excepted[0] if excepted else None
    n.put(f"{p}.decision", arrived, nominal, who="agency", met=met, void=void, by=never or late)
    cause, decided = arrived, decisions[0] if decisions else None
    if excepted:
        plain = due
        cause, due, decided = exception(n, way, arrived, decisions, excepted, everything, never)
        if way.days and excepted[0] > roll(before(excepted), n.extra):
            cause, due = arrived, plain
    if due is not None and way.remedies:
        silence(n, cause, due, decided)


def by_then(n, rounds, day, since=date.min):
    """The day until which they may decide: the named one and the days of amendments asked before it."""

    def end_then(kept, _):
        return roll(walk(day, days_in(kept, since)), n.extra)

    kept = in_time(rounds, end_then)
    return held_open(end_then(kept, None), kept)


def exception(n, way, arrived, decisions, excepted, rounds, never):
    """The clocks of a part and the rest, or of the one decision; what silence is counted from."""
    p, until = way.prefix, excepted[2].until
    last_day = by_then(n, rounds, until, excepted[0]) if until else None
    if not way.splits:
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
    sixty = least(way.option(n, "exception_days"), way.part)
    part = None
    if sixty:
        part = walk(arrived[0], sixty - (1 if way.option(n, "count_mode") == "incl" else 0))
        met = made(decisions[0]) if decisions else None
        late = by_then(n, rounds, part)
        n.put(f"{p}.decision.part", arrived, part, who="agency", met=met, by=never or late)
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
    return (excepted, last_day, last) if decisions or not part else (arrived, by_then(n, rounds, part), None)


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


def further(n, decisions):
    """The first time documents are seen under a decision: more can be asked for within thirty days."""
    seen = [n.of("disclosed")[0]] if n.of("disclosed") else []
    seen += [n.after(each, "disclosed") for each in decisions]
    for fact in {each[:2]: each for each in seen if each}.values():
        asked = n.after(fact, "implementation_requested")
        n.put("foi.more_disclosure", fact, walk(fact[0], 30), who="her", met=asked[0] if asked else None)


def after_decision(n, way, decision):
    outcome = decision[2].outcome
    if way.shows and outcome in {"full", "partial", "accepted", None}:
        objections = n.of("third_party_objected")
        if objections and objections[0][:2] < decision[:2]:
            seen = n.after(decision, "disclosed")
            n.put(
                f"{way.prefix}.third_party_gap",
                decision,
                walk(made(decision), 15),
                who="agency",
                first=True,
                moves=False,
                met=seen[0] if seen else None,
            )
        done = n.after(decision, "implementation_requested", "disclosed")
        n.put(
            f"{way.prefix}.implementation_request",
            decision,
            walk(decision[0], 30),
            who="her",
            met=done[0] if done else None,
        )
    if outcome not in ADVERSE or not way.remedies:
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
