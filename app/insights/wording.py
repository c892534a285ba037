"""Puts the figures into words, for the page, the pictures and the file alike."""

from app.agencies.naming import in_latin
from app.agencies.shipped import Entry
from app.filings.packs import reasons
from app.insights.hiding import Period
from app.web.texts import Texts


def years_of(period: Period, texts: Texts) -> str:
    """The years of a stretch; empty when it is all of them."""
    if period.first is None:
        return "" if period.last is None else texts.t("insights.years.until", year=period.last)
    if period.last is None:
        return texts.t("insights.years.since", year=period.first)
    if period.first == period.last:
        return texts.t("insights.years.one", year=period.first)
    return texts.t("insights.years.between", first=period.first, last=period.last)


def agency_of(agency: Entry, texts: Texts) -> str:
    """An agency's name, with Latin letters beside it for who does not read Japanese."""
    latin = "" if texts.locale.lang == "ja" else in_latin(agency)
    return f"{agency.name} {latin}".strip()


def ground_of(ground: str, texts: Texts) -> str:
    """What a ground is called."""
    label = next((each.label for each in reasons().values() if each.when.ground == ground), None)
    return texts.pick(label) or ground
