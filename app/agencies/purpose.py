"""Why an agency is looked for, and so which page comes next: by name, never by an address from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

NEXT_PAGES = {"holding": "/holdings/new", "filing": "/filings/new", "calculator": "/calculator"}
_CARRIED = ("case",)


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose by its name, or none: then the agency's own page comes next."""

    name: str | None = None
    carried: tuple[tuple[str, str], ...] = ()

    @property
    def case_id(self) -> UUID | None:
        """The case for which it is looked for; None outside a case."""
        return next((UUID(text) for key, text in self.carried if key == "case"), None)

    @property
    def next_page(self) -> str | None:
        """The page that takes ?agency=<id>."""
        return NEXT_PAGES[self.name] if self.name else None

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What a form of ours must carry on to stay with this purpose."""
        return (("for", self.name), *self.carried) if self.name else ()

    @property
    def query(self) -> str:
        """The same for a link, with its question mark."""
        return f"?{urlencode(self.fields)}" if self.fields else ""

    def page_for(self, agency_id: UUID) -> str:
        """Where a chosen agency leads."""
        if self.next_page is None:
            return f"/agencies/{agency_id}"
        return f"{self.next_page}?{urlencode((('agency', str(agency_id)), *self.carried))}"


def read_purpose(values: Mapping[str, str]) -> Purpose:
    """The purpose named in a query or a form; an unknown name is none, an unreadable id is left out."""
    name = values.get("for")
    if name not in NEXT_PAGES:
        return Purpose()
    return Purpose(name, tuple((key, values[key]) for key in _CARRIED if _is_id(values.get(key))))


def _is_id(text: str | None) -> bool:
    try:
        return text is not None and str(UUID(text)) == text
    except ValueError:
        return False
