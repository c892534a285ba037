"""Texts speak the reader's language, and dates are written as she writes them."""

from datetime import date

import pytest
from markupsafe import Markup

from app.kit.clock import Clock
from app.web.texts import MissingText, Texts, all_texts

TODAY = date(2026, 11, 23)


@pytest.fixture
def ja() -> Texts:
    return all_texts(Clock(TODAY))["ja"]


@pytest.fixture
def en() -> Texts:
    return all_texts(Clock(TODAY))["en"]


def test_a_day_of_this_year_is_written_without_the_year(ja: Texts, en: Texts) -> None:
    day = date(2026, 12, 7)
    assert ja.jd(day) == '<time datetime="2026-12-07">12月7日<span class="wd">（月）</span></time>'
    assert en.jd(day) == '<time datetime="2026-12-07">Mon 7 December</time>'


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2025, 12, 31), "2025年12月31日（水）"),
        (date(2026, 1, 1), "1月1日（木）"),
        (date(2026, 12, 31), "12月31日（木）"),
        (date(2027, 1, 1), "2027年1月1日（金）"),
    ],
)
def test_a_day_of_another_year_is_written_with_the_year(ja: Texts, day: date, written: str) -> None:
    assert ja.day(day) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2026, 12, 7), "令和8年12月7日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
    ],
)
def test_eras_change_on_their_first_day(ja: Texts, day: date, written: str) -> None:
    assert ja.wareki(day) == written


def test_an_english_reader_sees_the_era_in_letters(en: Texts) -> None:
    assert en.wareki(date(2019, 5, 1)) == "1 May Reiwa 1"


def test_a_day_in_a_sentence_is_written_out(ja: Texts) -> None:
    sentence = ja.t("kit.dates.before_era", era="令和", first=date(2019, 5, 1))
    assert sentence == "令和は2019年5月1日（水）からです。元号か年をもう一度見てください"


def test_a_day_in_markup_is_an_element_and_other_values_are_escaped(ja: Texts) -> None:
    assert '<time datetime="2026-12-07">' in ja.t("accounts.account.since_html", since=date(2026, 12, 7))
    assert ja.t("accounts.account.since_html", since="<b>") == Markup("&lt;b&gt;から")


def test_english_counts_one_apart(en: Texts) -> None:
    assert en.t("web.form.problems", count=1) == "One thing to mend before this can be saved"
    assert en.t("web.form.problems", count=2) == "2 things to mend before this can be saved"


def test_a_key_that_does_not_exist_is_an_error(ja: Texts) -> None:
    with pytest.raises(MissingText):
        ja.t("web.no_such_key")


def test_a_value_that_is_missing_is_an_error(ja: Texts) -> None:
    with pytest.raises(KeyError):
        ja.t("web.form.too_long")


def test_a_text_of_the_law_is_read_in_ones_language_or_in_japanese(en: Texts) -> None:
    assert en.pick({"ja": "開示", "en": "disclosure"}) == "disclosure"
    assert en.pick({"ja": "開示"}) == "開示"
    assert en.pick(None) == ""
