"""What somebody may have in Misete, one of each, written by the program's own verbs."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlmodel import Session

from app.accounts import passkeys
from app.accounts.models import Account, AccountSession, Strength
from app.accounts.service import login_index, sign_up
from app.accounts.session import Actor
from app.accounts.sites import own_site
from app.agencies.closed_days import add_closed_days, closed_days
from app.agencies.directory import directory
from app.agencies.models import Kind
from app.agencies.periods import NewPeriod, add_period
from app.agencies.service import NewAgency, add_own_agency
from app.calendar import service as calendar
from app.casework import service as casework
from app.casework.models import TaskKind
from app.documents import kinds
from app.documents import service as documents
from app.documents.checkup import Checked
from app.documents.desk import Arrived
from app.documents.grant_models import GrantDocument
from app.documents.pieces import Sealing, place_of
from app.filings import documents as filed
from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Facts, Wish
from app.groups import service as groups
from app.groups.models import Membership, Role
from app.holdings.models import Holding
from app.kit.house import House
from app.letters import service as letters
from app.letters import wordings
from app.letters.wordings import Wording
from app.mandates import service as mandates
from app.mandates.models import Kind as MandateKind
from app.mandates.models import PowerOfAttorney
from app.people import access, clients, conflicts, grants, sharing, teams
from app.people import service as people
from app.people.conflicts import Opposing
from app.people.grant_models import VERBS, AccessGrant, Method
from app.people.grants import Consent, usual_end
from app.people.models import Case, Client, Person
from app.people.profiles import About, keep_about
from app.people.team_models import Part
from app.people.wording import wording_now
from app.playbooks import keeping, of_group
from app.playbooks.asking import Answers
from app.playbooks.making import Plan, make
from app.playbooks.own import Own, OwnRequest
from app.playbooks.reading import playbooks
from app.playbooks.undoing import steps_of
from app.reminders.service import Plan as OwnDate
from app.reminders.service import add_own_date
from app.sending import service as sending
from app.sending.models import CostKind
from app.web.forms import Fields
from app.web.texts import all_texts
from tests.support.authenticator import Authenticator
from tests.support.walk import WORRY

CITY = "\u6a2a\u6d5c\u5e02"  # Yokohama
SENT, RECEIVED = date(2026, 10, 28), date(2026, 10, 30)
CLOSED, CLOSED_TOO = date(2026, 11, 30), date(2026, 12, 28)


def actor_named(session: Session, house: House, name: str) -> Actor:
    """Who signed up under that name, in her newest session."""
    index = login_index(house.vault, name)
    account = session.execute(select(Account).where(Account.login_index == index)).scalar_one()
    mine = select(AccountSession.id).where(AccountSession.account_id == account.id)
    session_id = session.execute(mine).scalars().first()
    return Actor(account.id, account.locale, session_id, house.clock.today())


def agency_named(name: str) -> UUID:
    return next(entry.id for entry in directory().entries if entry.name == name)


def open_case(session: Session, house: House, actor: Actor, title: str = "A face photo") -> Case:
    return people.open_case(session, house, access.own_person(session, actor).id, title)


def begin_filing(session: Session, house: House, case: Case, agency_name: str = CITY) -> Filing:
    wish = Wish(agency_named(agency_name), "jp.appi.disclosure", "The photo taken for my card")
    return filings.begin_filing(session, house, case, wish)


def hold(session: Session, house: House, person: Person, case: Case) -> Holding:
    now = house.clock.now()
    holding = Holding(
        person_id=person.id,
        agency_id=agency_named(CITY),
        case_id=case.id,
        category="face_photo",
        certainty="guess",
        created_at=now,
        updated_at=now,
    )
    session.add(holding)
    session.flush()
    return holding


def keep_document(session: Session, house: House, filing: Filing, content: bytes = b"A notice") -> UUID:
    """A document of a filing, as if it had been uploaded and checked."""
    document_id, cipher = uuid4(), house.vault.person(filing.person_id)
    sealing = Sealing(cipher, place_of(document_id, filing.person_id))
    sealing.add(content)
    sealing.finish()
    checked = Checked(kinds.Kind.TEXT, sealing.size, sealing.pieces, b"\xff\xd8\xff", None, (), ())
    arrived = Arrived(document_id, filing.person_id, "notice.txt", sealing.digest, checked, Fields())
    documents.keep(session, house, arrived, filing.id, "document")
    filed.place(session, document_id, filing.person_id, filing.id)
    session.flush()
    return document_id


def keep_photo(session: Session, house: House, grant: AccessGrant, content: bytes = b"A sheet") -> UUID:
    """A photo of the sheet of a consent, as if it had been uploaded and checked."""
    document_id = uuid4()
    sealing = Sealing(house.vault.person(grant.person_id), place_of(document_id, grant.person_id))
    sealing.add(content)
    sealing.finish()
    checked = Checked(kinds.Kind.JPEG, sealing.size, sealing.pieces, b"\xff\xd8\xff", None, (), ())
    arrived = Arrived(document_id, grant.person_id, "sheet.jpg", sealing.digest, checked, Fields())
    documents.keep(session, house, arrived, grant.id, "sheet")
    owner = {"person_id": grant.person_id, "group_id": grant.group_id}
    session.add(GrantDocument(document_id=document_id, grant_id=grant.id, **owner))
    session.flush()
    return document_id


def one_of_each(house: House, name: str, *, again: bool = False) -> dict[str, UUID | str]:
    """A case with a filing, an event, a document, a holding, an agency of her own, a calendar, a group.

    The ids, and the tokens, by the names in addresses; `again` makes her a second one of each.
    """
    closed, content = (CLOSED_TOO, b"Another notice") if again else (CLOSED, b"A notice")
    with house.db.writing() as session:
        actor = actor_named(session, house, name)
        person = access.own_person(session, actor)
        case = open_case(session, house, actor)
        filing = begin_filing(session, house, case)
        filings.record_event(session, house, actor, filing, Facts("sent", SENT))
        event = filings.record_event(session, house, actor, filing, Facts("received", RECEIVED))
        holding = hold(session, house, person, case)
        agency = add_own_agency(session, house, person.id, NewAgency("Yokohama Clinic", Kind.BUSINESS))
        period = add_period(session, house, person.id, agency.id, NewPeriod("jp.appi.disclosure", 14, "excl"))
        add_closed_days(session, house, person.id, agency.id, [closed], "The town's own day")
        session.flush()
        document_id = keep_document(session, house, filing, content)
        own_date = add_own_date(session, house, person.id, OwnDate(RECEIVED, "Ask the ward office"))
        cost = sending.spend(
            session, house, filing, sending.Spent(CostKind.POSTAGE, 480, SENT, "Main office")
        )
        return {
            "case_id": case.id,
            "filing_id": filing.id,
            "event_id": event.id,
            "holding_id": holding.id,
            "agency_id": agency.id,
            "period_id": period.id,
            "closed_day_id": closed_days(session, house, person.id, agency.id)[0].id,
            "session_id": actor.session_id,
            "passkey_id": add_passkey(session, house, actor.account_id),
            "token": calendar.new_address(session, house, actor, person.id, discreet=True, locale="ja"),
            "own_date_id": own_date.id,
            "letter_id": letters.draft(session, house, filing, "letter.disclosure_request").id,
            "cost_id": cost.id,
            "mandate_id": add_mandate(session, house, case).id,
            **playbook_things(session, house, actor, person),
            **shared_things(session, house, actor, person),
            **group_things(session, house, actor),
            **desk_things(session, house, actor, case),
            "document_id": document_id,
        }


def case_things(session: Session, house: House, actor: Actor, case: Case) -> dict[str, UUID]:
    """What a case of somebody's holds: a filing, a draft, a holding, a letter, a paper, a cost."""
    filing, draft = begin_filing(session, house, case), begin_filing(session, house, case)
    filings.record_event(session, house, actor, filing, Facts("sent", SENT))
    event = filings.record_event(session, house, actor, filing, Facts("received", RECEIVED))
    spent = sending.Spent(CostKind.POSTAGE, 480, SENT, "Main office")
    return {
        "case_id": case.id,
        "filing_id": filing.id,
        "draft_id": draft.id,
        "event_id": event.id,
        "holding_id": hold(session, house, session.get_one(Person, case.person_id), case).id,
        "letter_id": letters.draft(session, house, filing, "letter.disclosure_request").id,
        "document_id": keep_document(session, house, filing, b"A notice to a client"),
        "cost_id": sending.spend(session, house, filing, spent).id,
        "agency_id": agency_named(CITY),
    }


