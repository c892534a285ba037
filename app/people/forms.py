"""Reads what a person writes about a case."""

from dataclasses import dataclass

from app.web.forms import Form

TITLE_LIMIT = 120
WORRY_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class CaseWords:
    """A case in the person's own words."""

    title: str
    worry: str | None


def read_case(form: Form) -> CaseWords | None:
    """The words of a case, or None when something in the form must be mended."""
    title = form.text("title", TITLE_LIMIT)
    worry = form.long_text("worry", WORRY_LIMIT)
    return CaseWords(title, worry or None) if form.ok else None
