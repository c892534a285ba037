"""The page of a group's statistics, its pictures and its file: for who works on cases, without a name."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.accounts.models import AccountSession
from app.audit.models import AuditEvent
from app.groups.models import Role
from app.insights import pictures
from app.kit.house import House
from app.people import profiles
from app.people.models import Case
from app.people.profiles import About
from app.web.texts import all_texts
from tests.bench.trace import trace_page
from tests.insights.conftest import Desk, decided
from tests.support.office import ClientFor

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = ("/statistics/days.svg", "/statistics/answers.svg")


@pytest.fixture
def full(desk: Desk) -> Desk:
    """Ten people who were refused and ten who were not."""
    desk.clients(10, *decided("refused", grounds=("78-1-2",)))
    desk.clients(10, *decided("full"))
    return desk


def alice_of(desk: Desk) -> TestClient:
    return desk.office.client_for("alice")


def words_in(svg: str) -> Iterator[str]:
    for element in ET.fromstring(svg).iter():
        yield from (each for each in (element.text, element.tail) if each and each.strip())


def test_the_page_tells_both_tables_and_the_rule(full: Desk) -> None:
    answer = alice_of(full).get(full.office.path("/statistics")).text
    page = re.sub(r"<svg xmlns.*?</svg>", "", answer, flags=re.DOTALL)  # what the pictures say is asked below
    assert "\u6a2a\u6d5c\u5e02" in page
    assert page.count("20\u4eba\u4ee5\u4e0a") == 2
    assert page.count("10\u4eba\u4ee5\u4e0a") == 3  # granted, refused, and the ground
    assert "78\u67611\u98052\u53f7" in page
    assert "2026\u5e7410\u670831\u65e5" in page


def test_a_group_of_few_reads_when_figures_will_come(desk: Desk) -> None:
    desk.clients(4, *decided())
    page = alice_of(desk).get(desk.office.path("/statistics")).text
    assert "<table" not in page
    assert "\u6a2a\u6d5c\u5e02" not in page


def test_whoever_works_on_cases_sees_it_and_a_technical_admin_does_not(full: Desk) -> None:
    office = full.office
    seen = {role: office.join(role, role).get(office.path("/statistics")).status_code for role in Role}
    assert seen == {
        Role.HELPER: 200,
        Role.COORDINATOR: 200,
        Role.SUPERVISOR: 200,
        Role.TECHNICAL_ADMIN: 404,
    }
    assert office.client_for("carol").get(office.path("/statistics")).status_code == 404


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_stands_alone_and_says_in_words_what_it_draws(full: Desk, picture: str) -> None:
    answer = alice_of(full).get(full.office.path(picture))
    assert answer.headers["content-type"] == "image/svg+xml"
    drawn = ET.fromstring(answer.text)
    assert drawn.find(f"{SVG}title").text
    assert drawn.find(f"{SVG}desc").text
    words = " ".join(words_in(answer.text))
    assert "\u6a2a\u6d5c\u5e02" in words
    assert ("\u7d0430\u65e5" if "days" in picture else "10") in words
    assert not re.search(r"style|script|href|class=", answer.text)


@pytest.mark.parametrize("locale", ["ja", "ja_easy", "en"])
@pytest.mark.parametrize("draw", [pictures.draw_days, pictures.draw_answers])
def test_no_word_of_a_picture_leaves_it(desk: Desk, locale: str, draw) -> None:
    desk.clients(5, *decided(on=date(2026, 10, 29)))
    desk.clients(5, *decided(), procedure="jp.appi.suspension")
    told, texts = desk.told(), all_texts(desk.office.house.clock)[locale]
    drawn = ET.fromstring(draw(told, texts))
    for text in drawn.iter(f"{SVG}text"):
        letters = sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text.text or "")
        wide = letters * float(text.get("font-size")) / 2
        assert float(text.get("x")) + wide <= pictures.WIDTH, text.text


def test_a_picture_needs_no_colour(full: Desk) -> None:
    answer = alice_of(full).get(full.office.path("/statistics/answers.svg")).text
    hatches = re.findall(r'<pattern id="\w+".*?d="([^"]*)"', answer)
    assert len(set(hatches)) == len(hatches) == 5


def test_the_page_shows_the_same_pictures_and_no_id_twice(full: Desk) -> None:
    page = alice_of(full).get(full.office.path("/statistics")).text
    for picture in PICTURES:
        assert alice_of(full).get(full.office.path(picture)).text in page
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids))


def test_a_picture_of_few_names_nobody(desk: Desk) -> None:
    desk.clients(4, *decided())
    for picture in PICTURES:
        answer = alice_of(desk).get(desk.office.path(picture))
        assert answer.status_code == 200
        assert "\u6a2a\u6d5c\u5e02" not in answer.text


def test_the_file_holds_the_figures_of_the_page_and_no_person(full: Desk, house: House) -> None:
    with house.db.writing() as session:
        for case in session.execute(select(Case)).scalars():
            profiles.keep_about(session, house, case.person_id, About(name="Hana of the valley"))
    answer = alice_of(full).post(full.office.path("/statistics/file"), data={"year": ""})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="statistics.csv"' in answer.headers["content-disposition"]
    assert "Hana" not in answer.text
    rows = list(csv.reader(io.StringIO(answer.text)))
    figures = {row[3]: row[4] for row in rows[1:] if len(row) == 5}
    assert figures["\u4eba\u6570\uff08\u4ee5\u4e0a\uff09"] == "20"
    assert [row[4] for row in rows if len(row) == 5 and "\u7406\u7531" in row[3]] == ["10"]
    counts = {int(value) for value in figures.values() if value.isdecimal()}
    assert {count % 5 for count in counts} == {0}


def test_taking_the_file_stands_in_the_log(full: Desk, house: House) -> None:
    alice_of(full).post(full.office.path("/statistics/file"))
    with house.db.reading() as session:
        entries = session.execute(select(AuditEvent)).scalars().all()
        found = [entry for entry in entries if entry.object_kind == "statistics"]
        assert [entry.action for entry in found] == ["export"]


def test_the_file_wants_a_second_look(full: Desk, house: House) -> None:
    with house.db.writing() as session:
        session.execute(update(AccountSession).values(confirmed_at=house.clock.now() - timedelta(minutes=6)))
    answer = alice_of(full).post(full.office.path("/statistics/file"))
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/account/confirm")


def test_the_page_asks_few_questions_however_many_clients(full: Desk, house: House) -> None:
    path = full.office.path("/statistics")
    before = trace_page(house, alice_of(full), path).queries
    full.clients(10, *decided())
    assert trace_page(house, alice_of(full), path).queries == before <= 6


def test_it_is_linked_from_the_group(desk: Desk, client_for: ClientFor) -> None:
    page = client_for("alice").get(desk.office.path()).text
    assert f'href="{desk.office.path("/statistics")}"' in page
