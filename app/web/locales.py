"""The languages a page can be read in; each is a full set of catalogs."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

LANGUAGE_SECONDS = 365 * 24 * 60 * 60
LANGUAGE_COOKIE = "misete_language"
FURIGANA_COOKIE = "misete_furigana"
FURIGANA_ON, FURIGANA_OFF = "on", "off"


@dataclass(frozen=True, slots=True)
class Locale:
    """A register of a language: `code` names its catalogs, `lang` is what HTML calls it."""

    code: str
    lang: str


SOURCE = Locale("ja", "ja")
EASY = Locale("ja_easy", "ja")
LOCALES = {locale.code: locale for locale in (SOURCE, EASY, Locale("en", "en"))}


def locale_of(request: Request) -> Locale:
    """What the reader chose, else the first of what her browser asks for, else Japanese."""
    chosen = LOCALES.get(request.cookies.get(LANGUAGE_COOKIE, ""))
    return chosen or _asked_for(request.headers.get("accept-language", "")) or SOURCE


def has_furigana(request: Request) -> bool:
    """Whether the page in front of her shows how its kanji are read."""
    return request.cookies.get(FURIGANA_COOKIE) == FURIGANA_ON and locale_of(request) is EASY


def _asked_for(header: str) -> Locale | None:
    # Browsers list languages in order of preference; the weights only repeat that order.
    for part in header.split(","):
        language = part.split(";")[0].strip().lower().split("-")[0]
        for locale in LOCALES.values():
            # No browser asks for easy words: they are chosen.
            if locale.code == locale.lang == language:
                return locale
    return None


def keep_choice(answer: Response, cookie: str, value: str) -> None:
    """Keeps a choice of language in the browser."""
    answer.set_cookie(cookie, value, max_age=LANGUAGE_SECONDS, httponly=True, samesite="lax")
