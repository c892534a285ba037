"""The check of the rule book as a whole: faults first, then what grows old."""

from datetime import date

import pytest

from app import law
from app.law import book, calendars, checking

GOOD_DAY = date(2026, 9, 30)


def keys(today):
    return [each.phrase.key.removeprefix("check.") for each in law.check_book(today)]


def test_the_shipped_book_has_no_fault():
    assert not [each for each in law.check_book(GOOD_DAY) if each.serious]
    assert keys(GOOD_DAY) == ["no_text", "notice_on", "notice_by"]


@pytest.mark.parametrize(
    ("today", "is_near"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), True),
        (date(2028, 2, 1), True),
        (date(2025, 12, 31), False),
    ],
)
def test_holidays_that_soon_end_are_warned_about(monkeypatch, today, is_near):
    monkeypatch.setattr(calendars, "last_announced_year", lambda: 2027)

    assert ("holidays_end" in keys(today)) == is_near


def test_the_warning_about_holidays_names_the_last_year():
    finding = next(
        each for each in law.check_book(date(2060, 1, 1)) if each.phrase.key == "check.holidays_end"
    )

    assert not finding.serious
    assert finding.text["en"].startswith(f"Holidays are known only up to {calendars.last_announced_year()};")


def test_a_change_of_the_law_is_told_until_its_day_and_an_open_one_always():
    assert keys(date(2027, 1, 17))[-2:] == ["notice_on", "notice_by"]
    assert keys(date(2027, 1, 18))[-1:] == ["notice_by"]
    assert "notice_on" not in keys(date(2027, 1, 18))
    said = [each.text["en"] for each in law.check_book(date(2027, 1, 17))]
    assert "The law changes on 17 January 2027 (appi_2026_second_step). Look at the rules again." in said
    assert any(each.startswith("Cited without their text: ") and "jlis.documents" in each for each in said)


@pytest.mark.parametrize("problem", [book.BadPack("a.yaml: no"), KeyError("no"), ValueError("no")])
def test_a_book_that_does_not_load_is_a_fault_and_nothing_else_is_said(monkeypatch, problem):
    def broken():
        raise problem

    monkeypatch.setattr(checking, "_LOADERS", (broken, book.counting))
    found = law.check_book(GOOD_DAY)

    assert [(each.serious, each.phrase.key) for each in found] == [(True, "check.bad_pack")]
    assert "no" in found[0].text["en"]


@pytest.mark.parametrize(
    "rows",
    [
        [("2026-01-01", "0"), ("2026-01-01", "0")],
        [("2026-05-05", "0"), ("2026-01-01", "0")],
        [("2026-01-01", "0"), ("2028-01-01", "0")],
        [("2026-01-01", "1"), ("2027-01-01", "0")],
    ],
)
def test_a_table_of_holidays_with_a_gap_or_out_of_order_is_a_fault(monkeypatch, rows):
    listed = [{"on": on, "name": "休", "forecast": forecast} for on, forecast in rows]
    monkeypatch.setattr(checking, "read_rows", lambda name: listed)

    assert [each.serious for each in law.check_book(GOOD_DAY)] == [True]
    assert "closed_days.csv" in law.check_book(GOOD_DAY)[0].text["en"]


def test_a_table_of_holidays_in_order_is_no_fault(monkeypatch):
    rows = [("2026-01-01", "0"), ("2026-01-12", "0"), ("2027-01-01", "1"), ("2028-01-01", "1")]
    listed = [{"on": on, "name": "休", "forecast": forecast} for on, forecast in rows]
    monkeypatch.setattr(checking, "read_rows", lambda name: listed)

    assert not [each for each in law.check_book(GOOD_DAY) if each.serious]
