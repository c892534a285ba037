"""Loads the lines of the list; refuses one without a language, a reason, a known place, or a use."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from app import law
from app.filings.packs import parse_place
from app.law.book import BadPack
from app.law.files import parse_yaml
from app.law.statutes import Citation
from app.sending.checklist import Body, Certainty, Item, Method, Part, Put, When
from app.sending.models import Agent, CertificateKind, Identity, Way

LANGUAGES = ("ja", "ja_easy", "en")
_KNOWN: Mapping[str, Iterable[str]] = {"body": Body, "way": Way, "agent": Agent, "identity": Identity}


@cache
def items() -> tuple[Item, ...]:
    """Every line, in the order in which it is shown."""
    pack = _pack("checklist.yaml")
    groups = pack["groups"]
    return tuple(parse_item(item_id, told, groups) for item_id, told in pack["items"].items())


@cache
def methods() -> Mapping[str, Method]:
    """The ways to post a letter, by id."""
    pack = _pack("checklist.yaml")
    return {key: _parse_method(key, told, pack["groups"]) for key, told in pack["methods"].items()}


@cache
def markings() -> Mapping[str, str]:
    """What is written in red on the envelope, by procedure; Japanese, for the post and the agency."""
    return dict(_pack("checklist.yaml")["markings"])


@cache
def sayings() -> tuple[tuple[frozenset[str], law.Text], ...]:
    """What to say at a counter, with the procedures for which it is."""
    pack = _pack("sayings.yaml")
    return tuple(
        (
            _procedures(f"sayings {place}", told.get("procedure", ()), pack["groups"]),
            parse_text("sayings", told),
        )
        for place, told in enumerate(pack["sayings"])
    )


def lines_for(put: Put) -> tuple[Item, ...]:
    """The lines that belong to a filing."""
    return tuple(item for item in items() if item.when.fits(put))


def places_of(item: Item, procedure: str) -> tuple[Citation, ...]:
    """The articles of a line; where one is carried over to this procedure, the article that does so too."""
    carried = _pack("checklist.yaml")["carried_over"]
    article = parse_place("carried_over", carried["article"])
    is_carried = any((place.law, place.article) == (article.law, article.article) for place in item.rests_on)
    if is_carried and procedure in carried["procedure"]:
        return (*item.rests_on, parse_place("carried_over", carried["by"]))
    return item.rests_on


def method_for(procedure: str) -> Method:
    """The way to post that is advised for a procedure."""
    return next(one for one in methods().values() if procedure in one.procedure)


def sayings_for(procedure: str) -> list[law.Text]:
    """What to say at a counter about a filing of this procedure."""
    return [text for procedures, text in sayings() if not procedures or procedure in procedures]


@cache
def _pack(name: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = parse_yaml(files("app.sending").joinpath("data", name).read_text("utf-8"))
    return content


def parse_text(where: str, told: Mapping[str, str]) -> law.Text:
    """A text in the three registers."""
    missing = [language for language in LANGUAGES if not told.get(language)]
    if missing:
        raise BadPack(f"{where}: a text is missing in {', '.join(missing)}.")
    return {language: told[language] for language in LANGUAGES}


def parse_item(item_id: str, told: Mapping[str, Any], groups: Mapping[str, list[str]]) -> Item:
    """One line; a line of law names its article, one of an agency's page names the page."""
    unknown = set(told) - {
        "part",
        "when",
        "text",
        "why",
        "certainty",
        "rests_on",
        "source",
        "certificate",
        "fee",
    }
    if unknown:
        raise BadPack(f"{item_id}: {', '.join(sorted(unknown))} is no part of a line.")
    certainty = Certainty(told["certainty"])
    rests_on = tuple(parse_place(item_id, place) for place in told.get("rests_on", ()))
    source = told.get("source")
    if certainty is Certainty.LAW and not rests_on:
        raise BadPack(f"{item_id}: what the law says needs its article.")
    if certainty is Certainty.OFFICIAL and not source:
        raise BadPack(f"{item_id}: what an agency says needs the page where it stands.")
    return Item(
        id=item_id,
        part=Part(told["part"]),
        when=_parse_when(item_id, told.get("when", {}), groups),
        text=parse_text(item_id, told["text"]),
        why=parse_text(item_id, told["why"]),
        certainty=certainty,
        rests_on=rests_on,
        source=parse_text(item_id, source) if source else None,
        certificate=CertificateKind(told["certificate"]) if "certificate" in told else None,
        fee=told.get("fee"),
    )


def _parse_when(where: str, told: Mapping[str, Any], groups: Mapping[str, list[str]]) -> When:
    unknown = set(told) - set(When._fields)
    if unknown:
        raise BadPack(f"{where}: {', '.join(sorted(unknown))} is no part of a situation.")
    for name, known in _KNOWN.items():
        strange = set(told.get(name, ())) - set(known)
        if strange:
            raise BadPack(f"{where}: {', '.join(sorted(strange))} is not known.")
    chosen = {name: frozenset(told.get(name, ())) for name in _KNOWN}
    procedures = _procedures(where, told.get("procedure", ()), groups)
    return When(procedure=procedures, copies=told.get("copies"), **chosen)


def _procedures(where: str, names: Iterable[str], groups: Mapping[str, list[str]]) -> frozenset[str]:
    """Procedures by name, or by the name of a group; "abroad" is every pack of another country."""
    found: set[str] = set()
    for name in names:
        if name == "abroad":
            found |= {one.id for one in law.PROCEDURES.values() if one.not_reviewed}
        else:
            found |= set(groups.get(name, [name]))
    strange = found - set(law.PROCEDURES)
    if strange:
        raise BadPack(f"{where}: {', '.join(sorted(strange))} is no procedure.")
    return frozenset(found)


def _parse_method(method_id: str, told: Mapping[str, Any], groups: Mapping[str, list[str]]) -> Method:
    return Method(
        id=method_id,
        text=parse_text(method_id, told["text"]),
        why=parse_text(method_id, told["why"]),
        certainty=Certainty(told["certainty"]),
        procedure=_procedures(method_id, told.get("procedure", ()), groups),
    )
