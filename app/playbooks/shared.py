"""What all playbooks share: sources, papers to enclose, the letter of each procedure, names of blanks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.law import Text
from app.law.files import parse_yaml
from app.playbooks.model import Certainty, Source
from app.playbooks.part import LANGUAGES, Part

COMMON = "common.yaml"


@dataclass(frozen=True, slots=True)
class Shared:
    """The content of common.yaml, as far as playbooks ask for it."""

    disclaimer: Text
    do_not_record: Text
    certainty: Mapping[Certainty, Text]
    letters: Mapping[str, str]  # by procedure
    attachments: Mapping[str, Text]
    sources: Mapping[str, Source]
    placeholders: Mapping[str, str]

    @property
    def letter_kinds(self) -> frozenset[str]:
        """Every letter that a procedure of the playbooks can be written as."""
        return frozenset(self.letters.values())


def content_of(name: str) -> object:
    """A data file of this room."""
    content: object = parse_yaml(files("app.playbooks").joinpath("data", name).read_text("utf-8"))
    return content


@cache
def shared() -> Shared:
    """What is shared, read once."""
    part = Part(content_of(COMMON))
    scale, procedures = part.part("certainty_scale"), part.part("procedures")
    attachments, sources = part.part("attachments"), part.part("sources")
    told = part.part("do_not_record")  # with its certainty and sources beside the languages
    placeholders = part.part("placeholders")
    return Shared(
        disclaimer=part.text("disclaimer"),
        do_not_record={code: told.word(code) for code in LANGUAGES},
        certainty={each: scale.text(each) for each in Certainty},
        letters={name: procedures.part(name).word("letter") for name in procedures.names()},
        attachments={name: attachments.text(name) for name in attachments.names()},
        sources={name: read_source(sources.part(name)) for name in sources.names()},
        placeholders={name: placeholders.word(name) for name in placeholders.names()},
    )


def read_source(part: Part) -> Source:
    """Where something was read."""
    source = Source(part.word("label"), part.maybe("url", part.word), part.maybe("note", part.word))
    part.done()
    return source
