"""Gathers what the pages of letters show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app import law
from app.filings import case_page, docket
from app.filings.case_page import CaseView, FilingView
from app.filings.models import Filing
from app.filings.reading import Reader
from app.kit.house import House
from app.letters import book, service, sheet
from app.letters.glyphs import Missing
from app.letters.models import Letter
from app.letters.press import press
from app.letters.sheet import Sheet

_OF_FILING = select(col(Letter.id), col(Letter.kind), col(Letter.changed_at), col(Letter.on_own_form)).where(
    col(Letter.filing_id) == bindparam("filing")
)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in a list."""

    id: UUID
    form: book.Form
    changed_at: datetime
    on_own_form: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter opened: its form, what it says, and what stands in the way of printing it."""

    letter: Letter
    form: book.Form
    fields: Mapping[str, str]
    sheet: Sheet
    signs: list[Missing]

    @property
    def missing(self) -> Mapping[str, law.Text]:
        """The empty fields that the law requires, each with its article."""
        return {name: law.citation_label(where) for name, where in self.form.missing(self.fields).items()}

    @property
    def duties(self) -> Mapping[str, law.Text]:
        """Every field that the law requires, each with its article."""
        return {name: law.citation_label(where) for name, where in self.form.duties.items()}

    def says(self, name: str) -> str:
        """What a field says, as it is written on paper."""
        return sheet.written(name, self.fields)


def view_of(session: Session, house: House, filing: Filing) -> tuple[CaseView, FilingView]:
    """The case of a filing and the filing in it, as of today."""
    reader = Reader(house.vault.person(filing.person_id), filing.person_id)
    view = case_page.view(docket.of_case(session, filing.case_id), reader, house.clock.today())
    return view, next(one for one in view.filings if one.row.id == filing.id)


def letters_of(session: Session, filing_id: UUID) -> list[Written]:
    """The letters of a filing, the newest first."""
    rows = session.execute(_OF_FILING.order_by(col(Letter.created_at).desc()), {"filing": filing_id})
    return [Written(row.id, book.form(row.kind), row.changed_at, row.on_own_form) for row in rows]


def open_letter(house: House, letter: Letter) -> Shown:
    """A letter with its words opened."""
    form, fields = book.form(letter.kind), service.fields_of(house, letter)
    laid_out = sheet.lay_out(form, fields)
    signs = press(house.settings.name_font).missing(laid_out)
    return Shown(letter, form, fields, laid_out, signs)


def names() -> dict[str, Any]:
    """What templates ask for by name."""
    return {"field_kinds": book.field_kinds(), "cited": law.citation_label}