def add_mandate(session: Session, house: House, case: Case, made_on: date = SENT) -> PowerOfAttorney:
    """A friend whom she mandated for this case."""
    new = mandates.NewMandate(mandates.AgentWords("Hanako", "Yokohama"), MandateKind.MANDATE, made_on)
    return mandates.add(session, house, case.person_id, case.id, new)


def add_passkey(session: Session, house: House, account_id: UUID) -> UUID:
    """A passkey, made by a device in software."""
    device, site = Authenticator(), own_site(house)
    challenge = b"c" * 32
    made = device.make(passkeys.registration_options(site, account_id, "alice", challenge, ()))
    return passkeys.add(session, house, account_id, challenge, made, "The old phone").id


OWN = Own("A nursery", "How points were given", (OwnRequest(CITY, (), "jp.appi.disclosure", "{{name}}"),))


def playbook_things(session: Session, house: House, actor: Actor, person: Person) -> dict[str, UUID]:
    """What was made from a playbook, something to do without paper, and a playbook of her own."""
    plan = Plan(playbooks()[WORRY], Answers(), [], uuid4())
    run = make(session, house, actor, plan, all_texts(house.clock)["ja"])
    step = next(step for step in steps_of(session, run.id) if step.request and step.filing_id is None)
    own = keeping.add(session, house, person.id, OWN, from_elsewhere=False)
    return {"run_id": run.id, "run_case_id": run.case_id, "step_id": step.id, "own_playbook_id": own.id}


