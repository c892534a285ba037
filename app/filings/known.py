"""Writes the first words of a filing that follows another one, from what is known of the first."""

from collections.abc import Iterable

from sqlmodel import Session

from app import law
from app.filings import queries, timeline
from app.filings.models import Filing
from app.filings.queries import RecordedEvent
from app.filings.reading import Reader
from app.filings.starting import Start
from app.kit.house import House
from app.web.texts import Texts

_AFTER_DISCLOSURE = {
    "jp.appi.correction": "filings.known.correction",
    "jp.appi.suspension": "filings.known.suspension",
}


def words(texts: Texts, session: Session, house: House, start: Start) -> dict[str, str]:
    """The field "wanted", filled in where the first filing tells enough; hers to change."""
    earlier = start.earlier
    if earlier is None:
        return {}
    events = timeline.standing(queries.events_of_filings(session, [earlier.id]).get(earlier.id, []))
    first = _sentence(texts, start.known["procedure"], events)
    if first is None:
        return {}
    reader = Reader(house.vault.person(earlier.person_id), earlier.person_id)
    return {"wanted": "\n".join([first, *_of_first(texts, reader, earlier)])}


def _sentence(texts: Texts, procedure: str, events: Iterable[RecordedEvent]) -> str | None:
    last = {event.kind: event for event in events}
    if procedure == "jp.review":
        return _of_review(texts, last.get("decision_notified"), last.get("received"))
    disclosed = last.get("disclosed")
    if procedure in _AFTER_DISCLOSURE and disclosed:
        return texts.t(_AFTER_DISCLOSURE[procedure], disclosed=texts.full_day(disclosed.on))
    return None


def _of_review(texts: Texts, decision: RecordedEvent | None, received: RecordedEvent | None) -> str | None:
    """Against a decision, or against there being none."""
    if decision and decision.outcome:
        decided = texts.full_day(decision.decided_on or decision.on)
        outcome = texts.pick(law.outcome(decision.outcome).label)
        return texts.t("filings.known.review_of_decision", decided=decided, outcome=outcome)
    if received and decision is None:
        return texts.t("filings.known.review_of_silence", received=texts.full_day(received.on))
    return None


def _of_first(texts: Texts, reader: Reader, earlier: Filing) -> Iterable[str]:
    """The agency's number and what was asked for, in her own words."""
    number = reader.open("filing", "reference_sealed", earlier.id, earlier.reference_sealed)
    wanted = reader.open("filing", "wanted_sealed", earlier.id, earlier.wanted_sealed)
    if number:
        yield texts.t("filings.known.number", number=number)
    if wanted:
        yield texts.t("filings.known.wanted", wanted=wanted)
