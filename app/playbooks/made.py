"""Gathers what one act made: what to do, in which order, and where each letter is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.accounts.session import Actor
from app.filings import queries
from app.filings.case_page import agency_name
from app.filings.reading import Reader
from app.kit.house import House
from app.law import Text
from app.playbooks.keeping import playbook_of
from app.playbooks.making import kept_of
from app.playbooks.model import Playbook, Request, Stage
from app.playbooks.models import PlaybookRun, PlaybookStep
from app.playbooks.undoing import steps_of


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: a letter to an agency, or something without paper."""

    step: PlaybookStep
    request: Request
    agency: str | None
    stage: Stage | None
    is_begun: bool

    @property
    def done_on(self) -> date | None:
        """When she said that it is done."""
        return self.step.done_on


@dataclass(frozen=True, slots=True)
class MadeView:
    """The whole page."""

    run: PlaybookRun
    playbook: Playbook
    lines: tuple[Line, ...]
    holdings: int
    way: str

    @property
    def letters(self) -> list[Line]:
        """What is written on paper."""
        return [line for line in self.lines if line.step.filing_id]

    @property
    def case_id(self) -> UUID:
        """The case that holds them."""
        return self.run.case_id

    @property
    def tasks(self) -> list[tuple[Text, Text]]:
        """What is done outside of any request, and when."""
        playbook = self.playbook
        return [
            (playbook.tasks[each], stage.when)
            for stage in playbook.order
            for each in stage.do
            if each in playbook.tasks
        ]


def view(session: Session, house: House, actor: Actor, run: PlaybookRun) -> MadeView:
    """What a run made, as it stands today."""
    steps = steps_of(session, run.id)
    playbook = playbook_of(session, house, actor, run) or _bare(house, run)
    reader = Reader(house.vault.person(run.person_id), run.person_id)
    rows = {row.id: row for row in queries.filings_of_case(session, run.case_id)}
    events = queries.events_of_filings(session, rows)
    lines = []
    for step in steps:
        known = playbook.requests.get(step.request or "")
        if known is None:
            continue
        row = rows.get(step.filing_id) if step.filing_id else None
        name = agency_name(reader, row) if row else None
        is_begun = bool(row and events.get(row.id))
        lines.append(Line(step, known[1], name, playbook.stage_of(known[1].id), is_begun))
    held = sum(step.holding_id is not None for step in steps)
    return MadeView(run, playbook, tuple(lines), held, kept_of(house, run).way)


def _bare(house: House, run: PlaybookRun) -> Playbook:
    """What is left of a playbook that she deleted: its name."""
    return Playbook(
        id=run.playbook,
        version=run.version,
        as_of=None,
        title={"ja": kept_of(house, run).title},
        summary={},
        audience={},
        facts=(),
        inputs={},
        ask=(),
        prepare=(),
        order=(),
        tasks={},
        safety=None,
        holders=(),
        inserts={},
        open_points=(),
    )
