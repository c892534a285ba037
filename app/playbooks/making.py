"""Makes all of a playbook in one act: the case, what is probably held, the filings and their letters."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import Session, col

from app.accounts.session import Actor
from app.audit.entry import Action
from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Wish
from app.holdings import service as holdings
from app.holdings.models import Certainty, Holding
from app.holdings.service import Words
from app.kit.crypto import Place, Sealed
from app.kit.house import House
from app.letters import service as letters
from app.letters.models import Letter
from app.people import access
from app.people import service as people
from app.people.models import Case
from app.playbooks import papers
from app.playbooks.asking import Answers
from app.playbooks.finding import Target
from app.playbooks.model import Drawer, Holder, Playbook, Request
from app.playbooks.models import PlaybookRun, PlaybookStep
from app.playbooks.wording import fill
from app.web.texts import Texts

Planned = tuple[Holder, Request, Target]


@dataclass(frozen=True, slots=True)
class Plan:
    """What she ticked, and whom each goes to; `once` is the same for every repetition of her click."""

    playbook: Playbook
    answers: Answers
    planned: Sequence[Planned]
    once: UUID
    case: Case | None = None  # into which it is made; else a new one of her own
    text: str = ""  # a playbook of a group, as it was: the run remembers it, whatever becomes of the group's


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run remembers: her answers, and what was written for her, so that a change can be seen."""

    values: dict[str, str]
    about_her: dict[str, str]
    way: str
    title: str
    worry: str | None
    wanted: dict[str, str]  # by filing
    letters: dict[str, dict[str, str]]  # by letter
    holdings: dict[str, list[str | None]]
    agencies: dict[str, str]  # entries of her own that were made for it
    is_in_case: bool = False  # the case was there before
    text: str = ""  # the playbook itself, where it was a group's


def make(session: Session, house: House, actor: Actor, plan: Plan, texts: Texts) -> PlaybookRun:
    """One transaction; a repeated post finds the run of the first."""
    person_id = plan.case.person_id if plan.case else access.own_person(session, actor).id
    access.hold(session, person_id)
    done = _made(session, person_id, plan.once)
    if done is not None:
        return done
    run = _Maker(session, house, person_id, plan, texts).make()
    access.note_work(session, actor, Action.CREATE, "playbook", run)
    return run


def _made(session: Session, person_id: UUID, once: UUID) -> PlaybookRun | None:
    mine = (col(PlaybookRun.person_id) == person_id, col(PlaybookRun.once) == once)
    return session.execute(select(PlaybookRun).where(*mine)).scalar_one_or_none()


