"""What opens against a decision or against silence: request for review, and suit."""

from datetime import date

from app.law.book import clocks
from app.law.catalog import outcomes
from app.law.history import Fact
from app.law.model import Basis, Deadline
from app.law.phrases import plain
from app.law.sheet import Sheet, next_day
from app.law.timing import Limit, decided_on

# A determination that gives her all she asked leaves nothing to sue over.
_GRANTING = frozenset({"full", "accepted"})


def add_remedies(sheet: Sheet, decision: Fact) -> None:
    """Write the clocks that an adverse decision opens; an unknown outcome may be adverse."""
    outcome = decision.event.outcome
    if outcome is not None and not outcomes()[outcome].adverse:
        return
    unknown = () if outcome else ("outcome_unknown",)
    undated = () if decision.event.decided_on else ("decided_on_unknown",)
    review = sheet.history.next(decision, "review_filed")
    filed = review.on if review else None
    # Administrative Complaint Review Act, Article 18: three months from the next day; one year at most.
    subjective = sheet.add_counted(
        "review.request",
        decision,
        "step.start_decision",
        "step.period_review",
        met=filed,
        assume=("known_on_receipt", *unknown, *_posted(sheet)),
    )
    sheet.add_counted(
        "review.request.objective",
        decision,
        "step.start_decided",
        "step.period_review",
        on=decided_on(decision),
        met=filed,
        assume=(*undated, *unknown, *_posted(sheet)),
    )
    _add_suits(sheet, decision, "decision", void=_taken_to_review(sheet, decision, review, subjective))


def add_suits_after_determination(sheet: Sheet) -> None:
    """Administrative Case Litigation Act, Article 14 (3): a determination opens periods of its own."""
    for determination in sheet.history.all("determination_notified"):
        if determination.event.outcome not in _GRANTING:
            _add_suits(sheet, determination, "determination", void=None)


def add_inaction_clocks(sheet: Sheet, limit: Limit) -> None:
    """Once the time to decide has passed, silence can be taken to review and to court."""
    if limit.lawful_due is None:
        return
    for clock_id, filed in (("review.inaction", "review_filed"), ("suit.inaction", "suit_filed")):
        _add_inaction(sheet, limit, limit.lawful_due, clock_id, filed)


def _taken_to_review(
    sheet: Sheet, decision: Fact, review: Fact | None, subjective: Deadline | None
) -> date | None:
    """The day a request for review closed the way to court for the time being."""
    suit = sheet.history.next(decision, "suit_filed")
    if review is None or (suit is not None and suit < review):
        return None
    if subjective and subjective.due and review.on > subjective.due:
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
    after_review = clocks()["suit.revocation"].rule("after_review", cause.on)
    also = after_review.citation if after_review and word == "determination" else None
    sheet.add_counted(
        "suit.revocation",
        cause,
        f"step.start_{word}",
        "step.period_suit",
        met=met,
        void=void,
        also=also,
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
        also=also,
        assume=(*undated, *doubt),
    )


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
    taken = sheet.history.next(limit.cause, filed)
    if taken and limit.decided and limit.decided < taken:
        taken = None
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


def _posted(sheet: Sheet) -> tuple[str, ...]:
    # Article 18 (3): days in the post are not counted, so the day of posting decides.
    return ("posted_in_time",) if sheet.options.by_post else ()
