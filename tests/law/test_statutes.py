"""The text of the articles, and how they are cited."""

import pytest

from app import law
from app.law.files import read_json, read_yaml
from app.law.statutes import has_article, has_paragraph


def test_an_article_is_shown_with_its_paragraphs_and_the_day_of_the_copy():
    article = law.article_text("415AC0000000057", "83")

    assert article.title == "個人情報の保護に関する法律"
    assert article.caption == "開示決定等の期限"
    assert article.number == "83"
    assert article.law == "415AC0000000057"
    assert article.as_of == "2025-09-24"
    assert article.url == "https://laws.e-gov.go.jp/law/415AC0000000057"
    assert [each.number for each in article.paragraphs] == [1, 2]
    assert article.paragraphs[0].text.startswith("開示決定等は、開示請求があった日から三十日以内に")
    assert article.paragraphs[0].items == ()


def test_items_of_a_paragraph_are_kept():
    items = law.article_text("415AC0000000057", "84").paragraphs[0].items

    assert [(each.title, each.level) for each in items] == [("一", 1), ("二", 1)]
    assert items[1].text == "残りの保有個人情報について開示決定等をする期限"


def test_a_copy_without_paragraph_numbers_shows_its_sentences():
    article = law.article_text("129AC0000000089", "97")

    assert article.caption == ""
    assert article.as_of == "2026-02-08"
    assert {each.number for each in article.paragraphs} == {None}
    assert len(article.paragraphs) > 1


def test_the_paragraphs_that_this_project_counted_hold_their_provisos_and_items():
    review = law.article_text("426AC0000000068", "18").paragraphs
    holidays = law.article_text("322AC0000000067", "4の2").paragraphs

    assert [each.number for each in review] == [1, 2, 3]
    assert review[0].text.endswith("ただし、正当な理由があるときは、この限りでない。")
    assert review[0].items == ()
    assert [each.number for each in holidays] == [1, 2, 3, 4]
    assert holidays[1].items[0].text == "日曜日及び土曜日"
    assert {(item.title, item.level) for item in holidays[1].items} == {("", 1)}


def test_no_article_of_the_copy_is_empty():
    for law_id, content in read_json("statutes.json")["laws"].items():
        for number in content["articles"]:
            assert law.article_text(law_id, number).paragraphs, (law_id, number)


def test_a_rule_that_is_no_statute_is_cited_by_name_and_shows_no_text():
    article = law.article_text("jlis.documents", "18")

    assert (article.paragraphs, article.as_of) == ((), "2026-11-23")
    assert article.title == "地方公共団体情報システム機構の情報公開の規程"
    assert article.url == "https://www.j-lis.go.jp/about/disclosure/kaiji_seikyu.html"
    assert not has_paragraph("jlis.documents", "18", 1)
    assert has_article("jlis.documents", "")
    assert not has_article("jlis.documents", "19")
    with pytest.raises(KeyError):
        law.article_text("jlis.documents", "19")


def test_a_citation_finds_its_text_an_address_or_nothing():
    carried, rule = law.Citation("415AC0000000057", "83", 1), law.Citation("jlis.documents", "")

    assert law.find_article(carried) == law.article_text("415AC0000000057", "83")
    assert law.find_article(rule).url == "https://www.j-lis.go.jp/about/disclosure/kaiji_seikyu.html"
    assert law.find_article(law.Citation("415AC0000000057", "999")) is None
    assert law.carries_text(carried)
    assert not law.carries_text(rule)


def test_the_list_of_what_may_be_cited_without_its_text_is_short():
    """Whoever adds to it says why here: J-LIS's rules are no statute, and only their page was read."""
    assert set(read_yaml("book.yaml")["untexted"]) == {"jlis.documents"}


def test_an_article_that_is_not_carried_is_a_key_error():
    for law_id, article in (("415AC0000000057", "999"), ("999AC0000000001", "1")):
        assert not has_article(law_id, article)
        with pytest.raises(KeyError):
            law.article_text(law_id, article)


def test_paragraphs_are_known_only_where_the_copy_numbers_them():
    assert has_paragraph("415AC0000000057", "83", 2)
    assert not has_paragraph("415AC0000000057", "83", 3)
    assert has_paragraph("129AC0000000089", "143", 2)
    assert not has_paragraph("129AC0000000089", "143", 3)
    assert not has_paragraph("129AC0000000089", "97", 1)


@pytest.mark.parametrize(
    ("citation", "ja", "en"),
    [
        (("415AC0000000057", "83", 1), "個人情報保護法83条1項", "APPI Art. 83(1)"),
        (("129AC0000000089", "140"), "民法140条", "Civil Code Art. 140"),
        (("322AC0000000067", "4の2", 4), "地方自治法4条の2第4項", "Local Autonomy Act Art. 4-2(4)"),
        (("342AC0000000081", "30の33"), "住民基本台帳法30条の33", "Residential Basic Book Act Art. 30-33"),
        (("415AC0000000057", "84", None, "2"), "個人情報保護法84条2号", "APPI Art. 84, item 2"),
        (
            ("jlis.documents", ""),
            "地方公共団体情報システム機構の情報公開の規程",
            "J-LIS rules on access to information",
        ),
        (
            ("jlis.documents", "18"),
            "地方公共団体情報システム機構の情報公開の規程18条",
            "J-LIS rules on access to information Art. 18",
        ),
        (("415AC0000000057", "77", 1, "2"), "個人情報保護法77条1項2号", "APPI Art. 77(1), item 2"),
    ],
)
def test_a_citation_is_written_as_a_reader_writes_it(citation, ja, en):
    assert law.citation_label(law.Citation(*citation)) == {"ja": ja, "en": en}


def test_every_citation_of_every_answerable_step_can_be_opened():
    for info in law.CLOCKS.values():
        for values in info.rules.values():
            for value in values:
                if law.can_be_opened(value.citation):
                    article = law.article_text(value.citation.law, value.citation.article)
                    assert article.paragraphs or value.citation.law == "jlis.documents"
                else:
                    assert value.citation.law.split(".")[0] in law.COUNTRIES
                assert all(law.citation_label(value.citation).values())
