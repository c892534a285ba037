"""A person enters the period that her agency applies: it beats what is shipped, and her dates follow it."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.agencies.rules import PERIOD
from app.filings import projection
from app.filings.changes import CHANGE
from app.filings.queries import DEADLINE
from tests.filings.conftest import Story
from tests.support import things
from tests.support.dump import dump
from tests.support.walk import likeness

SAPPORO = "\u672d\u5e4c\u5e02"  # its own page says 14 days from the next day
PAGE = "https://www.city.yokohama.example/kojin.html"
FOURTEEN = {
    "procedure": "jp.appi.disclosure",
    "decision_days": "14",
    "count_mode": "excl",
    "source": "page",
    "source_url": PAGE,
    "page_date": "2026-11-01",
}


def yokohama() -> UUID:
    return things.agency_named(things.CITY)


def enter(client: TestClient, agency_id: UUID | None = None, **changes: str):
    return client.post(f"/agencies/{agency_id or yokohama()}/periods", data=FOURTEEN | changes)


def due(story: Story, clock: str = "appi.disclosure.decision") -> date | None:
    with story.house.db.reading() as session:
        return session.execute(
            select(DEADLINE.c.due).where(DEADLINE.c.clock == clock, DEADLINE.c.filing_id == story.filing_id)
        ).scalar()


def kept_periods(story: Story) -> list:
    with story.house.db.reading() as session:
        return list(session.execute(select(PERIOD)))


def test_what_she_enters_moves_her_dates_at_once_and_says_which(story: Story) -> None:
    story.happens("received", "2026-10-30")
    answer = enter(story.client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/changes")
    assert due(story) == date(2026, 11, 13)
    told = story.client.get("/changes").text
    assert '<del><time datetime="2026-11-30">' in told
    assert '<strong><time datetime="2026-11-13">' in told
    assert projection.check(story.house) == []


def test_her_case_shows_where_she_read_it_as_text(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client)
    page = story.page()
    assert "2026-11-13" in story.days()
    assert PAGE in page
    assert f'href="{PAGE}"' not in page
    assert PAGE in story.client.get(f"/agencies/{yokohama()}").text


def test_her_own_period_beats_the_shipped_one_and_leaves_it_in_the_list(story: Story) -> None:
    city = things.agency_named(SAPPORO)
    enter(story.client, city, decision_days="10")
    page = story.client.get(f"/agencies/{city}").text
    assert "<dd>10日</dd>" in page
    assert "14日</strong>" in page
    assert "city.sapporo.jp" in page


def test_the_date_on_their_own_paper_beats_her_period(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client)
    story.happens("date_given", "2026-11-05", until=date(2026, 11, 25), clock="appi.disclosure.decision")
    assert due(story) == date(2026, 11, 25)
    enter(story.client, decision_days="20", starts_on="2026-12-01")
    assert due(story) == date(2026, 11, 25)
    assert "2026-11-25" in story.days()


def test_a_day_on_their_paper_says_so_on_every_page(story: Story) -> None:
    """The basis of the day is the notice; what the count would give stands beside it."""
    story.happens("received", "2026-10-30")
    enter(story.client)
    story.happens("date_given", "2026-11-05", until=date(2026, 11, 25), clock="appi.disclosure.decision")
    place = re.search(rf"/filings/{story.filing_id}/deadlines/\d+", story.page())
    assert place is not None
    for page in (story.page(), story.client.get(place[0]).text):
        assert '<time datetime="2026-11-25">' in page
        assert "計算では2026年11月13日ですが、相手の紙に書かれた日付を使いました" in page
    assert PAGE not in story.page()  # her period gave no day
    assert '<time datetime="2026-11-25">' in story.client.get("/").text


@pytest.mark.parametrize(
    ("received", "day"),
    [
        ("2026-10-31", "2026-11-30"),  # the day before: the Act
        ("2026-11-01", "2026-11-16"),  # its first day (14 days end on Sunday 15 November)
        ("2026-11-02", "2026-11-16"),
        ("2026-11-09", "2026-11-24"),
        ("2026-11-10", "2026-11-24"),  # its last day
        ("2026-11-11", "2026-12-11"),  # the day after: the Act
    ],
)
def test_a_period_governs_from_its_first_day_to_its_last(story: Story, received: str, day: str) -> None:
    enter(story.client, starts_on="2026-11-01", ends_on="2026-11-10")
    story.happens("received", received)
    assert due(story) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("mode", "day"),
    [("excl", "2026-11-13"), ("incl", "2026-11-12"), ("business", "2026-11-20"), ("unknown", "2026-11-30")],
)
def test_each_way_of_counting_gives_its_day_and_an_unknown_one_is_a_hint(
    story: Story, mode: str, day: str
) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client, count_mode=mode)
    assert due(story) == date.fromisoformat(day)


def test_a_period_over_the_acts_limit_is_kept_warned_about_and_capped(story: Story) -> None:
    story.happens("received", "2026-10-30")
    answer = enter(story.client, decision_days="60")
    assert answer.status_code == 303
    assert due(story) == date(2026, 11, 30)
    assert "108" in story.client.get(f"/agencies/{yokohama()}").text
    assert "60日は法律の上限（30日）を超えています" in story.page()


def test_an_extension_and_an_exception_of_their_own_are_counted(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client, extension_days="15", exception_days="45")
    story.happens("extension_notified", "2026-11-10")
    assert due(story) == date(2026, 11, 30)  # 14 and 15 days end on Saturday 28 November
    story.happens("exception_notified", "2026-11-11")
    assert due(story, "appi.disclosure.decision.part") == date(2026, 12, 14)


def test_full_width_digits_are_read_and_zero_days_of_extension_mean_none(story: Story) -> None:
    assert enter(story.client, decision_days="１４", extension_days="0").status_code == 303
    period = kept_periods(story)[0]
    assert (period.decision_days, period.extension_days) == (14, 0)
    assert "延長はしない" in story.client.get(f"/agencies/{yokohama()}").text


BAD = [
    ("decision_days", "0", "1から3650"),
    ("decision_days", "-14", "1から3650"),
    ("decision_days", "99999", "1から3650"),
    ("decision_days", "", "ここを書いてください"),
    ("decision_days", "二週間", "1から3650"),
    ("extension_days", "-1", "0から3650"),
    ("exception_days", "0", "1から3650"),
    ("count_mode", "", "どれか1つ"),
    ("count_mode", "backwards", "どれか1つ"),
    ("procedure", "jp.review", "どれか1つ"),
    ("source", "", "どれか1つ"),
    ("source", "paper", "相手のページ"),
    ("source_url", "", "ここを書いてください"),
    ("source_url", "https://x.example/" + "a" * 10_240, "500文字まで"),
    ("source_url", "javascript:alert(1)", "http:// か https://"),
    ("source_url", "data:text/html,x", "http:// か https://"),
    ("source_url", "//x.example/", "http:// か https://"),
    ("source_url", "https://", "http:// か https://"),
    ("source_url", "https://[", "http:// か https://"),
    ("source_url", "https://x.example/a b", "http:// か https://"),
    ("source_url", "https://x.example/\u202egnp", "向き"),
    ("starts_on", "1988-12-31", "1989年1月8日"),
    ("ends_on", "2056-11-14", "30年より先"),
    ("starts_on", "2026-02-30", "この日はありません"),
    ("page_date", "2026-11-14", "今日より後"),
]


@pytest.mark.parametrize(("name", "typed", "sentence"), BAD)
def test_what_cannot_be_kept_is_said_what_was_typed_stays_and_nothing_is_saved(
    story: Story, name: str, typed: str, sentence: str
) -> None:
    story.happens("received", "2026-10-30")
    before = dump(story.house.db)
    answer = enter(story.client, **{name: typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="2026-11-01"' in answer.text or name == "page_date"
    assert dump(story.house.db) == before


def test_a_last_day_before_the_first_and_days_the_act_leaves_to_the_notice_are_said(story: Story) -> None:
    answer = enter(story.client, starts_on="2026-11-10", ends_on="2026-11-09")
    assert (answer.status_code, "前になっています" in answer.text) == (422, True)
    answer = enter(story.client, procedure="jp.appi.correction", exception_days="45")
    assert (answer.status_code, "開示のときだけ" in answer.text) == (422, True)
    assert enter(story.client, starts_on="2026-11-10", ends_on="2026-11-10").status_code == 303


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        ("", "2026-10-31", 303),  # ends the day before
        ("", "2026-11-01", 422),  # ends on its first day
        ("2026-11-10", "", 422),  # begins on its last day
        ("2026-11-11", "", 303),  # begins the day after
        ("2026-11-03", "2026-11-04", 422),
        ("", "", 422),
    ],
)
def test_two_periods_of_one_procedure_never_govern_the_same_day(
    story: Story, first: str, last: str, status: int
) -> None:
    enter(story.client, starts_on="2026-11-01", ends_on="2026-11-10")
    answer = enter(story.client, starts_on=first, ends_on=last, decision_days="20")
    assert answer.status_code == status
    assert ("もうあります" in answer.text) is (status == 422)
    assert len(kept_periods(story)) == (2 if status == 303 else 1)
    # Another procedure, and another agency, are free.
    assert enter(story.client, procedure="jp.appi.correction").status_code == 303
    assert enter(story.client, things.agency_named(SAPPORO)).status_code == 303


def test_she_corrects_and_removes_what_she_entered(story: Story) -> None:
    story.happens("received", "2026-10-30")
    enter(story.client)
    path = f"/agencies/{yokohama()}/periods/{kept_periods(story)[0].id}"
    assert PAGE in story.client.get(f"{path}/edit").text
    assert story.client.post(f"{path}/edit", data=FOURTEEN | {"decision_days": "20"}).status_code == 303
    assert due(story) == date(2026, 11, 19)
    bad = story.client.post(f"{path}/edit", data=FOURTEEN | {"decision_days": "0"})
    assert (bad.status_code, due(story)) == (422, date(2026, 11, 19))
    assert story.client.get(f"{path}/delete").status_code == 200
    assert story.client.post(f"{path}/delete").status_code == 303
    assert due(story) == date(2026, 11, 30)
    assert kept_periods(story) == []
    assert projection.check(story.house) == []
    with story.house.db.reading() as session:
        # Nothing that follows is told apart from an event's doing by chance: each move has its reason.
        reasons = session.execute(select(CHANGE.c.reason).where(CHANGE.c.clock == "appi.disclosure.decision"))
        assert list(reasons.scalars()) == ["agency"] * 3


def test_hers_is_nobody_elses(story: Story, client_for: Callable[[str], TestClient]) -> None:
    enter(story.client)
    carol = client_for("carol")
    period = kept_periods(story)[0].id
    assert PAGE not in carol.get(f"/agencies/{yokohama()}").text
    assert "<dd>14日</dd>" not in carol.get(f"/agencies/{yokohama()}").text
    for verb in ("edit", "delete"):
        hers = carol.post(f"/agencies/{yokohama()}/periods/{period}/{verb}", data=FOURTEEN)
        never = carol.post(f"/agencies/{yokohama()}/periods/{story.case_id}/{verb}", data=FOURTEEN)
        assert (hers.status_code, likeness(hers)) == (404, likeness(never))
    assert len(kept_periods(story)) == 1


def test_a_period_answers_under_its_own_agency_only(story: Story) -> None:
    enter(story.client)
    other = things.agency_named(SAPPORO)
    assert story.client.get(f"/agencies/{other}/periods/{kept_periods(story)[0].id}/edit").status_code == 404


def test_a_body_under_chapter_4_has_no_number_of_days_to_enter(story: Story) -> None:
    jlis = things.agency_named(
        "\u5730\u65b9\u516c\u5171\u56e3\u4f53\u60c5\u5831\u30b7\u30b9\u30c6\u30e0\u6a5f\u69cb"
    )
    assert story.client.get(f"/agencies/{jlis}/periods/new").headers["location"] == f"/agencies/{jlis}"
    assert enter(story.client, jlis).status_code == 409


def test_the_address_she_typed_is_sealed(story: Story) -> None:
    enter(story.client)
    assert PAGE.encode() not in bytes(kept_periods(story)[0].source_sealed or b"")
    assert not any(PAGE in row for rows in dump(story.house.db).values() for row in rows)


def test_on_paper_needs_no_address(story: Story) -> None:
    assert enter(story.client, source="paper", source_url="").status_code == 303
    page = story.client.get(f"/agencies/{yokohama()}").text
    assert re.search(r"あなたが記録した日数：紙の案内", page)
