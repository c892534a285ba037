"""Adds one more request of a playbook to a case that was made from it."""

from uuid import UUID, uuid4

from sqlmodel import Session

from app.accounts.session import Actor
from app.agencies.queries import agency_for
from app.filings import docket
from app.kit.house import House
from app.people.models import Case
from app.playbooks import finding, making
from app.playbooks.asking import Answers
from app.playbooks.finding import Asker, Target
from app.playbooks.meaning import Meaning
from app.playbooks.model import Holder, Playbook, Request
from app.playbooks.models import PlaybookStep
from app.playbooks.undoing import steps_of
from app.web.texts import Texts


def add(
    session: Session, house: House, actor: Actor, found: Meaning, known: tuple[Holder, Request], texts: Texts
) -> UUID | None:
    """The new filing's id; nothing when nobody can tell which agency it goes to."""
    holder, request = known
    steps = steps_of(session, found.run.id)
    begun = next((step.filing_id for step in steps if step.request == request.id and step.filing_id), None)
    if begun is not None:
        return begun
    target = _target(session, house, actor, found, holder)
    if target is None or request.letter is None:
        return None
    case = session.get_one(Case, found.run.case_id)
    answers = Answers(values=found.kept.values, about_her=found.kept.about_her, way=found.kept.way)
    agency = target.id(session, house, found.run.person_id)
    made = making.add_request(session, house, case, request, agency, answers, texts)
    making.remember(house, found.kept, made)
    making.seal_kept(house, found.run, found.kept)
    session.add(
        PlaybookStep(
            id=uuid4(),
            run_id=found.run.id,
            person_id=found.run.person_id,
            position=len(steps),
            request=request.id,
            filing_id=made.filing.id,
            letter_id=made.letter_id,
        )
    )
    return made.filing.id


def _target(session: Session, house: House, actor: Actor, found: Meaning, holder: Holder) -> Target | None:
    """Whom it goes to: the agency that the same holder was asked at before, or the one that is known."""
    asked = {step.filing_id: step.request for step in steps_of(session, found.run.id) if step.filing_id}
    named: dict[str, Target] = {}
    for row in docket.of_case(session, found.run.case_id).filings:
        before = found.playbook.requests.get(asked.get(row.id) or "")
        if before is None:
            continue
        entry = agency_for(session, house, actor, row.agency_id)
        if before[0].id == holder.id:
            return Target(entry.name, entry)
        if _is_named(found.playbook, before[0]):
            named[before[0].resolve.question or ""] = Target(entry.name, entry)
    targets = finding.targets(Asker(session, house, actor, found.run.person_id), holder, named)
    return targets[0] if targets else None


def _is_named(playbook: Playbook, holder: Holder) -> bool:
    """Whether its agency is the answer to a question itself, and not the governor above it."""
    return holder in playbook.holders and bool(holder.resolve.question) and holder.resolve.organ != "governor"
