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
from app.playbooks.finding import Target
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
        person = access.own_person(self.session, self.actor)
        return self.form_page(Form.blank(**sender_of(self.session, self.house, person.id)))

    def answer(self, posted: Fields, writing: Session) -> Response:
        """The recap after the questions, the questions again, or the act itself."""
        form = Form(posted, self.house.clock.today())
        if posted.get("step") == BACK:
            return self.form_page(form)
        interview = Interview(self.session, self.house, self.actor, form, self.playbook)
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
        plan = Plan(self.playbook, answers, planned, _once(form))
        run = making.make(writing, self.house, self.actor, plan, texts_of(self.request))
        return see_other(f"/playbooks/made/{run.id}", "playbooks.status.made")

    def _offers(self, interview: Interview, answers: Answers) -> list[Offer]:
        found = []
        for holder, request in self.playbook.letters():
            if not interview.fits(request):
                continue
            targets = finding.targets(self.session, self.house, self.actor, holder, answers.named)
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
