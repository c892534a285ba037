"""What the packs of requests abroad rest on: evidence, what starts a clock, what must be said of its days."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.law.files import read_yaml

# To show the data, to correct it or to refuse is an answer too, though nobody wrote a letter.
ANSWERS = ("answered", "refused", "disclosed", "carried_out")
_RESPOND = ".respond"


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack: how its values are known, and what is particular to its clocks."""

    evidence: str
    starts: Mapping[str, str]
    notes: Mapping[str, tuple[str, ...]]

    def start_of(self, clock_id: str) -> str:
        """The kind of event from which a clock is counted."""
        return self.starts.get(clock_id, "received")


@cache
def packs() -> Mapping[str, Pack]:
    """Every pack, by the id of its procedure."""
    return {
        key: Pack(
            content["evidence"],
            content.get("starts", {}),
            {clock_id: tuple(codes) for clock_id, codes in content.get("notes", {}).items()},
        )
        for key, content in read_yaml("abroad.yaml")["packs"].items()
    }


def ends_of(clock_id: str) -> tuple[str, ...]:
    """The kinds of event that end a clock; an answer is also the sign that the request arrived."""
    return ANSWERS if clock_id.endswith(_RESPOND) else ("acknowledged", *ANSWERS)
