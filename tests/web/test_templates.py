"""Templates keep to the policy: nothing inline, nothing from elsewhere, nothing that compiles (T-32)."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from app.web.assets import FOLDER
from app.web.pages import TEMPLATES

FORBIDDEN = {
    "a style of its own": re.compile(r"\sstyle\s*=|<style"),
    "an inline handler": re.compile(r"\son[a-z]+\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "an htmx handler": re.compile(r"hx-on"),
    "script in a value": re.compile(r"""["']\s*(js|javascript):"""),
    "values by script": re.compile(r"hx-vals|hx-headers|hx-vars|hx-boost|hx-ext"),
    "a filter in a trigger": re.compile(r"hx-trigger=[\"'][^\"']*\["),
    "markup that is not escaped": re.compile(r"\|\s*safe\b|autoescape"),
    "another origin": re.compile(r"""(src|href|action)=["'](https?:)?//"""),
    "an inherited htmx attribute": re.compile(r":inherited"),
}
ALL = sorted(TEMPLATES.rglob("*.html"))
HTMX = FOLDER / "vendor" / "htmx-4.0.1.min.js"
HTMX_SHA256 = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    held = [path.name for path in ALL if FORBIDDEN[what].search(path.read_text("utf-8"))]
    assert held == []


def test_every_htmx_form_works_without_script() -> None:
    for path in ALL:
        for tag in re.findall(r"<form[^>]*hx-(?:post|get)[^>]*>", path.read_text("utf-8")):
            assert re.search(r"\saction=", tag), (path, tag)
            assert "hx-target" in tag, (path, tag)
            assert "hx-select" in tag, (path, tag)


def test_every_form_names_its_method() -> None:
    for path in ALL:
        for tag in re.findall(r"<form[^>]*>", path.read_text("utf-8")):
            assert re.search(r'\smethod="(get|post)"', tag), (path, tag)


def test_every_page_stands_on_the_layout_or_has_main_and_status_itself() -> None:
    pages = [path for path in ALL if not path.name.startswith("_")]
    for path in pages:
        text = path.read_text("utf-8")
        assert 'extends "web/layout.html"' in text or ('id="main"' in text and 'id="status"' in text), path


def test_htmx_is_the_file_that_was_published() -> None:
    assert sha256(HTMX.read_bytes()).hexdigest() == HTMX_SHA256


def test_htmx_has_its_licence_beside_it() -> None:
    licence = HTMX.with_name("htmx-4.0.1.LICENSE.txt")
    assert "Zero-Clause BSD" in licence.read_text("utf-8")


def test_no_stylesheet_or_picture_asks_for_anything_elsewhere() -> None:
    for path in [*FOLDER.glob("*.css"), *FOLDER.glob("*.svg")]:
        text = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"url\(|@import|https?://", text), path


def sizes() -> dict[str, int]:
    return {path.name: path.stat().st_size for path in Path(FOLDER).glob("*.css")}


def test_the_stylesheet_stays_small() -> None:
    assert max(sizes().values()) <= 40_000