class _Maker:
    """Writes one run into an open transaction."""

    def __init__(self, session: Session, house: House, person_id: UUID, plan: Plan, texts: Texts) -> None:
        self.session = session
        self.house = house
        self.person_id = person_id
        self.plan = plan
        self.texts = texts
        self.agencies: dict[str, UUID] = {}
        self.steps: list[PlaybookStep] = []
        self.kept = Kept(
            plan.answers.values,
            plan.answers.about_her,
            plan.answers.way,
            *("", None, {}, {}, {}, {}),
            is_in_case=plan.case is not None,
            text=plan.text,
        )

    def make(self) -> PlaybookRun:
        playbook, answers = self.plan.playbook, self.plan.answers
        title, worry = self.texts.pick(playbook.title), answers.extra or None
        case = self.plan.case or people.open_case(self.session, self.house, self.person_id, title, worry)
        letters.keep_sender(self.session, self.house, self.person_id, answers.about_her)
        run = PlaybookRun(
            id=uuid4(),
            person_id=self.person_id,
            case_id=case.id,
            once=self.plan.once,
            playbook=playbook.id,
            version=playbook.version,
            content_sealed=Sealed(),
            created_at=self.house.clock.now(),
        )
        self._note_holdings(case)
        for holder, request in playbook.requests.values():
            self._begin(case, holder, request)
        seal_kept(self.house, run, replace(self.kept, title=title, worry=worry))
        self.session.add(run)
        self.session.flush()  # its steps point to it
        self._add_steps(run)
        return run

    def _note_holdings(self, case: Case) -> None:
        """What is probably there, as a guess: one holding for each drawer of those who are asked."""
        asked = {(holder.id, target.name): (holder, target) for holder, _, target in self.plan.planned}
        for holder, target in asked.values():
            for drawer in holder.drawers if holder.holds_hers else ():
                words = self._words_of(holder, drawer)
                agency = self._agency(target)
                added = holdings.add_holdings(
                    self.session, self.house, self.person_id, agency, case.id, words
                )
                self._remember(added, words)

    def _words_of(self, holder: Holder, drawer: Drawer) -> Words:
        why = self.texts.pick(holder.why)
        expected = self.texts.t(f"playbooks.expect.{drawer.expect}")
        said = self.texts.t("playbooks.made.why", why=why, expected=expected) if why else expected
        return Words((drawer.kind,), Certainty.GUESS, None, self.texts.pick(drawer.label), said)

    def _remember(self, added: Sequence[Holding], words: Words) -> None:
        for holding in added:
            self._step(holding_id=holding.id)
            self.kept.holdings[str(holding.id)] = [words.words, words.why]

    def _begin(self, case: Case, holder: Holder, request: Request) -> None:
        if request.is_self_service:
            self._step(request=request.id)
        for planned_holder, planned, target in self.plan.planned:
            if planned_holder.id == holder.id and planned.id == request.id:
                made = add_request(
                    self.session,
                    self.house,
                    case,
                    request,
                    self._agency(target),
                    self.plan.answers,
                    self.texts,
                )
                remember(self.house, self.kept, made)
                self._step(request=request.id, filing_id=made.filing.id, letter_id=made.letter_id)

    def _agency(self, target: Target) -> UUID:
        if target.name not in self.agencies:
            self.agencies[target.name] = target.id(self.session, self.house, self.person_id)
            if target.agency is None:
                self.kept.agencies[str(self.agencies[target.name])] = target.name
        return self.agencies[target.name]

    def _step(self, **what: Any) -> None:
        self.steps.append(
            PlaybookStep(run_id=self.plan.once, person_id=self.person_id, position=len(self.steps), **what)
        )

    def _add_steps(self, run: PlaybookRun) -> None:
        for step in self.steps:
            step.run_id = run.id
            self.session.add(step)
        self.session.flush()  # the page that follows reads them


@dataclass(frozen=True, slots=True)
class Made:
    """A filing with its letter, as they were written for her."""

    filing: Filing
    wanted: str
    letter: Letter | None

    @property
    def letter_id(self) -> UUID | None:
        """The letter's id, where there is one."""
        return self.letter.id if self.letter else None


def add_request(
    session: Session, house: House, case: Case, request: Request, agency: UUID, answers: Answers, texts: Texts
) -> Made:
    """A filing, not sent yet, and its letter with the playbook's wording."""
    about = fill(request.form_box, answers.values) if request.form_box else texts.pick(request.title)
    is_provision = papers.is_provision_record(request)
    wish = Wish(agency, request.procedure, about, provision_record=is_provision)
    filing = filings.begin_filing(session, house, case, wish)
    if request.letter is None:
        return Made(filing, about, None)
    fields = papers.first_fields(request, answers)
    return Made(filing, about, letters.draft(session, house, filing, request.letter, fields))


def remember(house: House, kept: Kept, made: Made) -> None:
    """Notes what was written, so that a later change can be seen."""
    kept.wanted[str(made.filing.id)] = made.wanted
    if made.letter is not None:
        kept.letters[str(made.letter.id)] = letters.fields_of(house, made.letter)


def seal_kept(house: House, run: PlaybookRun, kept: Kept) -> None:
    """Writes what a run remembers."""
    cipher = house.vault.person(run.person_id)
    run.content_sealed = cipher.seal(_place(run), json.dumps(asdict(kept), ensure_ascii=False))


def kept_of(house: House, run: PlaybookRun) -> Kept:
    """What a run remembers."""
    return Kept(**json.loads(house.vault.person(run.person_id).open(_place(run), run.content_sealed)))


def _place(run: PlaybookRun) -> Place:
    return Place("playbook_run", "content_sealed", run.id, run.person_id)
