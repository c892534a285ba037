"""Reads the shipped playbooks, strictly: an unknown id, a stray field or a missing language is refused."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from app import law
from app.agencies.directory import directory
from app.agencies.service import OWN_KINDS
from app.filings.packs import reasons
from app.holdings.models import Category
from app.law import Text
from app.playbooks.bad import BadPlaybook
from app.playbooks.model import (
    ABOUT_HER,
    AGENCY,
    EXTRA,
    WAY,
    Asked,
    Certainty,
    Drawer,
    Expect,
    Fact,
    Holder,
    Insert,
    Playbook,
    Resolve,
    Source,
    Stage,
)
from app.playbooks.part import Part
from app.playbooks.requesting import Names, read_request
from app.playbooks.shared import COMMON, content_of, read_source, shared
from app.playbooks.wording import blanks

VERSION_OF_SCHEMA = 1
MOST_QUESTIONS = 5
REGIMES = (
    "appi_chapter5",
    "appi_chapter5_mna31",
    "appi_chapter4",
    "appi_chapter4_by_inference",
    "foi_national",
    "oversight",
)
ORGANS = ("mayor", "governor")
FIRST = "mynumber_card_face"
# Letters that answer an answer, and so are the form of no procedure.
LATER_LETTERS = frozenset(
    f"letter.{name}"
    for name in (
        "reminder",
        "reasons_request",
        "appeal_inaction",
        "pre_suit_39",
        "correction_answer",
        "disclosure_request_number",
    )
)


@cache
def playbooks() -> Mapping[str, Playbook]:
    """Every shipped playbook by id, the first and deepest one first."""
    names = sorted(name for name in _files() if name != COMMON)
    found = {name.removesuffix(".yaml"): read_playbook(Part(content_of(name)), name) for name in names}
    return {FIRST: found.pop(FIRST)} | found


def _files() -> list[str]:
    folder = files("app.playbooks").joinpath("data")
    return [each.name for each in folder.iterdir() if each.name.endswith(".yaml")]


def read_playbook(part: Part, name: str) -> Playbook:
    """One playbook of a file; raises BadPlaybook with the file's name in front."""
    try:
        return _read(part)
    except BadPlaybook as bad:
        raise BadPlaybook((name, *bad.place), bad.key.rpartition(".")[2], **bad.values) from None


def _read(part: Part) -> Playbook:
    if part.number("schema_version") != VERSION_OF_SCHEMA:
        raise part.refuse("schema_version", "unknown_name", found="schema_version")
    sources = dict(shared().sources) | _sources(part)
    inputs = {asked.key: asked for asked in map(_asked, part.parts("inputs"))}
    names = _names(inputs)
    playbook = Playbook(
        id=part.word("id"),
        version=part.number("version"),
        as_of=part.day("as_of"),
        title=part.text("title"),
        summary=part.text("summary"),
        audience=part.text("audience"),
        facts=tuple(_fact(each, sources) for each in part.parts("facts")),
        inputs=inputs,
        ask=part.words("ask", [*inputs, WAY, EXTRA, AGENCY]),
        prepare=part.words("prepare"),
        order=tuple(_stages(part)),
        tasks=_texts(part, "tasks"),
        safety=part.maybe("safety_note", part.text),
        holders=tuple(_holder(each, names, inputs) for each in part.parts("holders")),
        inserts=_inserts(part),
        open_points=part.texts("open_points"),
    )
    part.done()
    _require_whole(playbook)
    return playbook


def _names(inputs: Mapping[str, Asked]) -> Names:
    """What a request may name: the clocks, letters and papers that there are."""
    return Names(
        procedures=frozenset(law.PROCEDURES),
        clocks=frozenset(law.CLOCKS),
        letters=shared().letter_kinds | LATER_LETTERS,
        attachments=frozenset(shared().attachments),
        reasons=frozenset(reasons()),
        inputs={key: asked.options for key, asked in inputs.items()},
    )


def _sources(part: Part) -> dict[str, Source]:
    if not part.has("sources_local"):
        return {}
    local = part.part("sources_local")
    return {name: read_source(local.part(name)) for name in local.names()}


def _texts(part: Part, name: str) -> dict[str, Text]:
    if not part.has(name):
        return {}
    inner = part.part(name)
    return {key: inner.text(key) for key in inner.names()}


