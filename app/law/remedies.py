"""What opens against a decision or against silence: request for review, and suit."""

from datetime import date

from app.law.book import clocks
from app.law.catalog import outcomes
from app.law.history import Fact
from app.law.model import Basis
from app.law.phrases import plain
from app.law.sheet import Sheet, next_day
from app.law.statutes import Citation
from app.law.timing import GRANTING, Limit, decided_on

_SUITS = ("suit.revocation", "suit.revocation.objective")


def add_remedies(sheet: Sheet, decision: Fact) -> None:
    """Write the clocks that an adverse decision opens; an unknown outcome may be adverse."""
    outcome = decision.event.outcome
    if outcome is not None and not outcomes()[outcome].adverse:
        return
    unknown = () if outcome else ("outcome_unknown",)
    review = sheet.history.next(decision, "review_filed")
    in_time = _add_review(sheet, decision, review, unknown)
    taken = _taken_to_review(sheet, decision, review, in_time)
    _add_suits(sheet, decision, "decision", void=taken)
    if taken:
        _doubt_shared_review(sheet, decision, review)


def _add_review(sheet: Sheet, decision: Fact, review: Fact | None, unknown: tuple[str, ...]) -> date | None:
    """Administrative Complaint Review Act, Article 18: three months from the next day; one year at most.

    Handed back is the last day that both periods leave.
    """
    filed = review.on if review else None
    undated = () if decision.event.decided_on else ("decided_on_unknown",)
    by_post = sheet.options.by_post
    posted = ("posted_in_time",) if by_post else ()
    subjective = sheet.add_counted(
        "review.request",
        decision,
        "step.start_decision",
        "step.period_review",
        met=filed,
        also=_article("review.request", "post", decision) if by_post else None,
        assume=("known_on_receipt", "instruction_assumed", *unknown, *posted),
    )
    objective = sheet.add_counted(
        "review.request.objective",
        decision,
        "step.start_decided",
        "step.period_review",
        on=decided_on(decision),
        met=filed,
        also=_article("review.request.objective", "post", decision) if by_post else None,
        assume=(*undated, *unknown, *posted),
    )
    return min([each.due for each in (subjective, objective) if each and each.due], default=None)


def _doubt_shared_review(sheet: Sheet, decision: Fact, review: Fact | None) -> None:
    """One review after several decisions is taken to cover all; each suit says its day if it does not."""
    others = [
        each
        for each in sheet.history.all("decision_notified")
        if each != decision and sheet.history.next(each, "review_filed") == review
    ]
    if not any(each.event.outcome is None or outcomes()[each.event.outcome].adverse for each in others):
        return
    suits = [each for each in sheet.deadlines if each.cause == decision.place and each.clock in _SUITS]
    days = [each.nominal for each in suits if each.nominal]
    for suit in suits:
        sheet.doubt(suit, "review_covers_all", min(days), day=min(days))


def add_suits_after_determination(sheet: Sheet) -> None:
    """Administrative Case Litigation Act, Article 14 (3): a determination opens periods of its own."""
    for determination in sheet.history.all("determination_notified"):
        if determination.event.outcome not in GRANTING:
            _add_suits(sheet, determination, "determination", void=None)
            if determination.event.outcome == "inadmissible":
                _doubt_dismissed(sheet, determination)


def _doubt_dismissed(sheet: Sheet, determination: Fact) -> None:
    """A review held unlawful may not have moved the time to sue: the first decision's day is the safe one."""
    events = sheet.question.events
    suits = [each for each in sheet.deadlines if each.clock in _SUITS and each.cause is not None]
    first = [
        each.nominal
        for each in suits
        if each.cause is not None
        and each.nominal
        and events[each.cause].kind == "decision_notified"
        and events[each.cause].on <= determination.on
    ]
    for suit in suits if first else ():
        if suit.cause == determination.place:
            sheet.doubt(suit, "original_suit_day", min(first), day=min(first))


def add_inaction_clocks(sheet: Sheet, limit: Limit) -> None:
    """Once the time to decide has passed, silence can be taken to review and to court."""
    if limit.lawful_due is None:
        return
    for clock_id, filed in (("review.inaction", "review_filed"), ("suit.inaction", "suit_filed")):
        _add_inaction(sheet, limit, limit.lawful_due, clock_id, filed)


def _taken_to_review(sheet: Sheet, decision: Fact, review: Fact | None, in_time: date | None) -> date | None:
    """The day a request for review closed the way to court for the time being."""
    suit = sheet.history.next(decision, "suit_filed")
    if review is None or (suit is not None and suit < review):
        return None
    if in_time and review.on > in_time:
        # Only an admissible request for review moves the time to sue; a late one may be dismissed.
        sheet.warn("review_filed_late", review)
        return None
    return review.on


def _add_suits(sheet: Sheet, cause: Fact, word: str, *, void: date | None) -> None:
    suit = sheet.history.next(cause, "suit_filed")
    met = suit.on if suit and void is None else None
    ended = "determined" if word == "determination" else "decided"
    inadmissible = word == "determination" and cause.event.outcome == "inadmissible"
    doubt = ("inadmissible_review",) if inadmissible else ()
    if cause.event.outcome is None:
        doubt = (*doubt, "outcome_unknown")
    undated = () if cause.event.decided_on else ("decided_on_unknown",)
    after_review = word == "determination"
    sheet.add_counted(
        "suit.revocation",
        cause,
        f"step.start_{word}",
        "step.period_suit",
        met=met,
        void=void,
        also=_article("suit.revocation", "after_review", cause) if after_review else None,
        assume=("known_on_receipt", *doubt),
    )
    sheet.add_counted(
        "suit.revocation.objective",
        cause,
        f"step.start_{ended}",
        "step.period_suit",
        on=decided_on(cause),
        met=met,
        void=void,
        also=_article("suit.revocation.objective", "after_review", cause) if after_review else None,
        assume=(*undated, *doubt),
    )


def _article(clock_id: str, rule: str, on: Fact) -> Citation | None:
    value = clocks()[clock_id].rule(rule, on.on)
    return value.citation if value else None


def _add_inaction(sheet: Sheet, limit: Limit, due: date, clock_id: str, filed: str) -> None:
    info = clocks()[clock_id]
    value = sheet.rule(info, "period", limit.cause)
    if value is None:
        return
    nominal = next_day(due)
    ledger = sheet.ledger()
    if ledger:
        ledger.start("step.start_due", due, value.citation)
        ledger.count(plain("step.next_day"), nominal, value.citation)
        ledger.assume("inaction_reading")
        if limit.worst and limit.worst > due:
            ledger.assume_with("inaction_worst_case", on=next_day(limit.worst), day=next_day(limit.worst))
    taken = sheet.history.next(limit.cause, filed)
    if taken and limit.decided and limit.decided < taken:
        taken = None
    early = info.rule("too_early", limit.cause.on)
    if early and taken and taken.on < nominal:
        # Administrative Complaint Review Act, Article 49 (1): before a reasonable period it is dismissed.
        sheet.warn("review_too_early", taken, early.citation, day=nominal)
    decided = limit.decided if taken is None else None
    sheet.add(
        info,
        limit.cause,
        nominal,
        basis=Basis.INFERENCE,
        met=taken.on if taken else None,
        void=decided.on if decided else None,
        paused_from=limit.paused_from,
        ledger=ledger,
    )
