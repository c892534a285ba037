"""docs/law.md says what the packs say."""

import importlib.util
from pathlib import Path

from app import law

ROOT = Path(__file__).parents[2]


def _tool():
    spec = importlib.util.spec_from_file_location("law_page", ROOT / "tests" / "tools" / "law_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_the_law_is_current():
    assert _tool().PAGE.read_text("utf-8") == _tool().page(), "Run make law."


def test_the_page_tells_every_clock_once_with_its_certainty():
    page = _tool().page()

    for info in law.CLOCKS.values():
        assert page.count(f"### `{info.id}` — ") == 1
        if info.reason:
            assert info.reason["en"] in page
