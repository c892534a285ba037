"""Text that would be code to typst, to a page or to a file system stays text on the printed letter (T-36)."""

import re
from pathlib import Path

import pytest
import typst

from app.letters import book, sheet
from app.letters.press import Press, press
from tests.letters import samples
from tests.letters.test_printing import read

CORPUS = (
    '#read("/etc/passwd")',
    "#panic()",
    "$x^2$",
    "*b* _i_ `c`",
    "@ref <label>",
    "\\u{41} \\ \\n",
    '#import "@preview/x:1.0.0": *',
    '#eval("1+1")',
    "= Title",
    "- item",
    "// not a comment",
    "/* nor this */",
    "https://x.invalid/",
    "<script>hit()</script>",
    "{name} [requester=self] {kana} <code>",
    '"}],"parts":[]}',
    "%PDF-1.7 (x) Tj",
    "{{ 7*7 }}",
)


@pytest.mark.parametrize("text", CORPUS)
def test_it_is_printed_as_it_was_written(text: str) -> None:
    form = book.form("letter.inquiry")
    filled = samples.sample(form) | {"q1": text, "name": text, "topic": text}
    _, printed = read(press(None).print(sheet.lay_out(form, filled)))
    assert printed.count(re.sub(r"\s", "", text)) >= 3


def test_what_one_letter_says_is_not_in_the_next() -> None:
    form = book.form("letter.inquiry")
    press(None).print(sheet.lay_out(form, samples.sample(form, name="canary")))
    _, printed = read(press(None).print(sheet.lay_out(form, samples.sample(form))))
    assert "canary" not in printed


def test_no_part_of_a_letter_is_a_link_or_an_action() -> None:
    form = book.form("letter.inquiry")
    filled = samples.sample(form) | {"q1": "https://x.invalid/ javascript:hit()"}
    reader, _ = read(press(None).print(sheet.lay_out(form, filled)))
    assert all("/Annots" not in page for page in reader.pages)
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(reader.trailer["/Root"])


def test_printing_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    Press().print(sheet.lay_out(form := book.form("letter.inquiry"), samples.sample(form)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["/etc/passwd", "../routes.py", "/../routes.py", "../fonts/OFL.txt"])
def test_even_a_template_can_read_nothing_outside_its_folder(path: str) -> None:
    with pytest.raises(typst.TypstError):
        Press()._compiler.compile(f'#read("{path}")'.encode(), format="pdf")
