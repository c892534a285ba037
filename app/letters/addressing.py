"""Names whom a letter is addressed to: the head of an organ by title, or the body itself."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from app.agencies.directory import directory
from app.agencies.models import Kind
from app.agencies.shipped import Entry
from app.filings.queries import FiledRow
from app.law.files import parse_yaml


class Addressee(NamedTuple):
    """Whom, and the word of courtesy behind the name."""

    name: str
    salute: str

    @property
    def written(self) -> str:
        """As it stands at the head of a letter."""
        return f"{self.name}　{self.salute}"


class _Rule(NamedTuple):
    salute: str
    name: str = ""
    sort: str = ""
    kind: str = ""
    ends: str = ""
    title: str | None = None
    add: str = ""

    def fits(self, entry: Entry) -> bool:
        return (
            self.name in {"", entry.name}
            and self.sort in {"", entry.sort}
            and self.kind in {"", entry.kind}
            and entry.name.endswith(self.ends)
        )

    def address(self, name: str) -> Addressee:
        stem = name if self.title is None else name.removesuffix(self.ends) + self.title
        return Addressee(stem + self.add, self.salute)


@cache
def _rules() -> tuple[tuple[_Rule, ...], _Rule]:
    text = files("app.letters").joinpath("data", "addressees.yaml").read_text("utf-8")
    content = parse_yaml(text)
    return tuple(_Rule(**told) for told in content["rules"]), _Rule(**content["otherwise"])


def addressee_of(filing: FiledRow, name: str) -> Addressee:
    """Whom to write to at the agency of a filing; her own entries are addressed as she named them."""
    rules, otherwise = _rules()
    entry = directory().get(filing.agency_id)
    fitting = (rule for rule in rules if entry is not None and rule.fits(entry))
    return next(fitting, otherwise).address(name)


def is_jlis(filing: FiledRow) -> bool:
    """Whether it is the body of which it is inferred, and not read, which chapter of the Act governs it."""
    entry: Entry | None = directory().get(filing.agency_id)
    return entry is not None and entry.sort == "public_corporation"


def takes_stamps(filing: FiledRow) -> bool:
    """Whether it is an organ of the State, whose fee is paid by revenue stamps."""
    entry: Entry | None = directory().get(filing.agency_id)
    return entry is not None and entry.kind is Kind.ADMINISTRATIVE_ORGAN
