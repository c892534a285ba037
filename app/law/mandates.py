"""Until when an agent may file with a power of attorney, and what the end of the authority does."""

from collections.abc import Collection
from datetime import date

from app.law.catalog import procedure
from app.law.certificates import certificate_usable_until

_CLOCK = "certificate.oldest"
# Order for Enforcement of the APPI, Article 22 (4) and (5); Article 29 does not carry them over to requests
# for correction and for suspension of use.
_LOST_WITH_THE_AGENT = "jp.appi.disclosure"
_ENDS = frozenset({"disclosed", "withdrawn", "agent_lost_authority", "closed"})
_TO_BE_DISCLOSED = frozenset({"full", "partial"})


def asks_for_new_papers(procedure_id: str) -> bool:
    """Whether the law itself says how old an agent's papers may be; a private holder sets its own rule."""
    return _CLOCK in procedure(procedure_id).clocks


def mandate_usable_until(made_on: date, procedure_id: str) -> date | None:
    """The last day on which an agent may file with papers made that day; None where the law names none.

    Order for Enforcement, Article 22 (3), by Article 29 for correction and suspension too: made within 30
    days before the request. That the day of the request is not one of the 30 is inferred (see the clock).
    """
    return certificate_usable_until(made_on) if asks_for_new_papers(procedure_id) else None


def falls_with_its_agent(procedure_id: str, kinds: Collection[str], outcome: str | None = None) -> bool:
    """Whether the agent's loss of authority must be told at once, and then takes the request back.

    So is a request for disclosure that was sent and of which nothing was disclosed yet: Article 22 (4) and
    (5). After a decision to disclose nothing there is no disclosure left to wait for (inferred).
    """
    if procedure_id != _LOST_WITH_THE_AGENT or not {"sent", "received"} & set(kinds):
        return False
    is_refused = outcome is not None and outcome not in _TO_BE_DISCLOSED
    return not is_refused and _ENDS.isdisjoint(kinds)
