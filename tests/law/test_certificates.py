"""How old a certificate may be: thirty days before the day of the request, which is not counted."""

from datetime import date, timedelta

import pytest

from app import law

PUBLIC = ("jp.appi.disclosure", "jp.appi.correction", "jp.appi.suspension")


@pytest.mark.parametrize(
    ("request_on", "oldest"),
    [
        ("2026-12-01", "2026-11-01"),
        ("2026-11-27", "2026-10-28"),
        ("2027-03-30", "2027-02-28"),
        ("2028-03-30", "2028-02-29"),
        ("2022-04-01", "2022-03-02"),
        ("2022-03-31", None),
    ],
)
def test_the_oldest_day_is_counted_back_without_the_day_of_the_request(request_on, oldest):
    expected = None if oldest is None else date.fromisoformat(oldest)
    assert law.oldest_certificate(date.fromisoformat(request_on)) == expected


@pytest.mark.parametrize("procedure", PUBLIC)
def test_it_is_the_day_that_the_clock_shows(procedure):
    sent = date(2026, 11, 27)
    question = law.Question(procedure, (law.Event("sent", sent),), sent)
    shown = [one for one in law.deadlines(question).deadlines if one.clock == "certificate.oldest"]
    assert [one.nominal for one in shown] == [law.oldest_certificate(sent)]


def test_the_last_day_is_the_one_after_which_it_is_too_old():
    made = date(2026, 10, 28)
    last = law.certificate_usable_until(made)
    assert last == date(2026, 11, 27)
    assert law.oldest_certificate(last) == made
    assert law.oldest_certificate(last + timedelta(days=1)) == made + timedelta(days=1)


def test_before_the_rule_there_is_no_last_day():
    assert law.certificate_usable_until(date(2022, 3, 31)) is None
    assert law.certificate_usable_until(date(2022, 4, 1)) == date(2022, 5, 1)
