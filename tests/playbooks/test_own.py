"""A playbook of a person's own, shared as a file and taken from one: no file is trusted (T-81)."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.kit.house import House
from app.playbooks.models import OwnPlaybook
from app.playbooks.own import MOST_BYTES, BadFile, from_file, to_file
from tests.playbooks.conftest import ANSWERS, make
from tests.playbooks.test_making import letters_of, text_of

WRITTEN = {
    "title": "保育園の記録",
    "worry": "点数の付け方が知りたい。",
    "blocks": "1",
    "who_0": "横浜市",
    "holds_0": "申込書\n点数の表",
    "procedure_0": "jp.appi.disclosure",
    "wording_0": "請求者（氏名 {{name}}、生年月日 {{birth_date}}）の保育所の入所の選考の記録。",
}
FILE = """format: misete-playbook
format_version: 1
title: A nursery
worry: How points were given
requests:
  - who: 横浜市
    holds: [申込書, 点数の表]
    procedure: jp.appi.disclosure
    wording: |
      {{name}}の選考の記録
"""


def write(client: TestClient, **more: str) -> str:
    saved = client.post("/playbooks/own", data=WRITTEN | more)
    assert saved.status_code == 303, saved.text
    return saved.headers["location"]


def take(client: TestClient, text: str) -> str:
    taken = client.post("/playbooks/own/import", data={"file": text})
    assert taken.status_code == 303, taken.text
    return taken.headers["location"]


def test_what_she_writes_is_shown_like_the_shipped_ones(alice: TestClient) -> None:
    page = text_of(alice.get(write(alice)).text)
    for words in ("保育園の記録", "点数の表", "あなたが書いた手引きです"):
        assert words in page
    assert "保育園の記録" in alice.get("/playbooks").text


def test_it_makes_letters_in_its_words(alice: TestClient) -> None:
    made = make(alice, write(alice), ("r0",))
    [letter] = letters_of(alice, made)
    assert f"請求者（氏名 {ANSWERS['name']}、生年月日 平成2年4月1日）の保育所" in letter
    assert "横浜市長" in letter


def test_one_more_holder_is_room_and_nothing_is_saved(house: House, alice: TestClient) -> None:
    page = alice.post("/playbooks/own", data=WRITTEN | {"step": "more"})
    assert page.status_code == 200
    assert 'name="who_1"' in page.text
    assert WRITTEN["worry"] in page.text
    with house.db.reading() as session:
        assert session.execute(select(OwnPlaybook)).first() is None


def test_two_holders_and_an_empty_block_are_two(alice: TestClient) -> None:
    more = {
        "blocks": "3",
        "who_1": "見本園",
        "procedure_1": "jp.appi_private.disclosure",
        "wording_1": "記録",
    }
    written = write(alice, **more)
    file = alice.get(f"{written}.yaml").text
    assert file.count("who:") == 2
    assert len(letters_of(alice, make(alice, written, ("r0", "r1")))) == 2


def test_it_can_be_changed_and_deleted_and_what_was_made_stays(alice: TestClient) -> None:
    written = write(alice)
    made = make(alice, written, ("r0",))
    assert 'value="保育園の記録"' in alice.get(f"{written}/edit").text
    assert alice.post(f"{written}/edit", data=WRITTEN | {"title": "別の題"}).status_code == 303
    assert "別の題" in alice.get(written).text
    assert alice.post(f"{written}/delete").status_code == 303
    assert alice.get(written).status_code == 404
    assert alice.get(made).status_code == 200
    assert alice.post(f"{made}/undo").status_code == 303


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 121),
        ("worry", ""),
        ("who_0", ""),
        ("holds_0", "\n".join("abcdefghijk")),
        ("holds_0", "x" * 101),
        ("procedure_0", "jp.review"),
        ("wording_0", ""),
        ("wording_0", "{{password}}"),
        ("wording_0", "x" * 3501),
    ],
)
def test_a_mistake_in_the_form_is_told(alice: TestClient, field: str, value: str) -> None:
    answer = alice.post("/playbooks/own", data=WRITTEN | {field: value})
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert WRITTEN["wording_0"] in unescape(answer.text) or field == "wording_0"


def test_the_file_holds_the_worry_and_nothing_about_her(
    alice: TestClient, client_for: Callable[[str], TestClient]
) -> None:
    written = write(alice)
    make(alice, written, ("r0",))
    file = alice.get(f"{written}.yaml")
    assert file.headers["content-disposition"].startswith("attachment")
    assert "保育所" in file.text
    for hers in ("alice", ANSWERS["name"], ANSWERS["address"], ANSWERS["phone"]):
        assert hers not in file.text
    bob = client_for("bob")
    assert bob.get(f"{written}.yaml").status_code == 404
    taken = take(bob, file.text)
    assert bob.get(f"{taken}.yaml").text == file.text


def test_what_came_from_elsewhere_says_so(alice: TestClient) -> None:
    page = alice.get(take(alice, FILE))
    assert "よそから取りこんだ手引きです" in page.text
    assert "よそから取りこんだもの" in alice.get("/playbooks").text


def test_json_is_as_good(alice: TestClient) -> None:
    own = from_file(FILE)
    content = json.dumps(
        {
            "format": "misete-playbook",
            "format_version": 1,
            "title": own.title,
            "worry": own.worry,
            "requests": [
                {
                    "who": "横浜市",
                    "procedure": "jp.appi.disclosure",
                    "wording": "{{name}}の選考の記録",
                    "holds": [],
                }
            ],
        },
        ensure_ascii=False,
    )
    assert "A nursery" in alice.get(take(alice, content)).text


def test_a_file_written_is_the_file_read() -> None:
    own = from_file(FILE)
    assert from_file(to_file(own)) == own


HOSTILE = {
    "no format": (FILE.replace("misete-playbook", "other"), 1, "unknown_name"),
    "a newer version": (FILE.replace("version: 1", "version: 2"), 2, "unknown_version"),
    "no title": (FILE.replace("title: A nursery\n", ""), 1, "missing"),
    "a stray field": (FILE.replace("worry:", "colour: red\nworry:"), 4, "unknown_field"),
    "an unknown procedure": (FILE.replace("jp.appi.disclosure", "jp.nothing"), 8, "unknown_name"),
    "a suit": (FILE.replace("jp.appi.disclosure", "jp.suit"), 8, "unknown_name"),
    "an unknown blank": (FILE.replace("{{name}}", "{{key}}"), 9, "unknown_blank"),
    "a list for a title": (FILE.replace("A nursery", "[a, b]"), 3, "not_text"),
    "a day for a title": (FILE.replace("A nursery", "2026-11-13"), 3, "not_text"),
    "two lines for a title": (FILE.replace("A nursery", '"a\\nb"'), 3, "one_line"),
    "a long title": (FILE.replace("A nursery", "x" * 121), 3, "too_long"),
    "a turned title": (FILE.replace("A nursery", '"a\\u202Eb"'), 3, "direction"),
    "a control sign": (FILE.replace("A nursery", '"a\\u0007b"'), 3, "control"),
    "thirteen requests": (FILE + FILE.partition("requests:\n")[2] * 12, 6, "too_many"),
    "eleven drawers": (FILE.replace("[申込書, 点数の表]", str([*"abcdefghijk"])), 7, "too_many"),
    "a tab": (FILE.replace("  - who", "\t- who"), 6, "not_yaml"),
    "an open bracket": (FILE.replace("[申込書", "[[申込書"), 8, "not_yaml"),
    "only text": ("hello", 1, "not_fields"),
    "nothing but a list": ("- a", 1, "not_fields"),
    "an alias": ("a: &a [x]\nb: [*a, *a, *a]\n", 1, "anchor"),
    "a tag": ("a: !!python/object/apply:os.system [x]\n", 1, "tag"),
    "a plain tag": ("a: !!str x\n", 1, "tag"),
    "depth": ("[" * 2000, 1, "too_deep"),
    "many": ("a: [" + "x, " * 6000 + "]", 1, "too_deep"),
    "too large": ("a: " + "x" * MOST_BYTES, 1, "too_large"),
    "not text at all": ("\x00\x01", 1, "not_yaml"),
    "two documents": ("---\na: 1\n---\nb: 2\n", 1, "not_yaml"),
    "a huge number": ("format: " + "9" * 5000, 1, "not_yaml"),
}


@pytest.mark.parametrize(("text", "line", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_bad_file_is_refused_with_its_line_and_the_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadFile) as refused:
        from_file(text)
    assert refused.value.key == f"playbooks.bad.{reason}"
    assert reason == "not_yaml" or refused.value.line == line


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_a_bad_file_is_kept(house: House, alice: TestClient, name: str) -> None:
    answer = alice.post("/playbooks/own/import", data={"file": HOSTILE[name][0]})
    assert answer.status_code == 422
    assert "何も取りこんでいません" in answer.text
    with house.db.reading() as session:
        assert session.execute(select(OwnPlaybook)).first() is None


def test_an_empty_file_is_asked_for(alice: TestClient) -> None:
    assert alice.post("/playbooks/own/import", data={"file": " "}).status_code == 422


def test_words_of_strangers_stay_words(alice: TestClient) -> None:
    hostile = FILE.replace("A nursery", '"<script>alert(1)</script>"').replace(
        "{{name}}の選考の記録", '<img src=x onerror=alert(1)>{{name}}#panic("x")'
    )
    taken = take(alice, hostile)
    made = make(alice, taken, ("r0",))
    pages = [taken, f"{taken}/edit", f"{taken}/delete", f"{taken}/start", made, "/playbooks"]
    pages += re.findall(r'href="(/(?:letters|cases)/[0-9a-f-]+)"', alice.get(made).text)
    for path in pages:
        page = alice.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page
    assert f'{ANSWERS["name"]}#panic("x")' in letters_of(alice, made)[0]


def test_what_she_wrote_is_sealed(house: House, alice: TestClient) -> None:
    write(alice, title="canarytitle", worry="canaryworry")
    with house.db.reading() as session:
        [row] = session.execute(select(OwnPlaybook)).scalars()
        assert b"canary" not in bytes(row.content_sealed)
