"""Says of each filing of a case what its answer means, what to check, and what can be done until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from app import law
from app.filings import choices, offers
from app.filings.case_page import CaseView, FilingView
from app.filings.choices import Choice
from app.filings.notices import ids_of
from app.filings.packs import reasons
from app.filings.reasons import ANSWERS, UNKNOWN, Reason
from app.filings.ways import Way

_DECIDING = ("decision_notified", "determination_notified")


class Situation(NamedTuple):
    """What a filing shows of itself to the catalog of reasons."""

    procedure: law.ProcedureInfo
    state: str
    answer: str | None
    outcome: str
    in_post: bool
    kinds: frozenset[str]
    grounds: frozenset[tuple[str, str]]
    lacks: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One filing's panel: what it means, then what to check, then what can be done."""

    filing: FilingView
    lead: Reason
    beside: tuple[Reason, ...]
    check: tuple[law.Text, ...]
    can_do: tuple[Choice, ...]
    also: tuple[law.NextStep, ...]
    is_open: bool

    @property
    def meanings(self) -> tuple[Reason, ...]:
        """What is told in words: where the filing stands, then what its papers say or lack."""
        return (self.lead, *self.beside)


def panels(view: CaseView) -> list[Panel]:
    """A panel for each filing; open are the one that moved last and those that were warned about."""
    newest = max((told.event.recorded_at for one in view.filings for told in one.told), default=None)
    return [
        _panel(
            view,
            filing,
            is_open=len(view.filings) == 1
            or bool(filing.answer.warnings)
            or any(told.event.recorded_at == newest for told in filing.told),
        )
        for filing in view.filings
    ]


def _panel(view: CaseView, filing: FilingView, *, is_open: bool) -> Panel:
    situation = situation_of(filing)
    lead, beside = lead_of(situation), beside_of(situation)
    known = _of_warnings()
    warned = [(each, known[each.code]) for each in filing.answer.warnings if each.code in known]
    told = [*((None, reason) for reason in (lead, *beside)), *warned]
    ways = [(warning, way) for warning, reason in told for way in reason.can_do]
    unsaid = _not_said(filing, choices.gather(view, filing, ways))
    can_do = choices.gather(view, filing, [*ways, *((None, _way_of(step)) for step in unsaid if step.clock)])
    return Panel(
        filing=filing,
        lead=lead,
        beside=beside,
        check=_to_check([reason for _, reason in told]),
        can_do=can_do,
        also=tuple(_not_said(filing, can_do)),
        is_open=is_open,
    )


def _to_check(told: list[Reason]) -> tuple[law.Text, ...]:
    """Everything to check, each once, but not what is noted as missing already."""
    settled = [text for reason in told for text in reason.settles]
    wanted = (text for reason in told for text in reason.check if text not in settled)
    return tuple({text["ja"]: text for text in wanted}.values())


def _not_said(filing: FilingView, can_do: Iterable[Choice]) -> Iterator[law.NextStep]:
    """The law's own next steps that none of the choices stands for."""
    can_do = list(can_do)
    steps = {step for choice in can_do for step in choice.steps}
    clocks = {line.dated.clock.id for choice in can_do for line in choice.lines if line.dated}
    for step in filing.answer.next_steps:
        clock = (step.clock or "").removesuffix(".objective")
        if step.id not in steps and clock not in clocks:
            yield step


def _way_of(step: law.NextStep) -> Way:
    """A step of the law as a way to go: the form that its clock is the time for, if there is one."""
    opens = offers.opened_by((step.clock or "").removesuffix(".objective"))
    return Way(step.text, "follow" if opens else None, opens or "", step.clock, (step.id,))


def situation_of(filing: FilingView) -> Situation:
    """What the catalog is asked about a filing."""
    own = [told.event for told in filing.told if not told.is_retracted]
    asked = filing.put.question.events
    answer = next((event.kind for event in reversed(asked) if event.kind in ANSWERS), None)
    outcome = next((event.outcome for event in reversed(asked) if event.kind in _DECIDING), None)
    return Situation(
        procedure=filing.procedure,
        state=filing.answer.state,
        answer=answer,
        outcome=outcome or UNKNOWN,
        in_post=_may_be_in_the_post(filing),
        kinds=frozenset(event.kind for event in own),
        grounds=frozenset((event.kind, each) for event in own for each in ids_of(event.grounds)),
        lacks=frozenset((event.kind, each) for event in own for each in ids_of(event.lacks)),
    )


def _may_be_in_the_post(filing: FilingView) -> bool:
    """Whether a decision made on its last day could still be on its way."""
    late = [one.deadline.due for one in filing.clocks if one.deadline.state is law.ClockState.OVERDUE]
    today = filing.answer.as_of
    return all(due is not None and today <= due + law.MAIL_GRACE for due in late)


def lead_of(situation: Situation) -> Reason:
    """The reason that says where the filing stands: of those that fit, the one that asks for most."""
    fitting = (reason for reason in _leads(situation.state) if _leads_here(reason, situation))
    return max(fitting, key=lambda reason: reason.when.weight)


def _leads_here(reason: Reason, situation: Situation) -> bool:
    when = reason.when
    return (
        when.fits(situation.procedure)
        and (not when.answer or situation.answer in when.answer)
        and (not when.outcome or situation.outcome in when.outcome)
        and (when.in_post is None or when.in_post == situation.in_post)
    )


def beside_of(situation: Situation) -> tuple[Reason, ...]:
    """What its papers name, what they lack, and what else they tell, in this order."""
    found = [
        reason
        for reason in _besides()
        if reason.when.fits(situation.procedure)
        and (not reason.when.state or situation.state in reason.when.state)
        and _is_told(reason, situation)
    ]
    return tuple(sorted(found, key=lambda reason: (reason.when.ground is None, reason.when.lack is None)))


def _is_told(reason: Reason, situation: Situation) -> bool:
    when = reason.when
    return when.event in situation.kinds or any(
        (kind, when.ground) in situation.grounds or (kind, when.lack) in situation.lacks
        for kind in when.notice
    )


@cache
def _leads(state: str) -> tuple[Reason, ...]:
    return tuple(
        reason for reason in reasons().values() if reason.when.is_lead and state in reason.when.state
    )


@cache
def _besides() -> tuple[Reason, ...]:
    return tuple(each for each in reasons().values() if not each.when.is_lead and not each.when.warning)


@cache
def _of_warnings() -> dict[str, Reason]:
    return {reason.when.warning: reason for reason in reasons().values() if reason.when.warning}
