"""Every letter, however it is filled in, becomes a correct PDF on A4 or is refused by name (T-66)."""

import io
import re
import statistics
import time
from collections.abc import Callable
from functools import cache

import pypdfium2
import pytest
from pypdf import PdfReader

from app.letters import book, sheet
from app.letters.book import Form
from app.letters.press import Press, Unprintable, press
from tests.letters import samples

FORMS = pytest.mark.parametrize("form", samples.ALL, ids=lambda form: form.key)
FILLINGS: dict[str, Callable[[Form], dict[str, str]]] = {
    "everything": samples.sample,
    "only what is required": samples.only_required,
    "very long": samples.long,
    "rare variants": lambda form: samples.sample(form, samples.VARIANTS, samples.VARIANTS),
}
ARTICLE = re.compile(r"第?\d+条")
PDF_UA = re.compile(rb"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=[\"']1[\"']")
# An approximate area in which a window envelope of the size 長形3号 shows an address, in millimetres.
WINDOW = (20, 10, 115, 55)


def printed(form: Form, filled: dict[str, str], by: Press | None = None) -> bytes:
    return (by or press(None)).print(sheet.lay_out(form, filled))


@cache
def made(kind: str, how: str) -> tuple[bytes, str]:
    """The PDF of a form filled in some way, and its text; made once for all that is asked of it."""
    form = book.form(kind)
    pdf = printed(form, FILLINGS[how](form))
    return pdf, read(pdf)[1]


def read(pdf: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(pdf))
    text = "".join(page.extract_text() for page in reader.pages)
    return reader, re.sub(r"\s", "", text)


@FORMS
@pytest.mark.parametrize("how", FILLINGS)
def test_a_letter_carries_name_agency_article_and_date(form: Form, how: str) -> None:
    filled, (_, text) = FILLINGS[how](form), made(form.id, how)
    name = filled.get("name") or filled["principal_name"]
    assert name in text
    assert samples.AGENCY.split("　", maxsplit=1)[0] in text
    assert samples.IN_ERA in text
    assert form.title in text
    assert ARTICLE.search(text)


@FORMS
@pytest.mark.parametrize("how", FILLINGS)
def test_a_letter_says_every_word_that_was_written(form: Form, how: str) -> None:
    laid_out, (_, text) = sheet.lay_out(form, FILLINGS[how](form)), made(form.id, how)
    lost = [each for each in laid_out.texts if re.sub(r"\s", "", each) not in _without_pages(text)]
    assert lost == []


def _without_pages(text: str) -> str:
    return re.sub(r"[0-9]+/[0-9]+", "", text)


@FORMS
@pytest.mark.parametrize("how", FILLINGS)
def test_no_word_lies_outside_the_page(form: Form, how: str) -> None:
    for page in pypdfium2.PdfDocument(made(form.id, how)[0]):
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_charbox(place) for place in range(0, text.count_chars(), 7)]
        # Room for the number of the page at the foot, a margin all around.
        assert min(left for left, _, _, _ in boxes) > 40
        assert max(right for _, _, right, _ in boxes) < width - 40
        assert min(bottom for _, bottom, _, _ in boxes) > 20
        assert max(top for _, _, _, top in boxes) < height - 35


@FORMS
def test_a_letter_can_be_read_aloud(form: Form) -> None:
    reader = PdfReader(io.BytesIO(made(form.id, "everything")[0]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("ja")
    assert reader.metadata is not None
    assert reader.metadata.title == form.title
    assert PDF_UA.search(root["/Metadata"].get_object().get_data())


@FORMS
def test_a_long_letter_goes_on_over_numbered_pages(form: Form) -> None:
    pdf, text = made(form.id, "very long")
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    assert f"1/{pages}" in text
    assert f"{pages}/{pages}" in text
    if any(kind.kind == "text" and kind.most > 1000 for kind in form.fields.values()):
        assert pages > 1


def test_nobodys_name_and_no_day_of_printing_stand_in_the_papers_data() -> None:
    form = book.form("letter.inquiry")
    reader, _ = read(printed(form, samples.sample(form)))
    assert reader.metadata is not None
    assert reader.metadata.author is None
    assert samples.NAME not in str(reader.metadata)


@FORMS
def test_a_letter_is_a4_and_its_addressee_stands_where_a_window_is(form: Form) -> None:
    document = pypdfium2.PdfDocument(made(form.id, "everything")[0])
    first = document[0]
    assert [round(side) for side in first.get_size()] == [595, 842]
    if form.addressed:
        places = first.get_textpage().search(samples.AGENCY[:4]).get_next()
        assert places is not None
        left, bottom, right, top = first.get_textpage().get_charbox(places[0])
        millimetre = 72 / 25.4
        assert WINDOW[0] <= left / millimetre
        assert right / millimetre <= WINDOW[2]
        assert WINDOW[1] <= (842 - top) / millimetre
        assert (842 - bottom) / millimetre <= WINDOW[3]


@FORMS
def test_a_sign_that_no_font_draws_is_refused_by_name_and_code(form: Form) -> None:
    filled = samples.sample(form, name=samples.RARE + "田")
    with pytest.raises(Unprintable) as refused:
        printed(form, filled)
    assert [(each.sign, each.codes) for each in refused.value.signs] == [(samples.RARE, "U+20BB7")]


def test_she_may_have_room_left_for_such_a_sign() -> None:
    form = book.form("letter.inquiry")
    laid_out = sheet.lay_out(form, samples.sample(form, name=samples.RARE + "田"))
    _, text = read(press(None).print(laid_out, leave_gaps=True))
    assert "田" in text
    assert samples.RARE not in text


@FORMS
def test_with_a_font_for_names_such_a_letter_is_printed(form: Form, names_press: Press) -> None:
    filled = samples.sample(form, name=samples.RARE + "田")
    _, text = read(printed(form, filled, names_press))
    assert samples.RARE + "田" in text


def test_a_letter_is_printed_in_time() -> None:
    took = []
    for form in samples.ALL:
        filled = samples.sample(form)
        printed(form, filled)
        began = time.perf_counter()
        printed(form, filled)
        took.append(time.perf_counter() - began)
    # Other tests run beside this one: the middle of them tells what a letter takes.
    assert statistics.median(took) < 0.15


@pytest.fixture(scope="module")
def names_press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(samples.font_that_draws(samples.RARE, tmp_path_factory.mktemp("names")))
