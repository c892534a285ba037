"""Turns the law's named things into the options of a question on a page."""

from collections.abc import Iterable
from typing import Protocol

from fastapi import Request

from app import law
from app.filings.reasons import Reason
from app.web.texts import page_texts_of


class _Named(Protocol):
    """Anything of the rule book with an id and a label."""

    @property
    def id(self) -> str: ...

    @property
    def label(self) -> law.Text: ...


def options_of(request: Request, named: Iterable[_Named]) -> list[tuple[str, str]]:
    """Values and words, in the reader's language."""
    texts = page_texts_of(request)
    return [(each.id, texts.pick(each.label)) for each in named]


def notes_of(request: Request, reasons: Iterable[Reason]) -> list[tuple[str, str]]:
    """What can be noted about a notice: the grounds it names, or what it lacks."""
    texts = page_texts_of(request)
    return [(each.when.ground or each.when.lack or "", texts.pick(each.label)) for each in reasons]


def procedures_of(request: Request, procedures: Iterable[law.ProcedureInfo]) -> list[tuple[str, str, str]]:
    """The same with a sentence about each."""
    texts = page_texts_of(request)
    return [(each.id, texts.pick(each.label), texts.pick(each.about)) for each in procedures]


def cases_of(request: Request, cases: Iterable[tuple[object, str]]) -> list[tuple[str, str]]:
    """The cases a filing may belong to, a new one first."""
    new = ("new", page_texts_of(request).t("filings.filing_form.case_new"))
    return [new, *((str(case_id), title) for case_id, title in cases)]
