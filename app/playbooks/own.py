"""A playbook that a person writes, and the file in which it is shared: nothing of it is trusted."""

import json
import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

import yaml

from app.law.files import parse_yaml
from app.playbooks.bad import BadPlaybook, line_of, written
from app.playbooks.model import ABOUT_HER
from app.playbooks.part import Part
from app.playbooks.wording import blanks
from app.web.forms import DIRECTION_SIGNS

FORMAT, FORMAT_VERSION = "misete-playbook", 1
MOST_BYTES, MOST_MARKS, DEEPEST = 65_536, 5_000, 8
MOST_REQUESTS, MOST_HOLDS = 12, 10
TITLE_LIMIT, WORRY_LIMIT, WHO_LIMIT, HOLDS_LIMIT, WORDING_LIMIT = 120, 2000, 120, 100, 3500
# What can be asked for without anything before it.
PROCEDURES = (
    "jp.appi.disclosure",
    "jp.appi_private.disclosure",
    "jp.foi.national",
    "jp.foi.local",
    "jp.basic_resident.disclosure",
    "jp.jpki.disclosure",
    "jp.jlis.documents",
    "jp.inquiry",
    "jp.complaint",
)


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """Whom to ask, what may be there, under which procedure, in which words."""

    who: str
    holds: tuple[str, ...]
    procedure: str
    wording: str


@dataclass(frozen=True, slots=True)
class Own:
    """A whole playbook of a person's, in her own language."""

    title: str
    worry: str
    requests: tuple[OwnRequest, ...]


def to_json(own: Own) -> str:
    """As it is kept."""
    return json.dumps(_content(own), ensure_ascii=False)


def to_file(own: Own) -> str:
    """As it is shared: words about a worry, and nothing about the person."""
    return yaml.safe_dump(_content(own), allow_unicode=True, sort_keys=False, width=100)


def _content(own: Own) -> dict[str, Any]:
    told = asdict(own)
    requests = [{**each, "holds": list(each["holds"])} for each in told.pop("requests")]
    return {"format": FORMAT, "format_version": FORMAT_VERSION, **told, "requests": requests}


class BadFile(Exception):
    """Why a file is no playbook: the line, the place, the key of a sentence, its values."""

    def __init__(self, line: int, key: str, where: str = "", **values: object) -> None:
        self.line = line
        self.where = where
        self.key = key
        self.values = values
        super().__init__(key)


def from_file(text: str) -> Own:
    """A playbook from somebody's file; raises BadFile with the line and the reason."""
    if len(text.encode()) > MOST_BYTES:
        raise BadFile(1, "playbooks.bad.too_large", most=MOST_BYTES // 1024)
    try:
        _require_plain(text)
        return read_own(Part(parse_yaml(text)))
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark or error.context_mark, "line", 0) + 1
        raise BadFile(line, "playbooks.bad.not_yaml") from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        if isinstance(error, BadPlaybook):
            line = line_of(text, error.place)
            raise BadFile(line, error.key, written(error.place), **error.values) from None
        raise BadFile(1, "playbooks.bad.not_yaml") from None


def from_json(text: str) -> Own:
    """A playbook as it was kept."""
    return read_own(Part(json.loads(text)))


def _require_plain(text: str) -> None:
    """Refuses what only a bomb needs: anchors, tags, depth, and more marks than anybody writes."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = getattr(event.start_mark, "line", 0) + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadFile(line, "playbooks.bad.anchor")
        if getattr(event, "tag", None):
            raise BadFile(line, "playbooks.bad.tag")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or number > MOST_MARKS:
            raise BadFile(line, "playbooks.bad.too_deep")


def read_own(part: Part) -> Own:
    """A person's playbook, every field of it checked; raises BadPlaybook."""
    part.known("format", [FORMAT])
    if part.number("format_version") != FORMAT_VERSION:
        raise part.refuse("format_version", "unknown_version", known=FORMAT_VERSION)
    own = Own(
        title=_line(part, "title", TITLE_LIMIT),
        worry=_words(part, "worry", WORRY_LIMIT),
        requests=tuple(map(_request, part.parts("requests"))),
    )
    part.done()
    if not own.requests:
        raise part.refuse("requests", "missing")
    if len(own.requests) > MOST_REQUESTS:
        raise part.refuse("requests", "too_many", most=MOST_REQUESTS)
    return own


def _request(part: Part) -> OwnRequest:
    who = _line(part, "who", WHO_LIMIT)
    holds = part.words("holds")
    if len(holds) > MOST_HOLDS:
        raise part.refuse("holds", "too_many", most=MOST_HOLDS)
    for each in holds:
        _check(part, "holds", each, HOLDS_LIMIT)
    request = OwnRequest(
        who, holds, part.known("procedure", PROCEDURES), _words(part, "wording", WORDING_LIMIT)
    )
    for blank in blanks(request.wording) - {*ABOUT_HER}:
        raise part.refuse("wording", "unknown_blank", found=blank)
    part.done()
    return request


def _line(part: Part, name: str, limit: int) -> str:
    text = part.word(name)
    if "\n" in text:
        raise part.refuse(name, "one_line")
    return _check(part, name, text, limit)


def _words(part: Part, name: str, limit: int) -> str:
    return _check(part, name, part.word(name), limit)


def _check(part: Part, name: str, text: str, limit: int) -> str:
    if len(text) > limit:
        raise part.refuse(name, "too_long", limit=limit)
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise part.refuse(name, "control")
    if not DIRECTION_SIGNS.isdisjoint(text):
        raise part.refuse(name, "direction")
    return text
