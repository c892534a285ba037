"""Says when a request was taken back, and what a decision before that leaves."""

from app.law.history import Fact, History

# Order for Enforcement of the APPI, Article 22 (5): a request for disclosure is deemed withdrawn when its
# agent loses authority before the disclosure; Article 29 does not carry this over to the other requests.
_DEEMED_WITHDRAWN = frozenset({"jp.appi.disclosure"})
# After a decision there is no request left to withdraw: what that decision and the disclosure gave her stays.
_OUTLIVES = frozenset(
    {
        "review.request",
        "review.request.objective",
        "suit.revocation",
        "suit.revocation.objective",
        "appi.correction.window",
        "appi.suspension.window",
        "foi.more_disclosure",
    }
)


def withdrawal(history: History, procedure: str) -> Fact | None:
    """The event that took the request back, or counts as taking it back."""
    withdrawn = history.first("withdrawn")
    if procedure in _DEEMED_WITHDRAWN:
        lost = history.first("agent_lost_authority")
        disclosed = history.first("disclosed")
        if lost and not (disclosed and disclosed < lost):
            return min(withdrawn, lost) if withdrawn else lost
    return withdrawn


def outlives(clock_id: str, withdrawn: Fact, decided: Fact | None) -> bool:
    """Whether a clock runs on after the withdrawal, because a decision came before it."""
    return clock_id in _OUTLIVES and decided is not None and decided < withdrawn
