"""Every kind of answer that a filing may have met, told as events before Christmas Eve of 2026."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from app import law
from app.agencies.directory import directory
from app.filings import offers
from app.filings.notices import grounds_of, lacks_of
from app.filings.service import Facts

TODAY = "2026-12-24"
CITY, MINISTRY, BUSINESS = "横浜市", "総務省", "地方公共団体情報システム機構"
Told = tuple[str, str, list[Facts]]


def day(month_and_day: str) -> date:
    return date.fromisoformat(f"2026-{month_and_day}")


RECEIVED = Facts("received", day("11-20"))
DECIDED = {"decided_on": day("12-16")}


def agency_of(procedure: str) -> str:
    """Somebody who may be asked so; a review and a suit follow what was asked of the city."""
    if not offers.can_begin(procedure):
        return CITY
    return next(name for name in (CITY, MINISTRY, BUSINESS) if procedure in offered_by(name))


def offered_by(name: str) -> tuple[str, ...]:
    """What a body of the directory may be asked."""
    return offers.procedures_of(next(each for each in directory().entries if each.name == name))


def procedures() -> list[law.ProcedureInfo]:
    """Those that may be begun with the city, a ministry or J-LIS, or follow such a one."""
    asked = {*chain(*map(offered_by, (CITY, MINISTRY, BUSINESS))), "jp.review", "jp.suit"}
    return [each for each in law.PROCEDURES.values() if each.id in asked]


def all_situations() -> Iterator[Told]:
    """A name, a procedure, and what happened."""
    yield from chain(_on_the_way(), _outcomes(), _notices(), _private(), _odd())


def _on_the_way() -> Iterator[Told]:
    for procedure in (each.id for each in procedures()):
        yield f"{procedure} draft", procedure, []
        yield f"{procedure} sent", procedure, [Facts("sent", day("11-18"))]
        yield f"{procedure} pending", procedure, [RECEIVED]
        yield f"{procedure} withdrawn", procedure, [RECEIVED, Facts("withdrawn", day("11-25"))]
        yield f"{procedure} closed", procedure, [RECEIVED, Facts("closed", day("11-25"))]
    for procedure in _public():
        yield f"{procedure} waiting", procedure, [Facts("received", day("12-01"))]
        asked = Facts("amendment_asked", day("12-10"), until=day("12-28"))
        yield f"{procedure} amendment", procedure, [RECEIVED, asked]
        yield f"{procedure} in the post", procedure, [Facts("received", day("11-20"))]
        yield f"{procedure} overdue", procedure, [Facts("received", day("10-01"))]
        until = date(2027, 1, 15)
        extended = Facts("extension_notified", day("12-10"), until=until, lacks=("reasons",))
        yield f"{procedure} extended", procedure, [RECEIVED, extended]
        exception = Facts("exception_notified", day("12-10"), until=date(2027, 3, 1))
        yield f"{procedure} exception", procedure, [RECEIVED, exception]


def _public() -> list[str]:
    return [each.id for each in procedures() if each.family == "public"]


def _outcomes() -> Iterator[Told]:
    for procedure in procedures():
        kind = "determination_notified" if procedure.family == "review" else "decision_notified"
        outcomes = law.DETERMINATION_OUTCOMES if procedure.family == "review" else procedure.outcomes
        for outcome in (*outcomes, None) if procedure.family in {"public", "review", "suit"} else ():
            decided = Facts(kind, day("12-18"), outcome=outcome, **DECIDED)
            yield f"{procedure.id} {outcome}", procedure.id, [RECEIVED, decided]
            for event in ("disclosed", "carried_out"):
                if event in procedure.events:
                    after = Facts(event, day("12-22"))
                    yield f"{procedure.id} {outcome} {event}", procedure.id, [RECEIVED, decided, after]


def _notices() -> Iterator[Told]:
    for procedure in procedures():
        for kind, outcome in (
            ("decision_notified", "partial"),
            ("determination_notified", "refused"),
            ("refused", None),
        ):
            grounds = tuple(each.when.ground for each in grounds_of(procedure, kind))
            lacks = tuple(each.when.lack for each in lacks_of(procedure, kind))
            dated = DECIDED if outcome else {}
            noted = Facts(kind, day("12-18"), outcome=outcome, grounds=grounds, lacks=lacks, **dated)
            if grounds or lacks:
                yield f"{procedure.id} {kind} with everything", procedure.id, [RECEIVED, noted]


def _private() -> Iterator[Told]:
    families = {"private", "plain", "register", "without_delay"}
    for procedure in (each for each in procedures() if each.family in families):
        for kind in ("answered", "refused", "disclosed", "carried_out"):
            if kind in procedure.events:
                yield f"{procedure.id} {kind}", procedure.id, [RECEIVED, Facts(kind, day("12-18"))]
        yield f"{procedure.id} silent", procedure.id, [Facts("received", day("10-01"))]


def _odd() -> Iterator[Told]:
    disclosure = "jp.appi.disclosure"
    for kind in ("transferred", "third_party_consulted", "third_party_objected", "agent_lost_authority"):
        yield kind, disclosure, [RECEIVED, Facts(kind, day("12-01"))]
    for kind in ("transferred", "third_party_objected"):
        yield f"documents {kind}", "jp.foi.national", [RECEIVED, Facts(kind, day("12-01"))]
    over = Facts("extension_notified", day("12-10"), until=date(2027, 4, 1))
    yield "extension over the cap", disclosure, [RECEIVED, over]
    yield "extension after the period", disclosure, [Facts("received", day("10-01")), over]
    yield (
        "decision before arrival",
        disclosure,
        [RECEIVED, Facts("decision_notified", day("11-01"), outcome="full")],
    )
    yield (
        "closed too early",
        disclosure,
        [
            RECEIVED,
            Facts("decision_notified", day("12-18"), outcome="refused", **DECIDED),
            Facts("closed", day("12-20")),
        ],
    )
    yield (
        "lapsed",
        disclosure,
        [
            Facts("received", day("09-01")),
            Facts("decision_notified", day("10-01"), outcome="full", decided_on=day("09-30")),
        ],
    )
    yield (
        "passed windows",
        disclosure,
        [
            Facts("received", date(2025, 1, 10)),
            Facts("decision_notified", date(2025, 2, 1), outcome="partial", decided_on=date(2025, 1, 30)),
            Facts("disclosed", date(2025, 2, 10)),
        ],
    )
    consulted = Facts("consultation_notified", day("12-18"))
    yield "consulted", "jp.review", [RECEIVED, consulted]
