"""To take records out as a file or on paper is a word of its own in the consent."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from app.groups.models import Role
from app.people.grant_models import VERBS, Verb
from app.people.grants import SCOPE, with_implied
from app.people.models import Case
from tests.boards.test_board import RECEIVED, TODAY
from tests.support import things
from tests.support.office import ClientFor, Office

NOT_OUT = "本人は、取り出してよいと決めていません"
WITHOUT: tuple[Verb, ...] = ("edit", "draft_letters", "record_filings", "receive_documents")


def take_out(office: Office, name: str, *cases: UUID):
    data = {"act": "export", "case": [str(each) for each in cases]}
    return office.client_for(name).post(office.path("/board/acts/export"), data=data)


@pytest.mark.parametrize("verb", VERBS)
def test_a_file_of_the_board_asks_for_it_and_nothing_else_does(office: Office, verb: Verb) -> None:
    case_id = office.open_case(verbs=with_implied([verb]))
    assert "30日" in office.client_for("alice").get(office.path("/board")).text
    assert take_out(office, "alice", case_id).status_code == (200 if verb == "export" else 422)


def test_who_did_not_allow_it_stands_among_what_cannot_be_done(office: Office) -> None:
    office.join("dora", Role.SUPERVISOR)
    allowed, not_allowed = office.open_case(), office.open_case(verbs=WITHOUT)
    for name in ("alice", "dora"):
        data = {"act": "export", "case": [str(allowed), str(not_allowed)]}
        page = office.client_for(name).post(office.path("/board/acts"), data=data).text
        assert NOT_OUT in page
        assert f'value="{allowed}"' in page
        assert f'value="{not_allowed}"' not in page
        answer = take_out(office, name, allowed, not_allowed)
        assert answer.status_code == 422
        assert NOT_OUT in answer.text
        assert take_out(office, name, allowed).status_code == 200


@pytest.mark.parametrize(("left", "status"), [(-1, 422), (0, 200), (1, 200)])
def test_it_holds_to_its_last_day(office: Office, left: int, status: int) -> None:
    case_id = office.open_case()
    with office.house.db.writing() as session:
        person = session.get_one(Case, case_id).person_id
        its = update(SCOPE).where(SCOPE.c.person_id == person, SCOPE.c.verb == "export")
        days = {"starts_on": TODAY - timedelta(30), "expires_on": TODAY + timedelta(left)}
        session.execute(its.values(days))
    assert take_out(office, "alice", case_id).status_code == status


@pytest.mark.parametrize("may", [True, False])
def test_a_helper_is_led_only_to_what_she_may_take_out(office: Office, may: bool) -> None:
    bob = office.join("bob", Role.HELPER)
    case_id = office.open_case(lead="bob", verbs=(*WITHOUT, "export") if may else WITHOUT)
    filing_id = office.file(case_id, RECEIVED)
    papers = {f"/cases/{case_id}/summary", f"/filings/{filing_id}/carry-sheet"}
    day = f"/filings/{filing_id}/deadlines/0.ics"
    for page in (f"/cases/{case_id}", f"/filings/{filing_id}/sending", f"/filings/{filing_id}/deadlines/0"):
        answer = bob.get(page)
        assert answer.status_code == 200
        led_to = set(re.findall(r'href="(/[^"]+)"', answer.text))
        assert bool(led_to & {*papers, day}) is may, page
    for path in (*papers, day):
        assert bob.get(path).status_code == (200 if may else 404)
    # What is written to be sent goes on, and so does what carries it.
    for path in (f"/filings/{filing_id}/sending/envelope", f"/filings/{filing_id}/sending/labels"):
        assert bob.get(path).status_code == 200


def test_she_herself_is_never_asked(office: Office, client_for: ClientFor) -> None:
    carol = client_for("carol")
    with office.house.db.writing() as session:
        actor = things.actor_named(session, office.house, "carol")
        case = things.open_case(session, office.house, actor)
        filing_id, case_id = things.begin_filing(session, office.house, case).id, case.id
    assert f'href="/cases/{case_id}/summary"' in carol.get(f"/cases/{case_id}").text
    assert "carry-sheet" in carol.get(f"/filings/{filing_id}/sending").text
    for path in (f"/cases/{case_id}/summary", f"/filings/{filing_id}/carry-sheet"):
        assert carol.get(path).status_code == 200
