"""Thirty and seven days before a consent ends, every page asks whether it goes on; she gives a new one."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.groups.models import Role, SupportGroup
from app.people import access, grants, sharing
from app.people.grant_models import AccessGrant
from app.people.profiles import About
from app.people.renewals import Renewal, is_asked_on, renewal_of
from tests.support import things
from tests.support.office import Office

TODAY = date(2026, 11, 13)
ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
SOON, LAST = Renewal.SOON, Renewal.LAST
# Days after today on which it still holds: whether she is asked, and whether it is on today's sheet.
BORDERS = [
    (31, None, False),
    (30, SOON, True),
    (29, SOON, False),
    (8, SOON, False),
    (7, LAST, True),
    (6, LAST, True),
    (0, LAST, True),
    (-1, None, False),
]
ON_HER_PAGE = {SOON: "続けるかどうかを、本人に聞いてください", LAST: "すぐに本人に聞いてください"}
ON_THE_BOARD = {SOON: "同意がまもなく切れます", LAST: "同意があと7日以内に切れます"}
TO_HERSELF = {SOON: "続けるかどうかを、決めるころです", LAST: "まもなく終わります"}


def said(words: dict[Renewal, str], page: str) -> Renewal | None:
    """Which of two sentences a page says."""
    found = [renewal for renewal, sentence in words.items() if sentence in page]
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(("left", "renewal", "on_sheet"), BORDERS)
def test_she_is_asked_from_the_thirtieth_day_and_again_from_the_seventh(
    left: int, renewal: Renewal | None, on_sheet: bool
) -> None:
    until = TODAY + timedelta(left)
    assert (renewal_of(until, TODAY), is_asked_on(until, TODAY)) == (renewal, on_sheet)
    assert renewal_of(None, TODAY) is None


@ONE
@pytest.mark.parametrize(("left", "renewal", "on_sheet"), BORDERS)
def test_the_pages_of_the_group_say_so(
    office: Office, left: int, renewal: Renewal | None, on_sheet: bool
) -> None:
    bob = office.join("bob", Role.HELPER)
    case_id = office.open_case(lead="bob")
    with office.house.db.writing() as session:
        client = office.client_of(session, case_id)
        days = {"signed_on": TODAY - timedelta(60), "starts_on": TODAY - timedelta(60)}
        agreed = things.consent(office.house, client.person_id, office.group_id, **days)
        grant = grants.make_grant(session, office.house, office.actor(session, "alice"), agreed)
        move_end(session, grant, TODAY + timedelta(left))
        path = office.path(f"/clients/{client.id}")
    page = bob.get(path).text
    assert said(ON_HER_PAGE, page) == renewal
    assert ("同意が終わっています" in page) is (left < 0)
    board = bob.get(office.path("/board")).text
    rows = board[board.index("<tbody") :]
    assert said(ON_THE_BOARD, rows) == renewal
    listed = bob.get(office.path("/board?show=ending")).text
    assert (str(case_id) in listed) is (renewal is not None)
    assert ("続けるかを本人に聞く" in bob.get(office.path("/day-sheet")).text) is on_sheet


def move_end(session, grant: AccessGrant, until: date) -> None:
    grant.expires_on = until
    for scope in grants.scopes_of(session, [grant.id])[grant.id]:
        scope.expires_on = until


def share(office: Office, left: int) -> AccessGrant:
    """Carol, who has an account, opened everything to the group until so many days after today."""
    office.client_for("carol")
    with office.house.db.writing() as session:
        carol = office.actor(session, "carol")
        person = access.own_person(session, carol)
        agreed = things.consent(office.house, person.id, office.group_id, verbs=frozenset({"draft_letters"}))
        grant = sharing.share(session, office.house, carol, agreed, About("Carol"), [])
        move_end(session, grant, TODAY + timedelta(left))
        session.flush()
        session.expunge(grant)
        return grant


@ONE
@pytest.mark.parametrize(("left", "renewal", "on_sheet"), BORDERS)
def test_her_own_page_says_so(office: Office, left: int, renewal: Renewal | None, on_sheet: bool) -> None:
    grant = share(office, left)
    page = office.client_for("carol").get("/access").text
    assert said(TO_HERSELF, page) == renewal
    assert (f"/access/{grant.id}/renew" in page) is (renewal is not None)


@ONE
@pytest.mark.parametrize(("left", "renewal", "on_sheet"), BORDERS)
def test_the_page_of_today_asks_her_without_saying_whom_she_lets_look(
    office: Office, left: int, renewal: Renewal | None, on_sheet: bool
) -> None:
    share(office, left)
    page = office.client_for("carol").get("/").text
    ends = f"見せてよいと決めた期間が、あと{left}日で終わります" if left else "今日で終わります"
    assert (ends in page) is (renewal is not None)
    assert ('href="/access">続けるかどうかを決める' in page) is (renewal is not None)
    assert "Friends of paper" not in page
    # Nobody else is told on a page of her own, least of all the group.
    assert "見せてよいと決めた期間" not in office.client_for("alice").get("/").text


@ONE
def test_a_consent_that_she_stopped_or_gave_anew_is_asked_about_no_more(office: Office) -> None:
    grant = share(office, 7)
    carol = office.client_for("carol")
    assert "あと7日で終わります" in carol.get("/").text
    with office.house.db.reading() as session:
        code = session.get_one(SupportGroup, office.group_id).code
    given = {"code": code, "verbs": ["draft_letters"], "cases": "all", "until": "2027-05-13", "name": "Carol"}
    assert carol.post("/access", data=given).status_code == 303
    assert "見せてよいと決めた期間" not in carol.get("/").text
    with office.house.db.writing() as session:
        new = next(each for each in grants.grants_of(session, grant.person_id) if each.id != grant.id)
        move_end(session, new, TODAY + timedelta(1))
        new_id = new.id
    assert "あと1日で終わります" in carol.get("/").text
    assert carol.post(f"/access/{new_id}/end").status_code == 303
    assert "見せてよいと決めた期間" not in carol.get("/").text


def test_she_reads_what_she_agreed_to_and_goes_on_with_a_new_consent(office: Office) -> None:
    grant = share(office, 7)
    carol = office.client_for("carol")
    page = carol.get(f"/access/{grant.id}/renew").text
    ticked = re.findall(r'name="(?:verbs|cases)" value="([^"]+)"[^>]* checked', page)
    assert ticked == ["view_status", "view_content", "draft_letters", "all"]
    assert 'value="2027-05-13"' in page
    with office.house.db.reading() as session:
        code = session.get_one(SupportGroup, office.group_id).code
    given = {"code": code, "verbs": ["view_content"], "cases": "all", "until": "2027-05-13", "name": "Carol"}
    assert carol.post("/access", data=given).status_code == 303
    with office.house.db.reading() as session:
        new, old = grants.grants_of(session, grant.person_id)
        assert (new.follows_id, old.ended_reason) == (grant.id, "superseded")
        assert new.language == "ja"
        still = [scope.verb for scope in grants.scopes_of(session, [new.id])[new.id]]
        assert set(still) == {"view_status", "view_content"}


def test_nobody_else_renews_it_and_what_was_ended_is_not_renewed(office: Office) -> None:
    grant = share(office, 7)
    renew = f"/access/{grant.id}/renew"
    assert office.client_for("alice").get(renew).status_code == 404
    carol = office.client_for("carol")
    assert carol.post(f"/access/{grant.id}/end").status_code == 303
    assert carol.get(renew).status_code == 404


@ONE
def test_a_client_with_an_account_is_asked_by_word_not_by_paper(office: Office) -> None:
    grant = share(office, 30)
    with office.house.db.reading() as session:
        client = sharing.clients.client_of(session, office.group_id, grant.person_id)
        path = office.path(f"/clients/{client.id}")
    page = office.client_for("alice").get(path).text
    assert "続けるときは、本人が自分のページの「だれに見せているか」で決めます" in page
    assert "consent-sheet" not in page


def test_the_sheet_of_the_day_names_nobody(office: Office) -> None:
    bob = office.join("bob", Role.HELPER)
    with office.house.db.writing() as session:
        client = office.enter(session)
        case_id: UUID = things.people.open_case(session, office.house, client.person_id, "Secret title").id
        office.consent(session, client, until=TODAY + timedelta(7))
        assert session.execute(select(AccessGrant.id)).scalar_one()
    office.assign(case_id, "bob", things.Part.LEAD)
    page = bob.get(office.path("/day-sheet")).text
    assert "続けるかを本人に聞く" in page
    assert "11月20日" in page
    assert "Secret" not in page
    assert "Client 1" not in page
