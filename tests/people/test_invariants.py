"""In whatever order people act, the door says what grants and teams say, and no case loses its lead."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from app.accounts import service as accounts
from app.accounts.session import Actor
from app.groups import service as groups
from app.groups.access import CASE_ROLES, MEMBER
from app.groups.models import Membership, Role
from app.groups.service import GroupWords
from app.kit.clock import Clock
from app.kit.errors import AppError, NotFound
from app.kit.house import House
from app.people import access, clients, grants, sharing, teams
from app.people import service as people
from app.people.access import ASSIGNED, SCOPE
from app.people.grant_models import VERBS, Ended, GrantScope, Verb
from app.people.grants import with_implied
from app.people.models import Case
from app.people.profiles import About
from app.people.team_models import CaseAssignment, Part
from tests.support import things

STEPS, STORIES = 50, 10
MANY_STORIES = 100  # 5,000 steps
HELPERS = ("ann", "ben", "cho")
START = date(2026, 11, 25)
NAMES = count()
READING = ("view_status", "view_content")
SOME_VERBS = st.sets(st.sampled_from(VERBS), min_size=1, max_size=3)
OPENED = {
    verb: access.shared(
        bindparam("account", type_=ASSIGNED.c.account_id.type),
        verb,
        bindparam("on", type_=SCOPE.c.starts_on.type),
        ASSIGNED.c.case_id,
    )
    for verb in VERBS
}
SELDOM = st.integers(0, 6)  # 0: really
CASES = st.integers(0, 1)
WHO = st.sampled_from(HELPERS)


class Casework(RuleBasedStateMachine):
    """One person with two cases, and a group of three; the model is written down beside the program."""

    house: House
    session: Session

    def __init__(self) -> None:
        super().__init__()
        self.today = START
        self.nested = self.session.begin_nested()
        self.alice = self._sign_up("alice")
        people.add_own_person(self.session, self.at, self.alice)
        self.session.flush()
        self.person = access.own_person(self.session, self._actor(self.alice)).id
        self.group, self.members = self._gather()
        self.cases = [
            people.open_case(self.session, self.house, self.person, title).id for title in ("One", "Two")
        ]
        # The model: (verb, case or None) -> the last day; case -> who does what.
        self.scopes: dict[tuple[Verb, UUID | None], date] = {}
        self.team: dict[UUID, dict[str, Part]] = {case: {} for case in self.cases}
        self.had_lead: set[UUID] = set()

    def teardown(self) -> None:
        self.nested.rollback()
        self.session.expunge_all()

    @property
    def at(self) -> House:
        """The house as it is on the story's day."""
        return replace(self.house, clock=Clock(self.today))

    def _sign_up(self, name: str) -> UUID:
        return accounts.sign_up(self.session, self.house, f"{name} {next(NAMES)}", "no hash", "en")

    def _actor(self, account: UUID) -> Actor:
        return Actor(account, "en", uuid4(), self.today)

    def _gather(self) -> tuple[UUID, dict[str, Membership]]:
        founder = self._actor(self._sign_up("founder"))
        group = groups.found_group(self.session, self.at, founder, GroupWords("Open", "by hand"), "Founder")
        self.founder = groups.members(self.session, group)[0]
        members = {}
        for name in HELPERS:
            token = groups.invite(self.session, self.at, self.founder, Role.HELPER)
            actor = self._actor(self._sign_up(name))
            members[name] = groups.accept(self.session, self.at, actor, token, name)
        return group, members

    @contextmanager
    def trying(self) -> Iterator[list[bool]]:
        """One request: whole, or not at all."""
        done = [False]
        nested = self.session.begin_nested()
        try:
            yield done
            self.session.flush()
        except AppError:
            nested.rollback()
        else:
            nested.commit()
            done[0] = True

    def _case(self, which: int) -> Case:
        return self.session.get_one(Case, self.cases[which], populate_existing=True)

    @initialize(days=st.integers(1, 40))
    def they_begin_to_work(self, days: int) -> None:
        self.she_lets_the_group_look(set(VERBS), None, days)
        for which, parts in enumerate(((Part.LEAD, Part.HELPER, Part.READER), (Part.HELPER, Part.LEAD))):
            for name, part in zip(HELPERS, parts, strict=False):
                self.a_coordinator_assigns(which, name, part)

    @rule(verbs=SOME_VERBS, which=st.sampled_from([None, 0, 1]), days=st.integers(0, 12))
    def she_lets_the_group_look(self, verbs: set[Verb], which: int | None, days: int) -> None:
        until = self.today + timedelta(days)
        chosen = () if which is None else (self.cases[which],)
        agreed = things.consent(
            self.at, self.person, self.group, *chosen, verbs=frozenset(verbs), expires_on=until
        )
        sharing.share(self.session, self.at, self._actor(self.alice), agreed, About("Alice"), [])
        covered = with_implied(verbs)
        if which is None:
            # A new consent for everything takes the place of all that was open.
            self.scopes.clear()
        for verb in covered:
            self.scopes[verb, self.cases[which] if which is not None else None] = until

    @rule(verb=st.sampled_from(VERBS), which=st.sampled_from([None, 0, 1]))
    def she_stops_one_thing(self, verb: Verb, which: int | None) -> None:
        case = None if which is None else self.cases[which]
        scope = self.session.execute(
            select(GrantScope).where(
                SCOPE.c.person_id == self.person,
                SCOPE.c.verb == verb,
                SCOPE.c.case_id == case if case else SCOPE.c.case_id.is_(None),
                SCOPE.c.ended_at.is_(None),
            )
        ).scalar_one_or_none()
        if scope is None:
            assert (verb, case) not in self.scopes
            return
        siblings = self.session.execute(
            select(SCOPE.c.verb, SCOPE.c.case_id).where(
                SCOPE.c.grant_id == scope.grant_id, SCOPE.c.ended_at.is_(None)
            )
        ).all()
        grants.end_scopes(self.session, self.at.clock.now(), [scope.id], Ended.REVOKED)
        for other, of_case in siblings:
            if of_case == case and verb in with_implied([other]):
                del self.scopes[other, case]
        self._close_when_nothing_is_left()

    @rule(really=SELDOM)
    def she_stops_everything(self, really: int) -> None:
        if really:
            return
        for grant in grants.grants_of(self.session, self.person):
            if grant.ended_at is None:
                grants.end_grant(self.session, grant, self.at.clock.now(), Ended.REVOKED)
        self.session.flush()
        self.scopes.clear()
        self._close_when_nothing_is_left()

    def _close_when_nothing_is_left(self) -> None:
        clients.close_without_access(self.session, self.at, self.person, self.group)
        self.session.flush()
        if clients.client_of(self.session, self.group, self.person) is None:
            assert all(day < self.today for day in self.scopes.values())
            self.scopes.clear()
        # A case that nothing covers any more is hers alone.
        for case in self.cases:
            if not any(of_case in (None, case) for _, of_case in self.scopes):
                self.team[case] = {}
                self.had_lead.discard(case)

    @rule(which=CASES, name=WHO, part=st.sampled_from(Part))
    def a_coordinator_assigns(self, which: int, name: str, part: Part) -> None:
        case = self._case(which)
        with self.trying() as done:
            teams.assign(self.session, self.at, case, self.members[name], part)
        team = self.team[case.id]
        if not done[0]:
            refused = case.group_id is None or self._is_gone(name)
            assert refused or (part != Part.LEAD and team.get(name) == Part.LEAD)
            return
        if part == Part.LEAD:
            self.team[case.id] = {other: what for other, what in team.items() if what != Part.LEAD}
            self.had_lead.add(case.id)
        self.team[case.id][name] = part

    @rule(which=CASES, name=WHO)
    def a_coordinator_takes_off(self, which: int, name: str) -> None:
        with self.trying() as done:
            teams.remove(self.session, self.at, self._case(which), self.members[name].account_id)
        team = self.team[self.cases[which]]
        assert done[0] == (team.get(name) != Part.LEAD)
        if done[0]:
            team.pop(name, None)

    @rule(which=CASES, by=WHO, to=WHO)
    def a_lead_offers(self, which: int, by: str, to: str) -> None:
        case = self._case(which)
        with self.trying() as done:
            teams.offer(self.session, self.at, case, self.members[by], self.members[to], "Please")
        assert not done[0] or self.team[case.id].get(by) == Part.LEAD

    @rule(which=CASES, name=WHO)
    def somebody_accepts(self, which: int, name: str) -> None:
        case = self.cases[which]
        offer = teams.open_offer(self.session, case)
        if offer is None:
            return
        with self.trying() as done:
            teams.accept(self.session, self.at, offer, self.members[name].account_id)
        if done[0]:
            assert offer.to_account == self.members[name].account_id
            team = {other: what for other, what in self.team[case].items() if what != Part.LEAD}
            self.team[case] = team | {name: Part.LEAD}

    @rule(name=WHO, really=SELDOM)
    def a_member_leaves(self, name: str, really: int) -> None:
        member = self.members[name]
        if really or self._is_gone(name):
            return
        with self.trying() as done:
            teams.end_all_of(self.session, self.at, member)
            groups.end_membership(self.session, member, self.at.clock.now(), "left")
        leads = any(team.get(name) == Part.LEAD for team in self.team.values())
        assert done[0] != leads
        if done[0]:
            for team in self.team.values():
                team.pop(name, None)

    @rule(days=st.integers(0, 12))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days)

    def _is_gone(self, name: str) -> bool:
        return self.members[name].ended_at is not None

    def _expected(self, name: str, case: UUID, verb: Verb) -> bool:
        part = self.team[case].get(name)
        is_granted = any(self.scopes.get((verb, which), date.min) >= self.today for which in (case, None))
        works = part is not None and (part != Part.READER or verb in READING)
        return works and is_granted and not self._is_gone(name)

    @invariant()
    def the_door_says_what_grants_and_teams_say(self) -> None:
        for name, member in self.members.items():
            for verb in VERBS:
                asked = {"account": member.account_id, "on": self.today}
                found = set(self.session.execute(OPENED[verb], asked).scalars())
                assert found == {case for case in self.cases if self._expected(name, case, verb)}, verb

    @invariant()
    def the_object_form_agrees_with_the_query_form(self) -> None:
        name = HELPERS[self.today.toordinal() % len(HELPERS)]
        actor, case = self._actor(self.members[name].account_id), self.cases[0]
        if self._expected(name, case, "view_content"):
            assert access.find(self.session, actor, Case, case, "view_content").id == case
        else:
            with pytest.raises(NotFound):
                access.find(self.session, actor, Case, case, "view_content")

    @invariant()
    def an_open_case_never_loses_its_lead(self) -> None:
        for case in self.cases:
            leads = select(func.count()).where(
                ASSIGNED.c.case_id == case, ASSIGNED.c.ended_at.is_(None), ASSIGNED.c.part == Part.LEAD
            )
            assert self.session.execute(leads).scalar_one() == (case in self.had_lead)

    @invariant()
    def whoever_works_on_a_case_is_a_member_with_a_case_role(self) -> None:
        working = (
            select(MEMBER.c.role)
            .select_from(CaseAssignment)
            .outerjoin(
                Membership,
                (MEMBER.c.account_id == ASSIGNED.c.account_id)
                & (MEMBER.c.group_id == ASSIGNED.c.group_id)
                & MEMBER.c.ended_at.is_(None),
            )
            .where(ASSIGNED.c.ended_at.is_(None))
        )
        assert set(self.session.execute(working).scalars()) <= set(CASE_ROLES)


@pytest.mark.timeout(600)  # many short stories, one after the other
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("stories", [STORIES, pytest.param(MANY_STORIES, marks=pytest.mark.prove)])
def test_no_order_of_acts_opens_or_orphans_anything(house: House, stories: int) -> None:
    with house.db.writing() as session:
        story = type("Story", (Casework,), {"house": house, "session": session})
        run_state_machine_as_test(
            story,
            settings=settings(
                max_examples=stories,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        session.rollback()
