"""The worked cases that authorities, lawyers and the rule book's authors computed by hand."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from examples_of_clocks import deadline_of, example

from app import law
from app.law.calendars import next_open_day
from app.law.periods import days_after, days_from, months_after, months_from

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
_UNITS = {"month": 1, "year": 12}
# The ward's own extension skipped these days inside the period; its table lists them.
_WARD_SKIPS = frozenset(
    [date(2016, 12, 23), date(2016, 12, 29), date(2016, 12, 30), date(2016, 12, 31)]
    + [date(2017, 1, day) for day in (1, 2, 3, 9)]
)


def _day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize("row", VECTORS["computed"], ids=lambda row: row["id"])
def test_a_computed_period_ends_on_its_day(row):
    event, n = _day(row["event"]), row["n"]
    if row["unit"] == "day":
        nominal = days_from(event, n) if row["mode"] == "INCL" else days_after(event, n)
    else:
        nominal = months_after(event, n * _UNITS[row["unit"]])

    assert nominal == _day(row["nominal"])
    assert next_open_day(nominal) == _day(row["rolled"])


@pytest.mark.parametrize("row", VECTORS["months"], ids=lambda row: f"{row['start']}+{row['n']}")
def test_months_end_the_day_before_the_corresponding_day(row):
    assert months_from(_day(row["start"]), row["n"] * _UNITS[row["unit"]]) == _day(row["end"])


@pytest.mark.parametrize("row", VECTORS["ward_table_2016"]["rows"], ids=lambda row: row["received"])
def test_the_ward_counts_inclusively_and_skips_its_listed_days(row):
    last, counted = _day(row["received"]), 1
    while counted < 15:
        last = days_after(last, 1)
        counted += last not in _WARD_SKIPS

    assert next_open_day(last, _WARD_SKIPS) == _day(row["due"])


# The clocks that count what a row counts; what an ordinance sets is asked with its options.
CLOCKS = {
    (30, "day", "EXCL"): ["appi.disclosure.decision", "foi.decision", "foi.implementation_request"],
    (60, "day", "EXCL"): ["appi.disclosure.decision.part", "foi.decision.part"],
    (30, "day", "INCL"): ["basic_resident.disclosure", "jpki.disclosure"],
    (15, "day", "INCL"): ["foi.local.decision"],
    (90, "day", "EXCL"): ["appi.correction.window", "appi.suspension.window"],
    (3, "month", "NEXT"): ["review.request"],
    (6, "month", "EXCL"): ["suit.revocation"],
    (1, "year", "EXCL"): ["review.request.objective", "suit.revocation.objective"],
}


@pytest.mark.parametrize("row", VECTORS["computed"], ids=lambda row: row["id"])
def test_a_computed_row_is_the_day_of_a_filing_too(row):
    for clock in CLOCKS[row["n"], row["unit"], row["mode"]]:
        question = example(clock, _day(row["event"]), _day(row["event"]))
        if clock == "foi.local.decision":
            options = law.Options(decision_days=row["n"], count_mode=row["mode"].lower())
            question = replace(question, options=options)
        deadline = deadline_of(clock, question)

        assert deadline.nominal == _day(row["nominal"]), clock
        assert deadline.due == _day(row["rolled"]), clock


PRIVATE = [row for row in VECTORS["private_and_abroad"] if row["pack"] == "jp-appi-private"]


@pytest.mark.parametrize("row", PRIVATE, ids=lambda row: str(row["in"]))
def test_a_suit_against_a_business_opens_on_its_day(row):
    events = [{"kind": "received", "on": row["in"]["arrived"]}]
    if "refused" in row["in"]:
        events.append({"kind": "refused", "on": row["in"]["refused"]})
    question = {"procedure": "jp.appi_private.disclosure", "as_of": "2027-01-01", "events": events}

    answer = law.deadlines(law.parse_question(question))

    suit = next(each for each in answer.deadlines if each.clock == "appi_private.suit")
    assert suit.due == suit.nominal == _day(row["out"]["earliest_suit"])


def test_every_private_row_of_this_country_is_covered():
    assert len(PRIVATE) == 2


@pytest.mark.parametrize(
    ("on", "n", "end"),
    [
        ("2026-03-08", 3, "2026-06-08"),  # takken-shikaku.net: an event on 8 March, 3 months
        ("2026-11-24", 3, "2027-02-24"),
        ("2027-02-28", 12, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-30", 1, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2025-12-31", 2, "2026-02-28"),
    ],
)
def test_months_after_an_event_count_from_the_next_day(on, n, end):
    assert months_after(_day(on), n) == _day(end)
