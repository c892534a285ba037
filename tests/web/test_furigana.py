"""Readings stand above words where text is shown, nowhere else, and only where they are right."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.testclient import TestClient

from app.kit.clock import Clock
from app.web.forms import Fields, read_fields
from app.web.furigana import END, READING, SIGNS, WORD, in_ruby, mark, unmarked
from app.web.locales import EASY
from app.web.pages import render
from app.web.readings import with_readings, without_readings
from app.web.texts import EasyTexts, FuriganaTexts

TODAY = date(2026, 11, 23)
COOKIES = {"misete_language": "ja_easy", "misete_furigana": "on"}
RUBY = re.compile(r"<ruby>(.*?)<rp>（</rp><rt>(.*?)</rt><rp>）</rp></ruby>")


def shown(text: str) -> str:
    """A text as a reader of readings has it: word, then reading in brackets."""
    return text.translate({ord(WORD): None, ord(READING): "[", ord(END): "]"})


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    """A visitor who reads easy Japanese with furigana."""
    for name, value in COOKIES.items():
        client.cookies.set(name, value)
    return client


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("役所が 決めます", "役所[やくしょ]が 決[き]めます"),
        ("開示請求の 手続き", "開示請求[かいじせいきゅう]の 手続[てつづ]き"),
        ("問い合わせ", "問[と]い合[あ]わせ"),
        ("行った 人が 行う", "行[い]った 人[ひと]が 行[おこな]う"),
        ("30日の 間", "30日[にち]の 間[あいだ]"),
        ("20日間、2日で", "20日[はつか]間[かん]、2日[ふつか]で"),
        ("12日", "12日[にち]"),
        ("12月1日から 1日", "12月[がつ]1日[ついたち]から 1日[にち]"),
        ("11日と 21日と 31日", "11日[にち]と 21日[にち]と 31日[にち]"),
        ("3か月と 1人と 3人", "3か月[げつ]と 1人[ひとり]と 3人[にん]"),
        ("第78条第1項", "第[だい]78条第[じょうだい]1項[こう]"),
        ("12月7日（月）", "12月[がつ]7日[なのか]（月[げつ]）"),
        ("龍馬と 役所", "龍馬と 役所[やくしょ]"),
        ("田中役所", "田中役所"),
        ("方《ほう》が いい", "方[ほう]が いい"),
    ],
)
def test_words_are_read_as_a_whole_or_not_at_all(text: str, read: str) -> None:
    assert shown(with_readings(text)) == read


def test_every_day_of_a_year_is_read() -> None:
    texts = FuriganaTexts(EASY, Clock(TODAY))
    for day in (date.fromordinal(date(2027, 1, 1).toordinal() + n) for n in range(365)):
        unread = re.sub(f"{WORD}[^{SIGNS}]*{READING}", "", texts.day(day))
        assert re.search("[\u4e00-\u9fff]", unread) is None, day


def test_a_reading_given_in_a_text_is_left_out_elsewhere() -> None:
    assert without_readings("方《ほう》が いい") == "方が いい"
    assert EasyTexts(EASY, Clock(TODAY)).pick({"ja_easy": "方《ほう》が いい", "ja": "方"}) == "方が いい"


def test_easy_words_come_first_then_the_ordinary_ones() -> None:
    texts = EasyTexts(EASY, Clock(TODAY))
    assert texts.pick({"ja": "開示", "ja_easy": "見せる こと", "en": "disclosure"}) == "見せる こと"
    assert texts.pick({"ja": "開示", "en": "disclosure"}) == "開示"


def test_what_somebody_wrote_is_not_read() -> None:
    texts = FuriganaTexts(EASY, Clock(TODAY))
    assert texts.pick("今日 役所で") == "今日 役所で"
    assert "役所に" in texts.t("web.form.about", label="役所に", problem="書く")


def test_readings_stand_where_text_is_shown() -> None:
    word = mark("役所", "やくしょ")
    page = (
        f"<title>{word}</title><p title='a > {word}'>{word}</p><select><option>{word}</option></select>"
        f'<textarea>{word}</textarea><input value="{word}">'
    )
    ruby = "<ruby>役所<rp>（</rp><rt>やくしょ</rt><rp>）</rp></ruby>"
    assert in_ruby(page) == (
        f"<title>役所</title><p title='a > 役所'>{ruby}</p><select><option>役所</option></select>"
        '<textarea>役所</textarea><input value="役所">'
    )
    assert unmarked(word) == "役所"


def test_signs_that_mark_no_word_are_left_out() -> None:
    assert in_ruby(f"<p>{WORD}<b>a</b>{READING}b{END}{END}</p>") == "<p><b>a</b>b</p>"


@pytest.mark.parametrize("path", ["/sign-in", "/promises", "/calculator", "/exit", "/law", "/no/such/page"])
def test_a_page_with_furigana_says_the_same_as_without(reader: TestClient, path: str) -> None:
    page = reader.get(path)
    assert not set(SIGNS) & set(page.text)
    assert RUBY.search(page.text)
    for hidden in re.findall(r"<title>.*?</title>|<option.*?</option>|<textarea.*?</textarea>", page.text):
        assert "<ruby>" not in hidden
    reader.cookies.delete("misete_furigana")
    plain = reader.get(path).text
    assert "<ruby>" not in plain
    words = RUBY.sub(r"\1", page.text)
    assert main(words) == main(plain)


def main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_a_part_of_a_page_has_furigana_too(app: FastAPI, reader: TestClient) -> None:
    async def part(request: Request) -> Response:
        return render(request, "web/promises.html", block="main")

    app.add_api_route("/part", part)
    text = reader.get("/part", headers={"hx-request": "true", "hx-request-type": "partial"}).text
    assert "<main" not in text
    assert RUBY.search(text)


def test_furigana_belongs_to_easy_words_alone(reader: TestClient) -> None:
    reader.cookies.set("misete_language", "ja")
    assert "<ruby>" not in reader.get("/promises").text


def test_furigana_is_chosen_without_script(client: TestClient) -> None:
    client.post("/language", data={"locale": "ja_easy", "next": "/"})
    assert "<ruby>" not in client.get("/promises").text
    answer = client.post("/furigana", data={"furigana": "on", "next": "/promises"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/promises")
    assert "<ruby>" in client.get("/promises").text
    client.post("/furigana", data={"furigana": "off"})
    assert "<ruby>" not in client.get("/promises").text


def test_a_wish_that_nobody_offered_changes_nothing(client: TestClient) -> None:
    assert "set-cookie" not in client.post("/furigana", data={"furigana": "<b>"}).headers


def test_the_account_keeps_furigana_for_its_next_browser(
    client: TestClient, client_for: Callable[[str], TestClient]
) -> None:
    alice = client_for("alice")
    alice.post("/furigana", data={"furigana": "on", "next": "/account"})
    assert 'value="on" aria-current="true"' in alice.get("/account").text
    sign_in = {"login": "alice", "password": "correct horse of Yokohama"}
    assert "misete_furigana=on" in client.post("/sign-in", data=sign_in).headers["set-cookie"]
    alice.post("/furigana", data={"furigana": "off"})
    client.cookies.clear()
    assert "misete_furigana" not in client.post("/sign-in", data=sign_in).headers["set-cookie"]


def test_no_browser_asks_for_easy_words(client: TestClient) -> None:
    for asked in ("ja-easy", "ja_easy", "ja"):
        page = client.get("/sign-in", headers={"accept-language": asked}).text
        assert '<html lang="ja">' in page
        assert 'value="ja" lang="ja" aria-current="true"' in page


def test_easy_words_say_that_nobody_has_tried_them(client: TestClient) -> None:
    client.post("/language", data={"locale": "ja_easy"})
    page = client.get("/promises").text
    assert "確認前：この やさしい 日本語は、まだ 読む人に 確かめて いません。" in page
    assert "やさしい日本語</button>" in page
    client.post("/language", data={"locale": "ja"})
    assert "確認前：この" not in client.get("/promises").text


def test_a_typed_text_carries_no_signs(app: FastAPI, client: TestClient) -> None:
    found: list[Fields] = []

    async def keep(request: Request) -> Response:
        found.append(await read_fields(request))
        return Response()

    app.add_api_route("/keep", keep, methods=["POST"])
    client.post("/keep", data={"note": f"a{mark('役所', 'やくしょ')}b"})
    assert found[0].get("note") == "a役所やくしょb"


def test_other_formats_never_carry_readings(reader: TestClient) -> None:
    answer = reader.get("/api/no-such-thing")
    assert not set(SIGNS) & set(answer.text)
    assert "<ruby>" not in answer.text
