"""The catalog of answers: what each one means, what to check in it, and what can be done about it."""

from dataclasses import dataclass
from typing import NamedTuple

from app import law
from app.filings.ways import Way
from app.law.statutes import Citation

# No outcome was recorded.
UNKNOWN = "unknown"
# With these the other side answers; the last one says where a filing stands.
ANSWERS = ("decision_notified", "determination_notified", "answered", "refused", "carried_out")


class When(NamedTuple):
    """In which situation a reason speaks; what is empty does not matter."""

    procedure: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    state: frozenset[str] = frozenset()
    answer: frozenset[str] = frozenset()
    outcome: frozenset[str] = frozenset()
    in_post: bool | None = None
    event: str | None = None
    notice: frozenset[str] = frozenset()
    ground: str | None = None
    lack: str | None = None
    warning: str | None = None

    @property
    def is_lead(self) -> bool:
        """Whether it speaks of where the filing stands, and not of something beside that."""
        return not (self.event or self.ground or self.lack or self.warning)

    @property
    def weight(self) -> tuple[bool, ...]:
        """How much it asks for: of two that fit, the one that asks for more is nearer."""
        return (
            bool(self.answer),
            bool(self.procedure),
            bool(self.family),
            bool(self.outcome),
            self.in_post is not None,
        )

    def fits(self, procedure: law.ProcedureInfo) -> bool:
        """Whether it can speak in filings of this procedure at all."""
        return (not self.procedure or procedure.id in self.procedure) and (
            not self.family or procedure.family in self.family
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of answer or situation, in every language; a warning has its sentence in the rule book."""

    id: str
    when: When
    label: law.Text | None
    means: law.Text | None
    rests_on: tuple[Citation, ...]
    certainty: law.Certainty
    inferred: law.Text | None
    check: tuple[law.Text, ...]
    settles: tuple[law.Text, ...]
    can_do: tuple[Way, ...]
