"""The shipped directory is whole, and says where it is unsure."""

from collections import Counter
from datetime import date

import pytest

from app.agencies.directory import directory
from app.agencies.models import Certainty, Kind, Regime
from app.agencies.overrides import CORRECTION, DISCLOSURE, SUSPENSION, Override, choose
from app.agencies.service import options_for
from app.agencies.shipped import Entry, identify

DAY = date(2026, 10, 30)


def named(name: str, prefecture: str | None = None) -> Entry:
    found = [e for e in directory().entries if e.name == name and prefecture in {None, e.prefecture}]
    assert len(found) == 1, name
    return found[0]


def test_all_local_governments_and_national_bodies_are_there_with_ids_of_their_own():
    kinds = Counter(entry.kind for entry in directory().entries)
    assert kinds[Kind.PREFECTURE] == 47
    assert kinds[Kind.MUNICIPALITY] == 1741
    assert kinds[Kind.ADMINISTRATIVE_ORGAN] == 50
    assert len(directory().entries) == 1788 + 242 + 1
    assert len({entry.id for entry in directory().entries}) == 2031


def test_ids_do_not_change_between_releases():
    assert str(named("横浜市").id) == str(identify("141003")) == "fb3b0863-fbe0-5ddb-84e5-4900ca6b13a6"


def test_every_entry_has_a_name_a_reading_and_a_place_in_the_table():
    for entry in directory().entries:
        assert entry.name
        assert entry.kana
        assert len(entry.name) <= 200
        assert len(entry.url or "") <= 500


def test_j_lis_is_under_chapter_4_by_inference_only():
    jlis = named("地方公共団体情報システム機構")
    assert (jlis.regime, jlis.regime_certainty) == (Regime.PRIVATE, Certainty.INFERENCE)
    assert jlis.desk_url is None, "the page we know is about documents, not about personal data"


def test_a_business_and_an_organ_are_under_their_chapters_by_statute():
    assert named("日本電気株式会社").regime is Regime.PRIVATE
    assert named("日本電気株式会社").regime_certainty is Certainty.STATUTE
    assert named("総務省").regime is Regime.PUBLIC


def test_names_that_nobody_read_in_an_act_say_so():
    assert named("国立大学法人政策研究大学院大学").note == "name_unconfirmed"
    assert named("独立行政法人国立女性教育会館").note == "superseded"
    assert named("横浜市").note is None


def test_a_high_row_with_a_known_count_becomes_the_clock():
    applied = options_for(named("富士市"), DISCLOSURE, DAY)
    assert applied.options == {"calendar": "local", "decision_days": 15, "count_mode": "excl"}
    assert applied.source is not None
    assert applied.source.page_date == date(2025, 5, 15)
    assert applied.assumes_extension_cap, "the page names no extension"


def test_a_row_for_correction_and_suspension_is_used_for_them():
    for procedure in (CORRECTION, SUSPENSION):
        assert options_for(named("富士市"), procedure, DAY).options["decision_days"] == 15


def test_the_day_after_is_the_same_as_excluding_the_first_day():
    applied = options_for(named("札幌市"), DISCLOSURE, DAY)
    assert (applied.options["decision_days"], applied.options["count_mode"]) == (14, "excl")


def test_counting_from_the_day_itself_and_business_days_are_kept():
    assert options_for(named("北名古屋市"), DISCLOSURE, DAY).options["count_mode"] == "incl"
    assert options_for(named("安曇野市"), DISCLOSURE, DAY).options["count_mode"] == "business"


def test_osaka_prefecture_has_a_short_extension_too():
    applied = options_for(named("大阪府"), DISCLOSURE, DAY)
    assert (applied.options["decision_days"], applied.options["extension_days"]) == (15, 15)
    assert not applied.assumes_extension_cap


def test_kanie_has_its_own_period_for_the_exception():
    assert options_for(named("蟹江町"), DISCLOSURE, DAY).options["exception_days"] == 45


@pytest.mark.parametrize("name", ["横浜市", "神戸市", "名古屋市", "石川県"])
def test_a_low_row_is_a_hint_and_never_a_clock(name):
    applied = options_for(named(name), DISCLOSURE, DAY)
    assert applied.options == {"calendar": "local"}
    assert applied.source is None
    assert applied.hints


@pytest.mark.parametrize("name", ["奈良市", "大鰐町"])
def test_an_unknown_way_of_counting_is_a_hint_and_no_clock(name):
    applied = options_for(named(name), DISCLOSURE, DAY)
    assert applied.options == {"calendar": "local"}
    assert applied.hints


def test_a_desk_only_row_gives_no_period_at_all():
    applied = options_for(named("大阪市"), DISCLOSURE, DAY)
    assert applied.options == {"calendar": "local"}
    assert not applied.hints


def test_shipped_rows_begin_with_chapter_5_for_local_governments():
    assert options_for(named("富士市"), DISCLOSURE, date(2023, 3, 31)).source is None
    assert options_for(named("富士市"), DISCLOSURE, date(2023, 4, 1)).source is not None


def test_a_national_body_gives_no_options():
    assert options_for(named("総務省"), DISCLOSURE, DAY).options == {}


def test_a_persons_own_period_beats_the_shipped_one_and_ends_when_she_says():
    own = Override(
        DISCLOSURE, 10, "excl", starts_on=date(2026, 4, 1), ends_on=DAY, confidence="own", own=True
    )
    shipped = named("富士市").overrides
    assert choose("local", (own, *shipped), DISCLOSURE, DAY).options["decision_days"] == 10
    assert choose("local", (own, *shipped), DISCLOSURE, date(2026, 10, 31)).options["decision_days"] == 15
    assert choose("local", (own, *shipped), DISCLOSURE, date(2026, 3, 31)).options["decision_days"] == 15


def test_what_pages_say_of_post_fees_and_papers_is_read():
    assert named("朝来市").practice.post == "no"
    assert named("栃木県").practice.online == "yes"
    assert named("雫石町").practice.fee == "each_document"
    assert named("安芸高田市").practice.fee == "each_request"
    assert named("土浦市").practice.papers == "id_and_residence_record"
    assert named("鎌倉市").practice.papers is None, "its remark is about agents"