def _asked(part: Part) -> Asked:
    asked = Asked(
        key=part.word("key"),
        label=part.text("label"),
        required=part.flag("required"),
        is_day=part.flag("day"),
        options=part.words("options"),
    )
    part.done()
    return asked


def _fact(part: Part, sources: Mapping[str, Source]) -> Fact:
    fact = Fact(
        id=part.word("id"),
        text=part.text("text"),
        certainty=part.choice("certainty", Certainty),
        sources=tuple(sources[name] for name in part.words("sources", sources)),
        cite=part.maybe("cite", part.word),
    )
    part.done()
    if not fact.sources:
        raise part.refuse("sources", "missing")
    return fact


def _stages(part: Part) -> Iterator[Stage]:
    for each in part.parts("order"):
        number, told = each.number("step"), each.take("do")
        do = tuple(map(str, told)) if isinstance(told, list) else (str(told),)
        yield Stage(number, do, each.text("when"), each.words("clocks", law.CLOCKS))
        each.done()


def _holder(part: Part, names: Names, inputs: Mapping[str, Asked]) -> Holder:
    holder = Holder(
        id=part.word("id"),
        name=part.text("name"),
        resolve=_resolve(part.part("resolve"), inputs),
        regime=part.known("regime", REGIMES),
        regime_certainty=part.certainty("regime_certainty") or Certainty.LAW,
        likelihood=part.choice("likelihood", Expect),
        why=part.text("why"),
        why_certainty=part.choice("why_certainty", Certainty),
        drawers=tuple(map(_drawer, part.parts("categories"))),
        requests=tuple(read_request(each, names) for each in part.parts("requests")),
    )
    part.done()
    return holder


def _resolve(part: Part, inputs: Mapping[str, Asked]) -> Resolve:
    kinds = [kind.value for kind in OWN_KINDS]
    own = part.words("own")
    asked = part.maybe("ask", lambda name: part.known(name, kinds))
    resolve = Resolve(
        agency=part.maybe("agency", part.word),
        question=AGENCY if asked else part.maybe("from", lambda name: part.known(name, inputs)),
        organ=part.maybe("organ", lambda name: part.known(name, ORGANS)),
        own=own,
        kind=asked or part.maybe("kind", lambda name: part.known(name, kinds)) or "business",
    )
    part.done()
    if resolve.agency and resolve.agency not in {entry.name for entry in directory().entries}:
        raise part.refuse("agency", "unknown_name", found=resolve.agency)
    if not (resolve.agency or resolve.question or resolve.own):
        raise part.refuse("from", "missing")
    return resolve


def _drawer(part: Part) -> Drawer:
    drawer = Drawer(
        part.word("id"), part.choice("kind", Category), part.choice("expect", Expect), part.text("label")
    )
    part.done()
    return drawer


def _inserts(part: Part) -> dict[str, Insert]:
    if not part.has("letter_inserts"):
        return {}
    inner = part.part("letter_inserts")
    found = {}
    for name in inner.names():
        one = inner.part(name)
        letter, body = one.known("use_with", shared().letter_kinds | LATER_LETTERS), one.word("body")
        found[name] = Insert(name, letter, body, one.certainty("certainty"))
        one.done()
    return found


def _require_whole(playbook: Playbook) -> None:
    """Refuses what points to nothing inside the playbook itself."""
    requests, place = playbook.requests, ("holders",)
    if len(playbook.ask) > MOST_QUESTIONS:
        raise BadPlaybook(("ask",), "too_many", most=MOST_QUESTIONS)
    pairs = [
        *(("prepare", each, set(requests)) for each in playbook.prepare),
        *(("order", each, {*requests, *playbook.tasks}) for stage in playbook.order for each in stage.do),
    ]
    for _, request in requests.values():
        pairs += [("wording", name, _blanks_known(playbook)) for name in blanks(request.wording)]
        for step in (step for outcome in request.outcomes for step in outcome.next):
            pairs += [("request_ref", step.request, set(requests))] if step.request else []
            pairs += [("letter_insert", step.insert, set(playbook.inserts))] if step.insert else []
    for insert in playbook.inserts.values():
        pairs += [("letter_inserts", name, _blanks_known(playbook)) for name in blanks(insert.body)]
    for where, name, known in pairs:
        if name not in known:
            raise BadPlaybook(
                (*place, where) if where not in {"prepare", "order"} else (where,), "unknown_name", found=name
            )


def _blanks_known(playbook: Playbook) -> set[str]:
    return {*shared().placeholders, *playbook.inputs, *ABOUT_HER}
