"""`misete deadlines` answers one question, or ten thousand, in order."""

import io
import json
import time
from datetime import date

import pytest

from app.calculator.command import Asked, deadlines, deadlines_of_lines

TODAY = date(2026, 12, 21)


def ask(*events: str, procedure: str = "jp.appi.disclosure", **more) -> tuple[int, str]:
    out = io.StringIO()
    options = more.pop("options", ())
    asked = Asked(procedure, events, options, more.pop("as_of", "2026-12-21"))
    return deadlines(asked, out, TODAY, **more), out.getvalue()


def test_the_contracts_example_is_answered_as_json():
    status, out = ask(
        "received=2026-11-24", "extension_notified=2026-12-20,until=2027-01-23",
        options=["decision_days=14"], as_json=True,
    )  # fmt: skip
    assert status == 0
    assert out.count("\n") == 1
    told = json.loads(out)
    assert told["deadlines"][0]["due"] == "2027-01-25"
    assert told["as_of"] == "2026-12-21"


@pytest.mark.parametrize(
    "day", ["2026-11-24", "R8.11.24", "令和8年11月24日", "２０２６／１１／２４", "2026年11月24日"]
)
def test_a_day_may_be_written_in_the_japanese_calendar_too(day):
    _, out = ask(f"received={day}", as_json=True)
    assert json.loads(out)["deadlines"][0]["nominal"] == "2026-12-24"


def test_without_a_day_it_is_asked_as_of_today():
    _, out = ask("received=2026-11-24", as_of=None, as_json=True)
    assert json.loads(out)["as_of"] == "2026-12-21"


def test_a_reader_gets_each_line_of_the_count_in_her_language():
    status, out = ask("received=2026-12-01", lang="ja")
    assert status == 0
    assert "2027-01-04  相手: 相手が、見せるかどうかを決める" in out
    assert "決める期間 ＋30日" in out
    _, english = ask("received=2026-12-01")
    assert "APPI Art. 83(1)" in english
    assert "{" not in english


@pytest.mark.parametrize(
    ("events", "where"),
    [
        (["received=2026-13-01"], "events[0].on"),
        (["received"], "events[0].on"),
        (["nothing=2026-11-24"], "events[0].kind"),
        (["received=2026-11-24", "received=2026-11-24"], "events[1]"),
        (["received=2026-11-24,until=2026-11-23"], "events[0].until"),
        (["received=2026-11-24,colour=blue"], "events[0].colour"),
    ],
)
def test_a_bad_question_ends_with_two_and_one_line(events, where):
    status, out = ask(*events, as_json=True)
    assert status == 2
    assert json.loads(out)["error"]["where"] == where
    status, plain = ask(*events)
    assert status == 2
    assert plain.startswith(f"{where}: ")
    assert plain.count("\n") == 1


def test_a_bad_option_or_procedure_is_said():
    assert ask("received=2026-11-24", options=["decision_days=soon"])[0] == 2
    assert ask("received=2026-11-24", procedure="jp.none")[0] == 2


def lines_of(*questions: object) -> list[bytes]:
    return [q if isinstance(q, bytes) else json.dumps(q).encode() + b"\n" for q in questions]


def test_lines_are_answered_in_order_and_bad_ones_do_not_stop_the_rest():
    good = {
        "procedure": "jp.appi.disclosure",
        "as_of": "2026-12-21",
        "events": [{"kind": "received", "on": "2026-11-24"}],
    }
    bad = {"procedure": "jp.none", "as_of": "2026-12-21"}
    out = io.StringIO()
    status = deadlines_of_lines(
        lines_of(good, bad, b"{\n", b"\xff\xff\n", b"\n", good, b"[" * 100_000 + b"\n", good), out
    )
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert status == 2
    assert ["error" in each for each in told] == [False, True, True, True, True, False, True, False]
    assert told[0] == told[5] == told[7]


def test_only_good_lines_end_well():
    good = {"procedure": "jp.appi.disclosure", "as_of": "2026-12-21", "events": []}
    assert deadlines_of_lines(lines_of(good, good), io.StringIO()) == 0
    assert deadlines_of_lines([], io.StringIO()) == 0


def test_ten_thousand_mixed_questions_are_answered_in_order():
    procedures = ("jp.appi.disclosure", "jp.appi.correction", "jp.appi_private.disclosure", "jp.none")
    questions = [
        {"procedure": procedures[n % 4], "as_of": "2026-12-21",
         "events": [{"kind": "received", "on": f"2026-{n % 11 + 1:02}-{n % 28 + 1:02}"}]}
        for n in range(10_000)
    ]  # fmt: skip
    out = io.StringIO()
    start = time.perf_counter()
    assert deadlines_of_lines(lines_of(*questions), out) == 2
    assert time.perf_counter() - start < 30
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(told) == 10_000
    for question, answer in zip(questions, told, strict=True):
        assert answer.get("procedure", "jp.none") == question["procedure"]