def desk_things(session: Session, house: House, actor: Actor, case: Case) -> dict[str, UUID]:
    """Something to do in a case, and a note about it."""
    new = casework.NewTask(TaskKind.OWN, "Call the ward office")
    return {
        "task_id": casework.add_task(session, house, case, new, actor.account_id).id,
        "note_id": casework.add_note(session, house, case, "They close at five", actor.account_id).id,
    }


def consent(house: House, person_id: UUID, group_id: UUID, *case_ids: UUID, **more: Any) -> Consent:
    """Agreed to today for six months: everything that a helper may do, on these cases (on all, if none)."""
    today = house.clock.today()
    usual = {
        "verbs": frozenset(VERBS),
        "starts_on": today,
        "expires_on": usual_end(today),
        "method": Method.ONLINE,
        "signed_on": today,
        "wording": wording_now(),
    }
    return Consent(person_id=person_id, group_id=group_id, case_ids=case_ids, **usual | more)


def shared_things(session: Session, house: House, actor: Actor, person: Person) -> dict[str, UUID]:
    """A group, and one case of hers that she opened to it."""
    group_id = found_group(session, house, actor).group_id
    case = open_case(session, house, actor, "A shared case")
    agreed = consent(house, person.id, group_id, case.id)
    grant = sharing.share(session, house, actor, agreed, About("Alice Yamada"), [])
    scope = grants.scopes_of(session, [grant.id])[grant.id][0]
    return {"grant_id": grant.id, "scope_id": scope.id}


def prove_two_factors(session: Session, house: House, account_id: UUID) -> None:
    """Her sessions are those of somebody who signed in with two factors and has her codes on paper."""
    now = house.clock.now()
    mine = AccountSession.account_id == account_id
    session.execute(update(AccountSession).where(mine).values(strength=Strength.TWO_FACTOR))
    session.execute(update(Account).where(Account.id == account_id).values(paper_proved_at=now))


WORDING = Wording("A nursery", {"request_items": "How the points were given"})
WORDS = groups.GroupWords("Friends of paper", "045-000-0000, weekdays")


def found_group(session: Session, house: House, actor: Actor) -> Membership:
    """A group that she coordinates; her membership in it."""
    prove_two_factors(session, house, actor.account_id)
    group_id = groups.found_group(session, house, actor, WORDS, "A founder")
    member = groups.open_membership(session, group_id, actor.account_id)
    assert member is not None
    return member


def join(session: Session, house: House, by: Membership, actor: Actor, role: Role) -> Membership:
    """Another account's membership in the same group, by an invitation."""
    prove_two_factors(session, house, actor.account_id)
    return groups.accept(session, house, actor, groups.invite(session, house, by, role), f"A {role}")


def enter_client(session: Session, house: House, by: Membership, name: str, *others: Opposing) -> Client:
    """A client without an account, and the check for a conflict."""
    client = clients.enter(session, house, by.group_id, by.account_id)
    keep_about(session, house, client.person_id, About(name))
    conflicts.run(session, house, client, by.account_id, About(name), others)
    return client


def group_things(session: Session, house: House, actor: Actor) -> dict[str, UUID | str]:
    """A group that she founded, somebody else who works there, an open invitation, and a checked client."""
    founder = found_group(session, house, actor)
    friend = sign_up(session, house, f"friend {uuid4()}", "no password", "ja")
    friend_member = join(session, house, founder, replace(actor, account_id=friend), Role.HELPER)
    token = groups.invite(session, house, founder, Role.HELPER)
    invitation = groups.invitation_for(session, token, house.clock.now())
    return {
        "group_id": founder.group_id,
        "membership_id": friend_member.id,
        "invitation_id": invitation.id,
        "invitation_token": token,
        "wording_id": wordings.add(session, house, founder, "letter.disclosure_request", WORDING).id,
        "group_playbook_id": of_group.add(session, house, founder, OWN).id,
        **client_things(session, house, actor, founder, friend_member),
    }


def client_things(
    session: Session, house: House, actor: Actor, lead: Membership, friend: Membership
) -> dict[str, UUID | str]:
    """A client without an account, whose case she leads and offers to the friend."""
    client = enter_client(session, house, lead, "Yuki")
    case = people.open_case(session, house, client.person_id, "A client's case")
    case.group_id = lead.group_id
    agreed = consent(house, client.person_id, lead.group_id, method=Method.PAPER)
    grant = grants.make_grant(session, house, actor, agreed)
    assignment = teams.assign(session, house, case, lead, Part.LEAD)
    handover = teams.offer(session, house, case, lead, friend, "The town answers next week")
    letter = letters.draft(session, house, begin_filing(session, house, case), "letter.disclosure_request")
    return {
        "client_id": client.id,
        "client_case_id": case.id,
        "client_grant_id": grant.id,
        "client_scope_id": grants.scopes_of(session, [grant.id])[grant.id][0].id,
        "client_document_id": keep_photo(session, house, grant),
        "client_letter_id": letter.id,
        "assignment_id": assignment.id,
        "handover_id": handover.id,
    }
