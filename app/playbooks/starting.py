"""The way from a playbook to its letters: the questions, the recap, and the one act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from fastapi import Request as WebRequest
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.session import Actor
from app.kit.house import House
from app.letters.service import sender_of
from app.people import access
from app.people.models import Case
from app.playbooks import finding, making
from app.playbooks.asking import (
    REQUESTS,
    Answers,
    Interview,
    asks_birth_date,
    letter_words,
    one_id,
    questions,
)
from app.playbooks.finding import Asker, Target
from app.playbooks.making import Plan
from app.playbooks.model import Holder, Playbook, Request
from app.playbooks.telling import telling
from app.web.forms import OTHER_NUMBER, Fields, Form
from app.web.pages import render, see_other
from app.web.texts import texts_of

BACK, MAKE = "back", "make"


@dataclass(frozen=True, slots=True)
class Offer:
    """One request of the recap: whom it goes to, and whether it is ticked before she chooses."""

    holder: Holder
    request: Request
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the pages of a start need."""

    request: WebRequest
    session: Session
    house: House
    actor: Actor
    playbook: Playbook
    path: str
    is_own: bool = False
    case: Case | None = None  # a client's, into which a helper makes it
    told_at: str = ""  # where the playbook can be read, when that is not its path
    text: str = ""  # a playbook of a group, as it is kept

    @property
    def about(self) -> str:
        """Where the playbook can be read."""
        return self.told_at or self.path

    @property
    def index(self) -> str:
        """Where she chose it."""
        return self.path.rpartition("/")[0] if self.case else "/playbooks"

    @property
    def person_id(self) -> UUID:
        """For whom the letters are."""
        return self.case.person_id if self.case else access.own_person(self.session, self.actor).id

    @property
    def _asker(self) -> Asker:
        return Asker(self.session, self.house, self.actor, self.person_id)

    def form_page(self, form: Form, status: int = 200, choices: object = None) -> Response:
        """The questions."""
        return render(
            self.request,
            "playbooks/start.html",
            status=status,
            nav="new",
            playbook=self.playbook,
            questions=questions(self.playbook),
            asks_birth_date=asks_birth_date(self.playbook),
            choices=choices or {},
            form=form,
            desk=self,
        )

    def first_page(self, kept: Fields) -> Response:
        """The questions, with what she told about herself before."""
        if kept:
            return self.form_page(Form(kept))
        return self.form_page(Form.blank(**sender_of(self.session, self.house, self.person_id)))

    def answer(self, posted: Fields, writing: Session) -> Response:
        """The recap after the questions, the questions again, or the act itself."""
        form = Form(posted, self.house.clock.today())
        if posted.get("step") == BACK:
            return self.form_page(form)
        interview = Interview(self._asker, form, self.playbook)
        answers = interview.read(letter_words(self.request))
        if answers is None:
            return self.form_page(form, 422, interview.choices)
        offers = self._offers(interview, answers)
        if posted.get("step") != MAKE:
            return self._recap(form, interview, answers, offers)
        ticked = form.choices(REQUESTS, [offer.request.id for offer in offers])
        if not ticked:
            form.problem(REQUESTS, "playbooks.errors.none_ticked")
        if not form.ok:
            return self._recap(form, interview, answers, offers, 422)
        return self._make(writing, answers, [each for each in offers if each.request.id in ticked], form)

    def _make(self, writing: Session, answers: Answers, ticked: Iterable[Offer], form: Form) -> Response:
        planned = [(each.holder, each.request, target) for each in ticked for target in each.targets]
        case = writing.get_one(Case, self.case.id) if self.case else None
        plan = Plan(self.playbook, answers, planned, _once(form), case, self.text)
        run = making.make(writing, self.house, self.actor, plan, texts_of(self.request))
        return see_other(f"/playbooks/made/{run.id}", "playbooks.status.made")

    def _offers(self, interview: Interview, answers: Answers) -> list[Offer]:
        found, asker = [], self._asker
        for holder, request in self.playbook.letters():
            if not interview.fits(request):
                continue
            targets = finding.targets(asker, holder, answers.named)
            able = tuple(target for target in targets if _can(target, request))
            if able:
                found.append(Offer(holder, request, able))
        return found

    def _recap(
        self, form: Form, interview: Interview, answers: Answers, offers: Sequence[Offer], status: int = 200
    ) -> Response:
        carried = [(name, form.value(name)) for name in interview.names() if form.value(name)]
        carried += [(OTHER_NUMBER, digits) for digits in form.posted.others]
        if not form.posted.get("step"):
            ticked = [each.request.id for each in offers if each.request.id in self.playbook.prepare]
        else:
            ticked = form.posted.all(REQUESTS)
        return render(
            self.request,
            "playbooks/recap.html",
            status=status,
            **telling(self.playbook),
            offers=offers,
            ticked=ticked,
            carried=carried,
            answers=answers,
            once=_once(form),
            form=form,
            desk=self,
        )


def _can(target: Target, request: Request) -> bool:
    """Whether this body can be asked so; an entry that is only to be made is of the kind that fits."""
    return target.agency is None or finding.takes(request.procedure)(target.agency)


def _once(form: Form) -> UUID:
    """The mark by which a repeated click is known again."""
    return one_id(form.value("once")) or uuid4()
