"""The law pages tell every rule: who, by when, how counted, which article, how sure (T-21)."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from app import law
from app.rulebook import examples, rules

TODAY = date(2026, 11, 13)
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@ON_ONE
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_index_leads_to_every_rule_without_an_account(client, language):
    client.cookies.set("misete_language", language)
    answer = client.get("/law")
    assert answer.status_code == 200
    for clock in law.CLOCKS.values():
        assert f'href="/law/{clock.id}"' in answer.text
        assert clock.label[language] in unescape(answer.text)
    for procedure in law.PROCEDURES.values():
        assert procedure.label[language] in answer.text


@ON_ONE
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_of_every_rule_answers_what_a_reader_asks(client, language):
    client.cookies.set("misete_language", language)
    for clock in law.CLOCKS.values():
        answer = client.get(f"/law/{clock.id}")
        assert answer.status_code == 200, clock.id
        text = answer.text
        for values in clock.rules.values():
            citation = values[-1].citation
            assert law.citation_label(citation)[language] in text, clock.id
            if not law.carries_text(citation):
                continue  # the laws abroad, and J-LIS's own rules
            article = law.article_text(citation.law, citation.article)
            assert article.title in text
            assert f'<a href="{article.url}" rel="noreferrer">{article.url}</a>' in text
            assert article.as_of in text
        assert "{agency}" not in text


@ON_ONE
@pytest.mark.parametrize("name", ["nothing", "appi.disclosure", "..%2Fcases", "%00", "x" * 300])
def test_a_rule_that_is_none_is_a_page_that_does_not_exist(client, name):
    assert client.get(f"/law/{name}").status_code == 404


@ON_ONE
def test_the_rule_of_the_decision_is_told_in_plain_words(client):
    text = client.get("/law/appi.disclosure.decision").text
    assert "相手が、見せるかどうかを決める" in text
    assert "書類が届いた日の次の日から数えて30日" in text
    assert "2022年4月1日（金）からの決まりです" in text
    assert "自動で「見せない」になることはありません" in text
    assert "開示決定等は、開示請求があった日から三十日以内にしなければならない" in text


@ON_ONE
def test_the_example_counts_from_today_as_the_rule_book_does(client):
    text = client.get("/law/appi.disclosure.decision").text
    question = law.Question("jp.appi.disclosure", (law.Event("received", TODAY),), TODAY)
    due = law.deadlines(question).deadlines[0].due
    assert f'<p class="big sec-in"><time datetime="{due}">' in text
    assert "同じことを文字で読む" in text


@ON_ONE
def test_agencies_that_count_otherwise_are_named_with_their_pages(client):
    text = client.get("/law/appi.disclosure.decision").text
    assert "富士市" in text
    assert "https://www.city.fuji.shizuoka.jp/1005200000/p007119.html" in text
    assert "届いた日を1日目と数えます" in text
    assert "役所によるちがい" not in client.get("/law/review.request").text


def test_only_those_that_differ_are_listed_as_differing():
    rule = rules.rule("appi.disclosure.decision", TODAY)
    differing = [one for one in rule.elsewhere if rule.differs(one)]
    assert differing == rule.elsewhere[: len(differing)]
    assert {one.period.decision_days for one in rule.elsewhere if not rule.differs(one)} == {30}
    assert rules.rule("appi.amendment", TODAY).elsewhere == []


@pytest.mark.parametrize("clock_id", sorted(law.CLOCKS))
def test_every_period_has_an_example_that_can_be_counted_on_paper(clock_id):
    clock = law.CLOCKS[clock_id]
    counts = any(value.days or value.months for values in clock.rules.values() for value in values)
    example = examples.example_of(clock_id, TODAY)
    if counts:
        assert example is not None
    if example is not None:
        assert example.explained.deadline.clock == clock_id
        assert example.explained.day is not None
        assert min(event.on for event in example.question.events) == TODAY
        assert len(example.question.events) <= 3


@pytest.mark.parametrize(
    ("clock_id", "way"),
    [("certificate.oldest", "back"), ("appi.disclosure.decision", "after"), ("appi.amendment", "after")],
)
def test_a_rule_knows_which_way_it_counts(clock_id, way):
    assert rules.rule(clock_id, TODAY).way == way


def test_an_inferred_value_tells_why_and_a_coming_change_is_told():
    reason = {"ja": "理由", "en": "the reason"}
    clock = law.clock("review.inaction")
    values = {name: tuple(replace(v, reason=reason) for v in vs) for name, vs in clock.rules.items()}
    rule = rules.Rule(replace(clock, rules=values), None)
    assert rule.reasons[0] == reason
    assert (rule.steps, rule.start, rule.way) == ((), None, "after")


@ON_ONE
def test_a_coming_change_stands_on_the_page_of_a_clock_that_it_may_touch(client, monkeypatch):
    book = law.about()
    notice = replace(book.notices[0], text={"ja": "変わるかもしれません", "en": "may change"})
    touched = replace(book, notices=(replace(notice, clocks=("appi.amendment",)),))
    monkeypatch.setattr(law, "about", lambda: touched)
    assert "変わるかもしれません" in client.get("/law/appi.amendment").text
    assert "変わるかもしれません" not in client.get("/law/review.request").text
    assert "変わるかもしれません" in client.get("/law").text


def test_a_value_shows_until_when_it_held():
    clock = law.clock("appi.amendment")
    older = clock.rules["period"][0]
    newer = replace(older, since=date(2030, 4, 1))
    rule = rules.Rule(replace(clock, rules={"period": (older, newer)}), None)
    assert [(each.value.since, each.until) for each in rule.values] == [
        (older.since, date(2030, 4, 1)),
        (date(2030, 4, 1), None),
    ]
