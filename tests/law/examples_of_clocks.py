"""One plain filing for every clock, in which that clock starts on a day of one's choice."""

from datetime import date, timedelta

from app import law

# Starts from which counting goes wrong: month ends, leap days, the year's end, Golden Week, the autumn.
_STARTS = """
2026-01-30 2026-01-31 2026-02-27 2026-02-28 2026-03-31 2026-04-01 2026-04-28 2026-05-06 2026-05-31 2026-08-20
2026-08-31 2026-09-18 2026-09-23 2026-10-30 2026-11-24 2026-11-27 2026-11-28 2026-11-29 2026-11-30 2026-12-01
2026-12-04 2026-12-28 2026-12-29 2026-12-31 2027-01-01 2027-01-03 2027-01-04 2027-02-28 2027-03-30 2027-03-31
2027-04-01 2027-04-03 2027-04-28 2027-05-02 2027-11-29 2027-11-30 2028-01-30 2028-01-31 2028-02-28 2028-02-29
2028-03-01 2028-08-29 2028-08-30 2028-08-31
"""
DAYS = [date.fromisoformat(day) for day in _STARTS.split()]
_GRANTED = {"implementation_request", "third_party_gap"}
_SHOWN = {"window", "more_disclosure"}
# An ordinance's days, where the law itself has none.
_OPTIONS = {
    "foi.local.decision": law.Options(decision_days=14),
    "foi.local.decision.part": law.Options(exception_days=45),
}


def of_japan():
    """The clocks of this country's procedures, in the order of the rule book."""
    used = {clock for info in law.PROCEDURES.values() if info.id.startswith("jp.") for clock in info.clocks}
    return [clock for clock in law.CLOCKS if clock in used]


def example(clock, day, as_of):
    """The question of one filing in which the clock starts on a day, asked as of another."""
    procedure = next(info.id for info in law.PROCEDURES.values() if clock in info.clocks)
    return law.Question(procedure, tuple(_events(clock, day)), as_of, _OPTIONS.get(clock, law.Options()))


def deadline_of(clock, question):
    """The deadline of the clock in the answer to its example."""
    found = [each for each in law.deadlines(question).deadlines if each.clock == clock]
    assert len(found) == 1, (clock, found)
    return found[0]


def _events(clock, day):
    name = clock.rpartition(".")[2]
    if clock.endswith(".date_given") or clock in {"inquiry.follow_up", "complaint.follow_up"}:
        return [law.Event("date_given", day, until=_later(day, 20))]
    if clock == "certificate.oldest":
        return [law.Event("sent", day)]
    decided = name in _GRANTED | _SHOWN or clock.startswith(("review.request", "suit.revocation"))
    if decided:
        return _after_decision(name, day)
    received = law.Event("received", day)
    if name in {"part", "rest", "exception"}:
        return [received, law.Event("exception_notified", _later(day, 10), until=_later(day, 90))]
    if name == "amendment":
        return [received, law.Event("amendment_asked", _later(day, 5), until=_later(day, 20))]
    return [received]


def _after_decision(name, day):
    received = law.Event("received", _later(day, -30))
    if name in _SHOWN:
        decided = law.Event(
            "decision_notified", _later(day, -10), decided_on=_later(day, -11), outcome="full"
        )
        return [received, decided, law.Event("disclosed", day)]
    outcome = "full" if name in _GRANTED else "refused"
    decided = law.Event("decision_notified", day, decided_on=day, outcome=outcome)
    objected = [law.Event("third_party_objected", _later(day, -20))] if name == "third_party_gap" else []
    return [received, *objected, decided]


def _later(day, n):
    return day + timedelta(days=n)
