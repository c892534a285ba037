"""The countries from which a person may choose where a body is."""

from fastapi import Request

from app import law
from app.web.texts import texts_of

HOME = "jp"  # a body here; its country is not kept


def countries_of(request: Request) -> list[tuple[str, str]]:
    """Japan first, then the countries that the rule book has a pack for, in the order of their names."""
    texts = texts_of(request)
    abroad = [(country, texts.pick(law.country_name(country))) for country in law.COUNTRIES]
    return [(HOME, texts.t("agencies.new.country_home")), *sorted(abroad, key=lambda each: each[1])]
