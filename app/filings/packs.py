"""Loads the catalog of answers; refuses what has no article, no second language, or leads nowhere."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from app import law
from app.filings import ways
from app.filings.reasons import ANSWERS, UNKNOWN, Reason, When
from app.law.book import BadPack, parse_text
from app.law.files import parse_yaml
from app.law.statutes import Citation, article_text, has_article, has_paragraph

# Short names of the laws, as the packs write them: "appi 78/1/2" is article 78, paragraph 1, item 2.
LAWS = {
    "appi": "415AC0000000057",
    "order": "415CO0000000507",
    "number": "425AC0000000027",
    "procedure": "405AC0000000088",
    "review": "426AC0000000068",
    "suit": "337AC0000000139",
    "foi": "411AC0000000042",
}


@cache
def reasons() -> Mapping[str, Reason]:
    """Every reason, by id."""
    shared = _pack("shared.yaml")
    found: dict[str, Reason] = {}
    for name in pack_names():
        for reason_id, content in _pack(name).items():
            if reason_id in found:
                raise BadPack(f"{name}: {reason_id} is already told in another pack.")
            found[reason_id] = parse_reason(f"{name}: {reason_id}", reason_id, content, shared)
            _require_open(f"{name}: {reason_id}", found[reason_id])
    return found


def pack_names() -> list[str]:
    """The packs of the catalog; `shared.yaml` holds what several of them say."""
    folder = files("app.filings").joinpath("data", "reasons")
    names = (each.name for each in folder.iterdir())
    return sorted(name for name in names if name.endswith(".yaml") and name != "shared.yaml")


def _pack(name: str) -> Mapping[str, Any]:
    text = files("app.filings").joinpath("data", "reasons", name).read_text("utf-8")
    content: Mapping[str, Any] = parse_yaml(text)
    return content


def parse_reason(where: str, reason_id: str, content: Mapping[str, Any], shared: Mapping[str, Any]) -> Reason:
    """One reason; refuses one that lacks a language, a known article, or a way that leads somewhere."""
    when = parse_when(where, content["when"])
    check, can_do = content.get("check"), content.get("can_do")
    if not check or not can_do:
        raise BadPack(f"{where}: name what to check and what can be done.")
    reason = Reason(
        id=reason_id,
        when=when,
        label=_text(where, content.get("label")),
        means=_text(where, content.get("means")),
        rests_on=tuple(parse_place(where, place) for place in content.get("rests_on", ())),
        certainty=law.Certainty(content.get("certainty", law.Certainty.STATUTE)),
        inferred=_text(where, content.get("inferred")),
        check=tuple(parse_text(where, _of_shared(where, each, shared["check"])) for each in check),
        settles=tuple(parse_text(where, shared["check"][each]) for each in content.get("settles", ())),
        can_do=tuple(ways.parse_way(where, _of_shared(where, each, shared["can_do"])) for each in can_do),
    )
    _require_sentences(where, reason)
    return reason


def _text(where: str, told: Mapping[str, str] | None) -> law.Text | None:
    return None if told is None else parse_text(where, told)


def _require_sentences(where: str, reason: Reason) -> None:
    if reason.when.warning is None and (reason.label is None or reason.means is None):
        raise BadPack(f"{where}: say what it means; only a warning has its sentence in the rule book.")
    if (reason.certainty is law.Certainty.STATUTE) != (reason.inferred is None):
        raise BadPack(f"{where}: what no statute says needs the reason why we read it so, and only that.")


def _require_open(where: str, reason: Reason) -> None:
    """Refuses a clock or a form that no procedure of this reason has; a pack may wait for its procedures."""
    procedures = [each for each in law.PROCEDURES.values() if reason.when.fits(each)]
    for way in reason.can_do if procedures else ():
        if way.clock and not ways.is_known_clock(way.clock):
            raise BadPack(f"{where}: there is no clock {way.clock}.")
        if not any(ways.may_open(way, each) for each in procedures):
            raise BadPack(f"{where}: no procedure of this reason opens {way.verb} {way.name}.")


def _of_shared(where: str, told: Any, shared: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is written out, or what a name stands for."""
    if isinstance(told, str) and told not in shared:
        raise BadPack(f"{where}: nothing is shared under the name {told}.")
    found: Mapping[str, Any] = shared[told] if isinstance(told, str) else told
    return found


def parse_when(where: str, told: Mapping[str, Any]) -> When:
    """The situation of a reason; refuses names that neither the rule book nor the contract knows."""
    unknown = set(told) - set(When._fields)
    if unknown:
        raise BadPack(f"{where}: {', '.join(sorted(unknown))} is no part of a situation.")
    when = When(
        procedure=frozenset(told.get("procedure", ())),
        family=frozenset(told.get("family", ())),
        state=frozenset(told.get("state", ())),
        answer=frozenset(told.get("answer", ())),
        outcome=frozenset(told.get("outcome", ())),
        in_post=told.get("in_post"),
        event=told.get("event"),
        notice=frozenset(told.get("notice", ())),
        ground=told.get("ground"),
        lack=told.get("lack"),
        warning=told.get("warning"),
    )
    _require(where, when.state, law.STATES)
    _require(where, when.answer, ANSWERS)
    _require(where, when.outcome, (*law.OUTCOMES, UNKNOWN))
    _require(where, when.notice, law.EVENT_KINDS)
    _require(where, [when.event] if when.event else [], law.EVENT_KINDS)
    return when


def _require(where: str, names: Iterable[str], known: Iterable[str]) -> None:
    strange = set(names) - set(known)
    if strange:
        raise BadPack(f"{where}: {', '.join(sorted(strange))} is not known.")


def parse_place(where: str, told: str) -> Citation:
    """A place in a law, as "appi 78/1/2"; the rule book must carry its text."""
    name, _, place = told.partition(" ")
    article, *rest = place.split("/")
    paragraph = int(rest[0]) if rest else None
    item = rest[1] if len(rest) > 1 else None
    cited = Citation(LAWS[name], article, paragraph, item)
    if not has_article(cited.law, article):
        raise BadPack(f"{where}: the rule book carries no text of {told}.")
    if paragraph and not has_paragraph(cited.law, article, paragraph):
        raise BadPack(f"{where}: there is no paragraph {told}.")
    if item and not _has_item(cited, int(item)):
        raise BadPack(f"{where}: there is no item {told}.")
    return cited


def _has_item(cited: Citation, number: int) -> bool:
    paragraphs = article_text(cited.law, cited.article).paragraphs
    items = [item for each in paragraphs if each.number == cited.paragraph for item in each.items]
    return number <= sum(item.level == 1 for item in items)
