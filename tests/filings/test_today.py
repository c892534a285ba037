"""What the home page chooses for today."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.filings import today
from app.filings.queries import Draft, OpenDeadline

NOW = date(2026, 11, 23)
AGENCY = uuid4()


def row(
    clock: str, day: date | None, *, bound: str = "requester", kind: str = "latest", **more: object
) -> OpenDeadline:
    values = {
        "filing_id": uuid4(),
        "case_id": uuid4(),
        "procedure": "jp.appi.disclosure",
        "clock": clock,
        "bound": bound,
        "kind": kind,
        "nominal": day,
        "due": day,
        "paused_from": None,
        "agency_id": AGENCY,
        "agency_name": "Yokohama",
        "agency_name_sealed": None,
    }
    return OpenDeadline(**values | more)


def decision(day: date, **more: object) -> OpenDeadline:
    return row("appi.disclosure.decision", day, bound="agency", **more)


def choose(*rows: OpenDeadline, drafts: tuple[Draft, ...] = ()) -> today.Today:
    return today.choose(rows, drafts, lambda _: "Yokohama", NOW)


def test_never_more_than_three_acts() -> None:
    rows = [row("appi.correction.window", NOW + timedelta(days=n)) for n in range(6)]
    assert len(choose(*rows).acts) == 3


def test_one_filing_asks_for_one_act_at_a_time() -> None:
    filing = uuid4()
    clocks = ("appi.correction.window", "appi.suspension.window", "review.request")
    rows = [row(clock, NOW + timedelta(days=9), filing_id=filing) for clock in clocks]
    assert len(choose(*rows).acts) == 1


def test_her_nearest_day_stands_first() -> None:
    far, near = (
        row("review.request", NOW + timedelta(days=60)),
        row("appi.correction.window", NOW + timedelta(days=8)),
    )
    found = choose(far, near)
    assert [act.by for act in found.acts] == [near.nominal, far.nominal]
    assert [one.nominal for one in found.hers] == [near.nominal, far.nominal]


@pytest.mark.parametrize(
    ("due", "kinds"),
    [
        (NOW, []),
        (NOW - timedelta(days=1), ["in_the_post"]),
        (NOW - timedelta(days=7), ["in_the_post"]),
        (NOW - timedelta(days=8), ["overdue"]),
    ],
)
def test_a_late_agency_is_asked_about_first_and_called_late_after_a_week_of_post(
    due: date, kinds: list[str]
) -> None:
    assert [act.kind for act in choose(decision(due)).acts] == kinds


@pytest.mark.parametrize(("days", "shown"), [(1, True), (0, True), (-1, False)])
def test_her_day_is_shown_until_it_has_passed(days: int, shown: bool) -> None:
    found = choose(row("appi.correction.window", NOW + timedelta(days=days)))
    assert bool(found.hers) is shown


@pytest.mark.parametrize(("year_ends", "shown"), [(200, 60), (30, 30)])
def test_of_the_two_periods_for_a_remedy_the_one_that_ends_first_is_hers(year_ends: int, shown: int) -> None:
    filing = uuid4()
    inner = row("review.request", NOW + timedelta(days=60), filing_id=filing)
    outer = row("review.request.objective", NOW + timedelta(days=year_ends), filing_id=filing)
    assert [one.nominal for one in choose(inner, outer).hers] == [NOW + timedelta(days=shown)]


def test_both_clocks_are_kept_apart() -> None:
    found = choose(row("review.request", NOW + timedelta(days=5)), decision(NOW + timedelta(days=5)))
    assert [one.is_hers for one in found.hers] == [True]
    assert [one.is_hers for one in found.theirs] == [False]


def test_a_custom_day_is_no_deadline_of_anybody() -> None:
    found = choose(row("appi_private.follow_up", NOW, kind="earliest"))
    assert (found.hers, found.theirs) == ((), ())
    assert [act.kind for act in found.acts] == ["no_answer_yet"]
    assert len(found.no_day_count) == 1


def test_an_amendment_without_a_day_is_still_something_to_do() -> None:
    assert [act.kind for act in choose(row("appi.amendment", None)).acts] == ["undated"]


def test_a_filing_not_sent_yet_waits_behind_what_has_a_date() -> None:
    draft = Draft(uuid4(), uuid4(), "jp.appi.disclosure", AGENCY, "Yokohama", None)
    found = choose(row("appi.correction.window", NOW + timedelta(days=3)), drafts=(draft,))
    assert [act.kind for act in found.acts] == ["deadline", "send"]
    assert found.acts[1].go == f"/filings/{draft.filing_id}/events/new?kind=sent"


@pytest.mark.parametrize(("on", "nominal", "due"), [(0, 29, 30), (1, 30, 30), (6, 35, 37)])
def test_an_open_amendment_moves_their_day_on_with_every_day(on: int, nominal: int, due: int) -> None:
    asked = date(2026, 11, 6)
    base = decision(date(2026, 11, 29), paused_from=asked, due=date(2026, 11, 30))
    found = today.as_of(base, "Yokohama", asked + timedelta(days=on))
    start = date(2026, 10, 31)
    assert found.nominal == start + timedelta(days=nominal)
    assert found.due == start + timedelta(days=due)


def test_the_strip_has_six_weeks_from_monday_with_today_marked() -> None:
    weeks = today.strip(choose(decision(date(2026, 12, 7))), NOW)
    assert [week.days[0].on for week in weeks] == [NOW + timedelta(weeks=n) for n in range(6)]
    assert weeks[0].days[0].mark == "now"
    assert weeks[2].days[0].mark == "t"
    assert [one.due for one in weeks[2].theirs] == [date(2026, 12, 7)]


def test_new_year_is_closed_on_the_strip() -> None:
    last = today.strip(choose(decision(date(2026, 12, 7))), NOW)[5]
    assert [day.is_closed for day in last.days] == [False, True, True, True, True, True, True]


@pytest.mark.parametrize(("opens", "kinds"), [(1, []), (0, ["overdue"])])
def test_they_are_not_called_late_while_an_amendment_is_still_hers(opens: int, kinds: list[str]) -> None:
    filing = uuid4()
    theirs = decision(NOW - timedelta(days=10), filing_id=filing)
    silence = row("review.inaction", NOW + timedelta(days=opens), kind="earliest", filing_id=filing)
    assert [act.kind for act in choose(theirs, silence).acts] == kinds
