"""Easy Japanese: all of it, in short sentences, with readings over its kanji for who wants them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.kit.clock import Clock
from app.law.easy import EASY_PACKS, is_text
from app.law.files import parse_yaml
from app.law.phrases import PHRASE_FILES
from app.web.catalog import own_catalog
from app.web.furigana import END, READING, WORD, in_ruby, mark
from app.web.locales import EASY, SOURCE
from app.web.readings import unread, with_readings, without_readings
from app.web.texts import FuriganaTexts
from tests.support.clients import PASSWORD

APP = Path(__file__).parents[2] / "app"
LONGEST = 40
NEW_YEAR = date(2028, 1, 1)
# Words of a law or a list that cannot be cut: what stands in them is looked up, not read.
MAY_BE_LONGER: set[str] = set()
# These have their easy words in a file beside them, and tests of the law for them.
WITH_EASY_FILE = {Path("law/data", name) for name in (*EASY_PACKS, *PHRASE_FILES)}


def easy_texts() -> Iterator[tuple[str, str]]:
    """Every text in easy Japanese: of the catalogs, and of the data of the rooms."""
    yield from own_catalog(EASY.code).items()
    for path in sorted(APP.rglob("data/**/*.yaml")):
        data = parse_yaml(path.read_text("utf-8"))
        all_easy = path.stem.endswith("_easy")
        for number, text in enumerate(leaves(data) if all_easy else texts_in(data)):
            yield f"{path.relative_to(APP)} {number}", text


def texts_in(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == EASY.code and isinstance(value, str):
                yield value
            else:
                yield from texts_in(value)
    elif isinstance(data, list):
        for each in data:
            yield from texts_in(each)


def leaves(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    else:
        yield from (text for each in data.values() for text in leaves(each))


def told_in(data: object) -> Iterator[dict[str, object]]:
    """Every text that is written in several languages."""
    if isinstance(data, dict):
        if is_text(data):
            yield data
        for value in data.values():
            yield from told_in(value)
    elif isinstance(data, list):
        for each in data:
            yield from told_in(each)


def test_every_sentence_is_said_in_easy_words_too() -> None:
    assert set(own_catalog(SOURCE.code)) - set(own_catalog(EASY.code)) == set()


def test_no_text_of_the_data_waits_for_its_easy_words() -> None:
    waiting = {}
    for path in sorted(APP.rglob("data/**/*.yaml")):
        where = path.relative_to(APP)
        if where not in WITH_EASY_FILE and not path.stem.endswith("_easy"):
            data = parse_yaml(path.read_text("utf-8"))
            waiting[where.as_posix()] = sum(EASY.code not in each for each in told_in(data))
    assert {where: count for where, count in waiting.items() if count} == {}


def test_a_sentence_has_at_most_forty_signs() -> None:
    long = []
    for key, text in easy_texts():
        bare = re.sub(r"\{[^}]*\}|<[^>]*>|[ \u3000]", "", without_readings(text))
        long += [f"{key}: {each}" for each in re.split(r"[。？\n]", bare) if len(each) > LONGEST]
    assert [each for each in long if each.partition(":")[0] not in MAY_BE_LONGER] == []


def test_every_kanji_of_an_easy_text_can_be_read() -> None:
    missing = {f"{run}:  # {where}" for where, text in easy_texts() for run in unread(text)}
    assert "\n".join(sorted(missing)) == ""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("30日の 間", "30日(にち)の 間(あいだ)"),
        ("4月1日まで", "4月(しがつ)1日(ついたち)まで"),
        ("1日 数えません", "1日(いちにち) 数(かぞ)えません"),
        ("12月7日（月）", "12月(がつ)7日(なのか)（月(げつ)）"),
        ("人と 請求人", "人(ひと)と 請求(せいきゅう)人(にん)"),
        ("国立大学法人", "国立(こくりつ)大学(だいがく)法人(ほうじん)"),
        ("利用目的", "利用(りよう)目的(もくてき)"),
        ("通知書か", "通知(つうち)書(しょ)か"),
        ("3か月と 12日", "3か月(げつ)と 12日(にち)"),
        ("20日間、10分", "20日(はつか)間(かん)、10分(じゅっぷん)"),
        ("月 火 水 木 金 土 日", "月(げつ) 火(か) 水(すい) 木(もく) 金(きん) 土(ど) 日(にち)"),
        ("田中役所", "田中役所"),
        ("申し込み《もうしこみ》", "申(もう)し込み《もうしこみ》"),
        ("仮《かり》の 名前", "仮(かり)の 名前(なまえ)"),
    ],
)
def test_a_word_is_read_by_where_it_stands(text: str, read: str) -> None:
    assert with_readings(text).replace(WORD, "").replace(READING, "(").replace(END, ")") == read


def test_every_day_of_a_year_is_read() -> None:
    texts = FuriganaTexts(EASY, Clock(NEW_YEAR))
    for number in range(366):
        written = texts.full_day(NEW_YEAR + timedelta(number))
        assert re.search("[\u4e00-\u9fff]", re.sub(f"{WORD}[^{END}]*{END}", "", written)) is None, written


def test_readings_stand_over_shown_words_only() -> None:
    word = mark("役所", "やくしょ")
    page = f'<title>{word}</title><p title="{word} > {word}">{word}</p><option>{word}</option>{READING}'
    shown = "<ruby>役所<rp>（</rp><rt>やくしょ</rt><rp>）</rp></ruby>"
    assert in_ruby(page) == f'<title>役所</title><p title="役所 > 役所">{shown}</p><option>役所</option>'


def choose(client: TestClient, furigana: str) -> None:
    assert client.post("/language", data={"locale": "ja_easy", "next": "/"}).status_code == 303
    assert client.post("/furigana", data={"furigana": furigana, "next": "/"}).status_code == 303


def test_a_page_shows_readings_when_they_are_asked_for(client: TestClient) -> None:
    choose(client, "on")
    page = client.get("/calculator").text
    assert '<html lang="ja" class="easy with-ruby">' in page
    assert "<rt>けいさん</rt>" in page
    title = re.search(r"<title>(.*?)</title>", page)
    assert title is not None
    assert "ruby" not in title[1]
    assert not re.search(f"[{WORD}{READING}{END}]", page)
    choose(client, "off")
    assert "<rt>" not in client.get("/calculator").text


def test_no_browser_asks_for_easy_words_by_itself(client: TestClient) -> None:
    client.cookies.clear()
    assert 'class="easy' not in client.get("/calculator", headers={"accept-language": "ja,en;q=0.5"}).text


def test_an_account_remembers_that_it_reads_furigana(client_for) -> None:
    alice = client_for("alice")
    choose(alice, "on")
    alice.post("/sign-out")
    alice.cookies.clear()
    alice.post("/sign-in", data={"login": "alice", "password": PASSWORD})
    assert 'class="easy with-ruby"' in alice.get("/").text


def test_what_a_person_wrote_carries_no_reading_and_cannot_forge_one(client_for) -> None:
    alice = client_for("alice")
    choose(alice, "on")
    alice.post("/cases", data={"title": f"市役所の{mark('写真', 'うそ')}"})
    page = alice.get("/cases").text
    assert "市役所の写真うそ" in page
    assert "<rt>うそ</rt>" not in page


def shown_in(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("path", ["/sign-in", "/promises", "/calculator", "/exit", "/law", "/no/such/page"])
def test_a_page_with_readings_says_the_same_as_without(client: TestClient, path: str) -> None:
    choose(client, "on")
    with_ruby = shown_in(client.get(path).text)
    choose(client, "off")
    assert re.sub(r"<ruby>(.*?)<rp>.*?</ruby>", r"\1", with_ruby) == shown_in(client.get(path).text)
    assert "<ruby>" in with_ruby


def test_the_account_page_shows_and_hides_readings(client_for) -> None:
    alice = client_for("alice")
    choose(alice, "on")
    assert 'value="on" aria-current="true"' in alice.get("/account").text
    choose(alice, "off")
    assert 'value="off" aria-current="true"' in alice.get("/account").text
    alice.post("/language", data={"locale": "ja", "next": "/"})
    assert 'name="furigana"' not in alice.get("/account").text


def test_what_is_no_page_never_carries_readings(client: TestClient) -> None:
    choose(client, "on")
    answer = client.get("/api/no-such-thing").text
    assert "ruby" not in answer
    assert not re.search(f"[{WORD}{READING}{END}]", answer)
