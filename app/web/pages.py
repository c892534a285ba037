"""Renders pages: one address, one representation; the same bytes with and without JavaScript."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.kit.clock import Clock, civil_day
from app.kit.settings import Settings
from app.web.assets import Assets
from app.web.cookies import session_cookie
from app.web.folding import FoldingGenerator
from app.web.furigana import in_ruby
from app.web.icons import icon
from app.web.locales import EASY
from app.web.paths import page_of
from app.web.texts import FuriganaTexts, Texts, all_texts, page_texts_of
from app.web.warned import WARNED_COOKIE, warnings_of

TEMPLATES = Path(__file__).parents[1] / "templates"
SAID_COOKIE = "misete_said"
SAID_SECONDS = 60
LANGUAGE_NAME = "web.language.name"
PIECES = 256  # A month picture has about 8 kB; each locale keeps its own.


@dataclass(slots=True)
class Pages:
    """What rendering needs, made once at start: an environment and a speaker per locale."""

    settings: Settings
    clock: Clock
    assets: Assets = field(default_factory=Assets)
    texts: dict[str, Texts] = field(init=False)
    with_furigana: Texts = field(init=False)
    _environments: dict[str, Environment] = field(init=False)
    _easy_with_furigana: Environment = field(init=False)

    def __post_init__(self) -> None:
        self.texts = all_texts(self.clock)
        self.with_furigana = FuriganaTexts(EASY, self.clock)
        self._environments = {code: self._environment(texts) for code, texts in self.texts.items()}
        self._easy_with_furigana = self._environment(self.with_furigana)

    def environment(self, code: str, *, furigana: bool = False) -> Environment:
        """The templates of one locale; with `furigana`, their words carry readings for `in_ruby`."""
        return self._easy_with_furigana if furigana else self._environments[code]

    def teach(self, functions: Mapping[str, Any]) -> None:
        """Gives the templates functions of an upper room."""
        for environment in (*self._environments.values(), self._easy_with_furigana):
            environment.globals.update(functions)

    def _environment(self, texts: Texts) -> Environment:
        # One per locale: macros need no context, so their compiled module is made only once.
        made = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            cache_size=-1,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.code_generator_class = FoldingGenerator
        made.globals.update(
            t=texts.t,
            pick=texts.pick,
            texts=texts,
            locale=texts.locale.code,
            lang=texts.locale.lang,
            furigana=texts.has_furigana,
            icon=icon,
            kept=lru_cache(PIECES)(_drawn),
            asset=self.assets.url,
            clock=self.clock,
            languages=[
                (code, other.locale.lang, other.t(LANGUAGE_NAME)) for code, other in self.texts.items()
            ],
        )
        made.filters.update(
            jd=texts.jd, wareki=texts.wareki, day=texts.day, full_day=texts.full_day, civil=civil_day
        )
        return made


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    block: str | None = None,
    background: BackgroundTask | None = None,
    **context: Any,
) -> Response:
    """The page; with `block`, only that block of it when htmx asks for a part."""
    pages = cast("Pages", request.app.state.pages)
    texts = page_texts_of(request)
    environment = pages.environment(texts.locale.code, furigana=texts.has_furigana)
    said = _said(request, texts)
    every = _every_page(request, pages) | {"said": said} | context
    if block is not None and _wants_part(request):
        html = render_block(environment, template, block, **every)
    else:
        html = environment.get_template(template).render(every)
    answer = HTMLResponse(in_ruby(html) if texts.has_furigana else html, status, background=background)
    if block is not None:
        answer.headers["vary"] = "HX-Request, HX-Request-Type"
    for cookie in (SAID_COOKIE, WARNED_COOKIE):
        if cookie in request.cookies:
            answer.delete_cookie(cookie, httponly=True, samesite="lax")
    return answer


def see_other(path: str, said: str | None = None) -> Response:
    """After a write: leads to a page, which says the sentence of the key `said` once."""
    answer = RedirectResponse(path, status_code=303)
    if said is not None:
        # Only a key travels, never what a person wrote.
        answer.set_cookie(SAID_COOKIE, said, max_age=SAID_SECONDS, httponly=True, samesite="lax")
    return answer


def _drawn(macro: Callable[..., str], *values: Hashable) -> str:
    """What a macro makes of values alone: dates and articles, nothing of a person; so it may be kept."""
    return macro(*values)


def _every_page(request: Request, pages: Pages) -> dict[str, Any]:
    return {
        "today": pages.clock.today(),
        "here": page_of(request),
        "signed_in": session_cookie(pages.settings) in request.cookies,
        "warned": warnings_of(request),
    }


def _said(request: Request, texts: Texts) -> str:
    key = request.cookies.get(SAID_COOKIE, "")
    return texts.t(key) if ".status." in key and texts.has(key) else ""


def _wants_part(request: Request) -> bool:
    headers = request.headers
    return (
        headers.get("hx-request") == "true"
        and "hx-boosted" not in headers
        and "hx-history-restore-request" not in headers
        and headers.get("hx-request-type") != "full"
    )
