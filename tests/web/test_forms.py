"""Forms read strictly, keep what was typed, and say what to mend."""

from datetime import date

import pytest

from app.web.forms import Fields, Form

TODAY = date(2026, 11, 23)


def form(**typed: str) -> Form:
    return Form(Fields(tuple(typed.items())), TODAY)


def key_of(found: Form, name: str) -> str:
    return found.errors[name].key


@pytest.mark.parametrize(
    "typed", ["𠮷野", "か\u3099ぎ", "👩‍👩‍👧 family", "<script>alert(1)</script>", "العربية", "x" * 200]
)
def test_any_text_is_kept_as_it_was_typed(typed: str) -> None:
    read = form(name=typed)
    assert read.text("name") == typed
    assert read.ok


def test_text_that_is_missing_is_asked_for() -> None:
    read = form(name="  ")
    read.text("name")
    assert key_of(read, "name") == "web.form.missing"


def test_text_that_is_missing_but_optional_is_empty() -> None:
    read = form()
    assert read.text("name", required=False) == ""
    assert read.ok


@pytest.mark.parametrize(("length", "ok"), [(199, True), (200, True), (201, False)])
def test_a_line_may_have_200_characters(length: int, ok: bool) -> None:
    read = form(name="字" * length)
    read.text("name")
    assert read.ok is ok


def test_ten_kilobytes_in_a_name_are_refused_and_kept_on_the_page() -> None:
    read = form(name="x" * 10_240)
    read.text("name")
    assert key_of(read, "name") == "web.form.too_long"
    assert read.value("name") == "x" * 10_240


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\n", "\x7f"])
def test_control_characters_are_refused_in_a_line(sign: str) -> None:
    read = form(name=f"a{sign}b")
    read.text("name")
    assert key_of(read, "name") == "web.form.control"


@pytest.mark.parametrize("sign", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_signs_that_turn_the_direction_are_refused(sign: str) -> None:
    read = form(name=f"a{sign}b")
    read.text("name")
    assert key_of(read, "name") == "web.form.direction"


def test_lines_are_kept_with_plain_line_ends() -> None:
    read = form(note="one\r\n\ttwo")
    assert read.long_text("note") == "one\n\ttwo"
    assert read.ok


@pytest.mark.parametrize(
    "typed", ["2026-10-30", "2026/10/30", "R8.10.30", "令和8年10月30日", "２０２６－１０－３０"]
)
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    read = form(on=typed)
    assert read.day("on") == date(2026, 10, 30)
    assert read.days["on"] == date(2026, 10, 30)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("2026-11-31", "impossible"),
        ("1730505600", "unreadable"),
        ("0", "unreadable"),
        ("8-11-5", "era_missing"),
        ("2026-11", "day_missing"),
        ("1989-01-07", "too_early"),
        ("2056-11-24", "too_late"),
    ],
)
def test_a_day_that_cannot_be_read_says_why(typed: str, reason: str) -> None:
    read = form(on=typed)
    assert read.day("on") is None
    assert key_of(read, "on") == f"kit.dates.{reason}"
    assert read.value("on") == typed


def test_a_birthday_may_lie_before_heisei() -> None:
    assert form(on="S39.10.10").day("on", kind="any") == date(1964, 10, 10)


def test_a_day_may_be_left_open() -> None:
    read = form(on=" ")
    assert read.day("on", required=False) is None
    assert read.ok


def test_a_rough_day_may_be_a_year() -> None:
    read = form(since="2024年")
    rough = read.rough_day("since")
    assert rough is not None
    assert (rough.on, rough.precision) == (date(2024, 1, 1), "year")


def test_a_choice_is_one_of_the_allowed() -> None:
    assert form(kind="a").choice("kind", {"a", "b"}) == "a"
    read = form(kind="c")
    assert read.choice("kind", {"a", "b"}) == ""
    assert key_of(read, "kind") == "web.form.choose"


def test_the_first_mistake_of_a_field_is_shown_and_the_first_bad_field_has_the_cursor() -> None:
    read = form(a="", b="x" * 300)
    read.text("b")
    read.text("a")
    read.problem("b", "web.form.choose")
    assert key_of(read, "b") == "web.form.too_long"
    assert read.first_bad == "b"


def test_a_password_is_never_shown_again() -> None:
    read = form(password="correct horse")
    assert read.secret("password") == "correct horse"
    assert read.value("password") == ""
