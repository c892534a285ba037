"""A wording never shows a blank, an empty bracket or a broken phrase, whatever is not known."""

import re
from itertools import chain

import pytest

from app.playbooks.model import ABOUT_HER, Playbook
from app.playbooks.reading import playbooks
from app.playbooks.wording import blanks, fill

BROKEN = re.compile(r"\{\{|\}\}|（）|「」|、）|（、|、、|　　$|^[、。]", re.MULTILINE)
TEXTS = [
    pytest.param(book, text, id=f"{book.id}-{name}")
    for book in playbooks().values()
    for name, text in chain(
        ((request.id, request.wording) for _, request in book.letters()),
        ((f"{request.id}-box", request.form_box) for _, request in book.letters() if request.form_box),
    )
]


def known(book: Playbook) -> dict[str, str]:
    """What she always tells."""
    needed = [key for key, asked in book.inputs.items() if asked.required]
    return dict.fromkeys([*ABOUT_HER, *needed], "X")


@pytest.mark.parametrize(("book", "text"), TEXTS)
def test_no_wording_is_broken_when_something_is_not_known(book: Playbook, text: str) -> None:
    optional = sorted(blanks(text) - known(book).keys())
    for missing in [[], optional, *([one] for one in optional)]:
        given = known(book) | {name: "Y" for name in optional if name not in missing}
        filled = fill(text, given)
        assert not BROKEN.search(filled), (missing, filled)
        assert filled


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("氏名 {{a}}、旧姓 {{b}}", {"a": "花子"}, "氏名 花子"),
        ("氏名 {{a}}、旧姓 {{b}}", {"b": "山田"}, "旧姓 山田"),
        ("（氏名 {{a}}、旧姓 {{b}}）を", {"a": "花子"}, "（氏名 花子）を"),
        ("記録（{{b}}）", {}, "記録"),
        ("{{a}}（不明のときは最初の日）から", {}, "最初の日から"),
        ("{{a}}（不明のときは最初の日）から", {"a": "5月"}, "5月から"),
        ("{{a}}から今日まで", {}, "今日まで"),
        ("１　{{a}}に係る調査票", {}, "１　調査票"),
        ("当時の住所　{{a}}\n以上", {}, "以上"),
        ("{{a}}付け{{b}}の通知において、{{c}}は「ない」", {"a": "5月"}, "5月付け通知において、「ない」"),
    ],
)
def test_a_phrase_goes_with_its_blank(text: str, values: dict[str, str], expected: str) -> None:
    assert fill(text, values) == expected


def test_what_she_typed_is_never_read_as_wording() -> None:
    typed = {"a": "{{b}}（{{c}}）、#panic()", "b": "secret"}
    assert fill("記録 {{a}}", typed) == "記録 {{b}}（{{c}}）、#panic()"
    assert fill("{{a}}{{b}}", {"a": "{{b}}", "b": "x"}) == "{{b}}x"
