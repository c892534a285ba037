"""Days as people write them, and the mistakes they make."""

from datetime import date

import pytest

from app.kit.dates import (
    ERAS,
    UnreadableDate,
    era_year,
    read_date,
    read_event_date,
    read_rough_date,
    years_after,
)

REIWA, HEISEI, SHOWA, TAISHO, MEIJI = (era.name for era in reversed(ERAS))
YEAR, MONTH, DAY = "\u5e74", "\u6708", "\u65e5"
THE_DAY = date(2026, 10, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-30",
        "2026/10/30",
        "2026.10.30",
        " 2026-10-30 ",
        "2026 - 10 - 30",
        "\uff12\uff10\uff12\uff16\uff0f\uff11\uff10\uff0f\uff13\uff10",
        f"2026{YEAR}10{MONTH}30{DAY}",
        f"{REIWA}8{YEAR}10{MONTH}30{DAY}",
        f"{REIWA} \uff18 {YEAR}10{MONTH}30{DAY}",
        "R8.10.30",
        "r8/10/30",
        "\uff328\uff0e10\uff0e30",
        "R08-10-30",
        "2026\u221210\u221230",
        "2026\u30fc10\u30fc30",
    ],
)
def test_one_day_in_every_usual_writing(text: str) -> None:
    assert read_date(text) == THE_DAY


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("2026-02-29", "impossible"),
        ("2026-11-31", "impossible"),
        ("2026-13-01", "impossible"),
        ("R0.1.1", "impossible"),
        ("8.10.30", "era_missing"),
        ("8/10/30", "era_missing"),
        ("10/30/2026", "year_last"),
        ("30-10-2026", "year_last"),
        ("10/30", "year_missing"),
        (f"10{MONTH}30{DAY}", "year_missing"),
        ("2026-10", "day_missing"),
        (f"{REIWA}8{YEAR}", "day_missing"),
        ("1730505600", "unreadable"),
        ("0", "unreadable"),
        ("yesterday", "unreadable"),
        ("2026-10-30T00:00", "unreadable"),
        ("2026-10-30; DROP", "unreadable"),
        ("\u0661\u0662\u0663\u0664-01-01", "unreadable"),
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        read_date(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("era", "first", "before"),
    [
        (REIWA, f"{REIWA}\u5143{YEAR}5{MONTH}1{DAY}", f"{REIWA}1{YEAR}4{MONTH}30{DAY}"),
        (HEISEI, "H1.1.8", "H1.1.7"),
        (SHOWA, "S1.12.25", "S1.12.24"),
        (TAISHO, "T1.7.30", "T1.7.29"),
        (MEIJI, "M1.10.23", "M1.10.22"),
    ],
)
def test_an_era_begins_on_its_first_day_and_not_before(era: str, first: str, before: str) -> None:
    found = era_year(read_date(first))
    assert found is not None
    assert (found[0].name, found[1]) == (era, 1)
    with pytest.raises(UnreadableDate) as refused:
        read_date(before)
    assert refused.value.reason == "before_era"


def test_papers_printed_before_2019_may_name_a_heisei_year_that_never_came() -> None:
    assert read_date("H35.1.1") == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("S40", date(1965, 1, 1), "year"),
        (f"{SHOWA}40{YEAR}", date(1965, 1, 1), "year"),
        (f"{HEISEI}28{YEAR}2{MONTH}", date(2016, 2, 1), "month"),
        ("2016-02", date(2016, 2, 1), "month"),
        ("2016", date(2016, 1, 1), "year"),
        ("2016-02-08", date(2016, 2, 8), "day"),
        (f"{HEISEI}\u5143{YEAR}", date(1989, 1, 1), "year"),
    ],
)
def test_since_when_may_be_a_day_a_month_or_a_year(text: str, on: date, precision: str) -> None:
    rough = read_rough_date(text)
    assert (rough.on, rough.precision) == (on, precision)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("1989-01-07", "too_early"), ("1989-01-08", None), ("2056-11-23", None), ("2056-11-24", "too_late")],
)
def test_an_event_lies_between_1989_and_thirty_years_ahead(text: str, reason: str | None) -> None:
    today = date(2026, 11, 23)
    if reason is None:
        assert read_event_date(text, today) == date.fromisoformat(text)
        return
    with pytest.raises(UnreadableDate) as refused:
        read_event_date(text, today)
    assert refused.value.reason == reason


def test_thirty_years_after_a_leap_day_is_the_last_of_february() -> None:
    assert years_after(date(2024, 2, 29), 30) == date(2054, 2, 28)
