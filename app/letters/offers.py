"""Offers the letters that make sense where a filing stands, the next one first."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import urlencode

from app import law
from app.filings import offers as procedures
from app.filings.case_page import CaseView, FilingView
from app.law.files import parse_yaml
from app.letters.book import Form, form

_S = law.FilingState
_OVER = (_S.WITHDRAWN, _S.CLOSED)
_ADVERSE = "decided_adverse"


class Offer(NamedTuple):
    """A letter to write here; or, with a path, in a filing that follows."""

    form: Form
    path: str | None = None


@cache
def _offers() -> Mapping[str, Any]:
    text = files("app.letters").joinpath("data", "offers.yaml").read_text("utf-8")
    content: Mapping[str, Any] = parse_yaml(text)
    return content


def now(view: CaseView, filing: FilingView) -> list[Offer]:
    """What to write next, the likeliest first; nothing once the filing is over, nor in another country."""
    if filing.answer.state in _OVER or filing.procedure.not_reviewed:
        return []
    kinds = dict.fromkeys(_kinds(view, filing))
    return [Offer(form(kind)) for kind in kinds] + list(_then(view, filing))


def others(view: CaseView, filing: FilingView) -> list[Offer]:
    """The rest of what this filing may take."""
    if filing.procedure.not_reviewed:
        return []
    offered = {one.form.id for one in now(view, filing)}
    rest = [*_own(view, filing), *_of(filing, "beside"), *_whole_family(filing), *_offers()["always"]]
    return [Offer(form(kind)) for kind in dict.fromkeys(rest) if kind not in offered]


def _kinds(view: CaseView, filing: FilingView) -> Iterator[str]:
    if filing.answer.state is _S.DRAFT:
        yield from _own(view, filing)
        yield from _of(filing, "beside")
    for stand in _stands(filing):
        yield from _offers()["stands"].get(filing.procedure.family, {}).get(stand, ())


def _own(view: CaseView, filing: FilingView) -> list[str]:
    kinds = list(_of(filing, "own"))
    if filing.procedure.id == "jp.review" and not _is_against_a_decision(view, filing):
        kinds.reverse()
    return kinds


def _of(filing: FilingView, part: str) -> tuple[str, ...]:
    return tuple(_offers()[part].get(filing.procedure.id, ()))


def _whole_family(filing: FilingView) -> Iterator[str]:
    for kinds in _offers()["stands"].get(filing.procedure.family, {}).values():
        yield from kinds


def _is_against_a_decision(view: CaseView, filing: FilingView) -> bool:
    first = next((one for one in view.filings if one.row.id == filing.row.follows_id), None)
    return first is not None and _outcome(first) is not None


def _stands(filing: FilingView) -> Iterator[str]:
    outcome = _outcome(filing)
    if filing.answer.state is _S.DECIDED and outcome and law.outcome(outcome).adverse:
        yield _ADVERSE
    else:
        yield filing.answer.state.value


def _outcome(filing: FilingView) -> str | None:
    told = [one.event.outcome for one in filing.told if not one.is_retracted and one.event.outcome]
    return told[-1] if told else None


def _then(view: CaseView, filing: FilingView) -> Iterator[Offer]:
    follow = procedures.following(filing.procedure.id)
    for stand in _stands(filing):
        for procedure, kind in _offers()["then"].get(stand, {}).items():
            if procedure in follow:
                yield Offer(form(kind), _path(view, filing, procedure))


def _path(view: CaseView, filing: FilingView, procedure: str) -> str:
    begun = view.begun(filing.row.id, procedure)
    if begun is not None:
        return f"/filings/{begun.row.id}/letters"
    return f"/filings/new?{urlencode({'follows': filing.row.id, 'procedure': procedure})}"
