"""A second implementation of the contract, day by day and without shortcuts, to compare the first one with.

It shares no code with app/law beyond the plain question: it walks from day to day, reads the table of closed
days itself, and knows no rule packs. It answers {(clock, cause): (nominal, due, state)}.
"""

from naive_days import DAY, roll, walk
from naive_public import WAYS, public, suits

WINDOWS = ("appi.correction.window", "appi.suspension.window", "foi.more_disclosure")
KEPT = ("review.request", "suit.revocation", *WINDOWS)
REGISTERS = {"jp.basic_resident.disclosure", "jp.jpki.disclosure"}
WITHOUT_DELAY = {"jp.basic_resident.correction", "jp.jpki.correction"}
OWN = {
    "jp.review": "review.date_given",
    "jp.suit": "suit.date_given",
    "jp.inquiry": "inquiry.follow_up",
    "jp.complaint": "complaint.follow_up",
}


class Naive:
    def __init__(self, question):
        self.q = question
        self.extra = question.options.closed_days
        self.facts = sorted(((e.on, i, e) for i, e in enumerate(question.events)), key=lambda f: f[:2])
        self.out, self.order, self.ends = {}, [], {}
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
        self.order.append((clock, cause[1]))
        self.ends[clock, cause[1]] = (met, void)
        return due

    def held_against(self, key, until):
        """Where what they owe stands when another day is the last one."""
        met, void = self.ends[key]
        if void:
            return "void"
        if met:
            return "met" if met <= until else "met_late"
        return "overdue" if self.q.as_of > until else "running"


def private(n):
    """Businesses: two weeks and a day until a suit, and the custom days."""
    arrived = n.of("received")[0] if n.of("received") else None
    refused = n.of("refused")[0] if n.of("refused") else None
    answers = ("answered", "disclosed", "carried_out")
    answered = n.of(*answers)[0] if n.of(*answers) else None
    ended = n.after(n.of("refused")[-1], *answers) if refused else answered
    if (arrived or refused) and not n.q.procedure.endswith(".purpose"):
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
    customs(n, "appi_private")


def customs(n, prefix):
    """Fourteen and thirty days after the arrival: a custom of the product, until something is answered."""
    arrived = n.of("received")[0] if n.of("received") else None
    ended = n.of("answered", "disclosed", "carried_out", "refused")
    for clock, days in (("", 14), (".second", 30)):
        if arrived:
            n.put(
                f"{prefix}.follow_up{clock}",
                arrived,
                walk(arrived[0], days),
                who="her",
                first=True,
                moves=False,
                void=ended[0][0] if ended else None,
            )


def register(n):
    """Thirty days of which the day of acceptance is the first, or the later day told within them."""
    clock = n.q.procedure.removeprefix("jp.")
    if not n.of("received"):
        return
    arrived = n.of("received")[0]
    last, counted = arrived[0], 1
    while counted < 30:
        last += DAY
        counted += 1
    nominal = last
    for notice in n.of("extension_notified"):
        if notice[0] <= roll(last, n.extra):
            until = notice[2].until
            nominal = max(until, last) if until else None
    ended = n.after(arrived, "disclosed", "answered", "refused")
    refused = ended and ended[2].kind == "refused"
    met = ended[0] if ended and not refused else None
    n.put(clock, arrived, nominal, who="agency", met=met, void=ended[0] if refused else None)


def named_days(n):
    """Where no law counts, only the days that somebody named."""
    own = OWN[n.q.procedure]
    facts = [f for f in n.of("date_given") if f[2].clock in (None, own)]
    facts += n.of("amendment_asked") if n.q.procedure == "jp.review" else []
    verbs = {"jp.review": ("sent", "amendment_received"), "jp.suit": ("sent",)}
    for fact in facts:
        first = n.q.procedure not in verbs
        act = n.after(fact, *verbs.get(n.q.procedure, ("answered", "refused")))
        done = act[0] if act else None
        ended = {"void": done} if first else {"met": done}
        n.put(own, fact, fact[2].until, who="her", first=first, moves=False, **ended)
    if n.q.procedure in verbs:
        for determined in n.of("determination_notified"):
            if determined[2].outcome not in {"accepted", "full"}:
                suits(n, determined, None)


DONE = {
    "review.request": ("review_filed",),
    "suit.revocation": ("suit_filed",),
    "appi.correction.window": ("correction_filed",),
    "foi.more_disclosure": ("implementation_requested",),
    "basic_resident.disclosure": ("disclosed", "answered"),
    "jpki.disclosure": ("disclosed", "answered"),
}


def papers(n):
    """A paper shortens a limit of hers and prolongs none; what they owe ends on the day it names."""
    named = {}
    for paper in n.of("date_given"):
        clock = paper[2].clock
        if clock not in DONE:
            continue
        theirs = clock.endswith(".disclosure")
        places = [key for key in n.out if key[0] == clock]
        if not places:
            act = n.after(paper, *DONE[clock])
            who = "agency" if theirs else "her"
            n.put(clock, paper, paper[2].until, who=who, moves=False, met=act[0] if act else None)
            continue
        begun = [key for key in places if n.q.events[key[1]].on <= paper[0]]
        named[max(begun or places, key=n.order.index)] = paper[2].until
    for key, until in named.items():
        nominal, _, state = n.out[key]
        if key[0] in {"basic_resident.disclosure", "jpki.disclosure"}:
            n.out[key] = (until, until, n.held_against(key, until))
        elif until < nominal:
            n.out[key] = (until, until, state)


def naive_answer(question):
    """{(clock, cause): (nominal, due, state)} of one question."""
    naive = Naive(question)
    name = question.procedure
    if name in WAYS:
        public(naive)
    elif name in REGISTERS:
        register(naive)
    elif name in WITHOUT_DELAY:
        customs(naive, name.removeprefix("jp."))
    elif name in OWN:
        named_days(naive)
    else:
        private(naive)
    papers(naive)
    return naive.out
