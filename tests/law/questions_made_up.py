"""Makes up questions: plausible and odd ones, for hypothesis and for a seeded run."""

from datetime import date, timedelta

from hypothesis import strategies as st

from app import law

PUBLIC = ("jp.appi.disclosure", "jp.appi.correction", "jp.appi.suspension")
DOCUMENTS = ("jp.foi.national", "jp.foi.local", "jp.jlis.documents")
# Asked less often: the registers, the businesses, and what counts no days of its own.
OTHERS = tuple(name for name in law.PROCEDURES if name.startswith("jp.") and name not in PUBLIC + DOCUMENTS)
KINDS = {name: law.procedure(name).events for name in (*PUBLIC, *DOCUMENTS, *OTHERS)}
OUTCOMES = (None, *law.OUTCOMES)
HERS = (
    "review.request",
    "suit.revocation",
    "appi.correction.window",
    "foi.more_disclosure",
    "review.inaction",
)
FIRST = date(2023, 4, 1)


def random_question(rng):
    """A question from a random number generator; dates lie close together, so that orders get odd."""
    procedure = rng.choice(PUBLIC * 5 + DOCUMENTS * 4 + OTHERS)
    start = FIRST + timedelta(days=rng.randrange(3000))
    events = [law.Event("received", start)] if rng.random() < 0.9 else []
    events += [
        random_event(rng, rng.choice(KINDS[procedure]), start, procedure) for _ in range(rng.randrange(7))
    ]
    rng.shuffle(events)
    as_of = start + timedelta(days=rng.randrange(-5, 500))
    return law.Question(procedure, tuple(events), as_of, random_options(rng, start))


def random_event(rng, kind, start, procedure):
    on = start + timedelta(days=rng.choice([rng.randrange(-3, 40), rng.randrange(200)]))
    takes = law.event_kind(kind).takes
    until = on + timedelta(days=rng.randrange(90)) if rng.random() < 0.8 else None
    clock = None
    if kind == "date_given":
        clock, until = rng.choice(_datable(procedure)), until or on
    decided = on - timedelta(days=rng.randrange(6)) if rng.random() < 0.7 else None
    return law.Event(
        kind,
        on,
        until=until if "until" in takes else None,
        decided_on=decided if "decided_on" in takes else None,
        outcome=rng.choice(OUTCOMES) if "outcome" in takes else None,
        clock=clock,
    )


def _datable(procedure):
    """What they owe for the most part, and those limits of hers that no paper prolongs."""
    info = law.procedure(procedure)
    theirs = [each for each in (f"{info.prefix}.decision", info.prefix) if each in info.clocks]
    hers = [each for each in info.clocks if each in HERS]
    return theirs * 3 + hers or list(info.clocks[:1])


def random_options(rng, start):
    def maybe(*values):
        return rng.choice(values) if rng.random() < 0.3 else None

    closed = frozenset(start + timedelta(days=rng.randrange(120)) for _ in range(rng.choice([0, 0, 3])))
    return law.Options(
        decision_days=maybe(7, 14, 15, 30, 45),
        extension_days=maybe(0, 15, 30, 60),
        exception_days=maybe(45, 60, 90),
        count_mode=maybe("excl", "incl", "business"),
        calendar=maybe("national", "local", "court") or "national",
        closed_days=closed,
        provision_record=rng.random() < 0.05,
        by_post=rng.random() < 0.1,
    )


def questions():
    """The same as a hypothesis strategy."""
    return st.randoms(use_true_random=False).map(random_question)
