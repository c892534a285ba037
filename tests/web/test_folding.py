"""Fixed words are in a template before any page is asked for; what changes is filled in later."""

from datetime import date
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from app.kit.clock import Clock
from app.kit.settings import Settings
from app.web.locales import LOCALES
from app.web.pages import TEMPLATES, Pages
from app.web.texts import MissingText

NAMES = [path.relative_to(TEMPLATES).as_posix() for path in sorted(TEMPLATES.rglob("*.html"))]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(Settings(data_dir=Path(tmp_path_factory.mktemp("data"))), Clock(date(2026, 11, 23)))


def written(pages: Pages, code: str, source: str) -> Environment:
    environment = pages.environment(code).overlay(loader=DictLoader({"page.html": source}))
    environment.code_generator_class = pages.environment(code).code_generator_class
    return environment


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles_in_every_language(pages: Pages, code: str, name: str) -> None:
    environment = pages.environment(code)
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    assert environment.compile(source, name) is not None


def test_a_fixed_sentence_is_written_into_the_template(pages: Pages) -> None:
    environment = written(pages, "ja", '<p>{{ t("web.skip") }}{{ icon("check") }}</p>')
    code = environment.compile('<p>{{ t("web.skip") }}</p>', raw=True)
    assert "<p>\\u672c\\u6587\\u3078</p>" in code or "<p>本文へ</p>" in code
    page = environment.get_template("page.html").render()
    assert page.startswith('<p>本文へ<svg class="i"')


def test_each_language_has_its_own(pages: Pages) -> None:
    source = '{{ t("web.skip") }}'
    shown = {code: written(pages, code, source).get_template("page.html").render() for code in LOCALES}
    assert shown == {"ja": "本文へ", "ja_easy": "ページの 内容へ", "en": "Skip to content"}


def test_a_sentence_with_values_is_filled_in_later_and_escaped(pages: Pages) -> None:
    source = '{{ t("accounts.account.login", login=name) }}'
    page = written(pages, "ja", source).get_template("page.html").render(name="<b>")
    assert page == "サインインに使う名前は「&lt;b&gt;」です。"


def test_a_fixed_sentence_can_be_handed_on(pages: Pages) -> None:
    source = '{% set word = t("web.skip") %}{{ word if word else "" }}{{ [icon("check")]|first }}'
    page = written(pages, "ja", source).get_template("page.html").render()
    assert page.startswith("本文へ<svg")


def test_a_wrong_key_fails_before_any_page_is_asked_for(pages: Pages) -> None:
    with pytest.raises(MissingText):
        written(pages, "ja", '{% if false %}{{ t("web.no_such_key") }}{% endif %}').get_template("page.html")
