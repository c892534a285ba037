"""The checker of content-certified mail: counts as Japan Post does, and names what may not stand there."""

import pytest

from app.sending.certified import GRIDS, Fault, count, lay_out

NORMAL = GRIDS["h20x26"]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("請求します。", 6),
        ("（7文字です）", 6),  # a pair of brackets counts one
        ("札幌市（西区）", 6),
        ("「あ」「い」", 4),
        ("50％", 3),
        ("ABC", 3),
        ("㎡", 2),
        ("㎏", 2),
        ("①", 1),
        ("", 0),
        ("　一", 2),
    ],
)
def test_signs_are_counted(text: str, signs: int) -> None:
    assert count(text) == signs


@pytest.mark.parametrize(
    ("grid", "columns", "lines"),
    [("h20x26", 20, 26), ("h13x40", 13, 40), ("h26x20", 26, 20), ("v20x26", 20, 26)],
)
def test_a_full_page_is_one_page_and_one_sign_more_makes_two(grid: str, columns: int, lines: int) -> None:
    full = "\n".join(["あ" * columns] * lines)
    sheet = lay_out(full, GRIDS[grid])
    assert [len(page) for page in sheet.pages] == [lines]
    assert (sheet.wrapped, sheet.fits) == ((), True)
    longer = lay_out(full + "い", GRIDS[grid])
    assert [len(page) for page in longer.pages] == [lines, 1]
    assert longer.wrapped == (lines,)


@pytest.mark.parametrize(("length", "lines"), [(19, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_a_line_breaks_after_its_last_sign(length: int, lines: int) -> None:
    assert len(lay_out("あ" * length, NORMAL).pages[0]) == lines


def test_a_closing_bracket_takes_no_room_on_the_line_where_it_stands() -> None:
    sheet = lay_out("あ" * 18 + "（い）", NORMAL)
    assert [(line.text, line.count) for line in sheet.pages[0]] == [("あ" * 18 + "（い）", 20)]
    over = lay_out("あ" * 19 + "（い）", NORMAL)
    assert [(line.text, line.count) for line in over.pages[0]] == [("あ" * 19 + "（", 20), ("い）", 1)]


def test_what_may_not_stand_there_is_named_with_its_place() -> None:
    sheet = lay_out("お返事\nを😀待つ\nпривет", NORMAL)
    assert [(found.line, found.column, found.sign) for found in sheet.findings if found.must_go][:2] == [
        (2, 2, "😀"),
        (3, 1, "п"),
    ]
    assert not sheet.fits


@pytest.mark.parametrize("sign", ["\u200b", "\ufe00", "\t", "한", "Ω", "\u0301", "♥"])
def test_what_is_neither_kana_kanji_digit_nor_common_sign_is_refused(sign: str) -> None:
    assert [found.fault for found in lay_out(f"あ{sign}い", NORMAL).findings] == [Fault.NOT_ALLOWED]


@pytest.mark.parametrize("sign", ["A", "z", "Ｂ", "é", "Ⅳ"])
def test_latin_letters_are_for_proper_names_and_are_only_pointed_out(sign: str) -> None:
    sheet = lay_out(f"株式会社{sign}商事", NORMAL)
    assert [(found.column, found.fault) for found in sheet.findings] == [(5, Fault.LETTER)]
    assert sheet.fits


@pytest.mark.parametrize(
    "text", ["髙﨑𠮷野々ヶ崎〆", "ｶﾅ、カナ。かな", "令和8年１１月", "〒231-0005　100％　＋1 ※", "〇か×か"]
)
def test_usual_signs_pass(text: str) -> None:
    assert lay_out(text, NORMAL).findings == ()


def test_a_number_in_a_circle_is_pointed_out() -> None:
    assert [found.fault for found in lay_out("①開示", NORMAL).findings] == [Fault.ENCLOSED]


@pytest.mark.parametrize(("text", "places"), [("（あ", [1]), ("あ）", [2]), ("（「あ）」", [1, 4])])
def test_half_a_pair_of_brackets_is_pointed_out(text: str, places: list[int]) -> None:
    found = lay_out(text, NORMAL).findings
    assert sorted(one.column for one in found) == sorted(places)
    assert {one.fault for one in found} == {Fault.BRACKET}


def test_a_pair_may_open_on_one_line_and_close_on_another() -> None:
    assert lay_out("（あ\nい）", NORMAL).findings == ()


def test_an_empty_text_has_no_page() -> None:
    assert lay_out("", NORMAL).pages == ()
