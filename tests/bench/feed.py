"""What the calendar of somebody with a hundred filings costs."""

import time
from datetime import date, timedelta

from app.accounts.session import Actor
from app.calendar import service as calendar
from app.cli import furnish
from app.filings import demo
from app.filings import service as filings
from app.filings.service import Facts
from app.kit.house import House
from app.kit.opening import close_house
from app.kit.preparing import prepare_house
from app.kit.settings import Settings
from app.people import access
from tests.bench.trace import looking
from tests.support import things

FILINGS, LOOKS = 100, 30
FIRST = date(2026, 10, 1)


def feed_milliseconds(settings: Settings) -> float:
    """Processor time of one answer, the framework's share in it; the cheapest of some looks."""
    house = furnish(prepare_house(settings))
    token = _with_a_hundred_filings(house)
    with looking(house, "") as program:
        cheapest = min(_cost(program, f"/calendar/{token}.ics") for _ in range(LOOKS))
    close_house(house)
    return cheapest


def _with_a_hundred_filings(house: House) -> str:
    demo.make(house, "ja")
    with house.db.writing() as session:
        actor = things.actor_named(session, house, demo.LOGIN)
        for number in range(FILINGS):
            _begin(session, house, actor, number)
        person = access.own_person(session, actor)
        return calendar.new_address(session, house, actor, person.id, discreet=True, locale="ja")


def _begin(session, house: House, actor: Actor, number: int) -> None:
    """Every second one was decided: it has more days, and some that were called off."""
    filing = things.begin_filing(session, house, things.open_case(session, house, actor))
    received = FIRST + timedelta(days=number % 28)
    filings.record_event(session, house, actor, filing, Facts("received", received))
    if number % 2:
        decided = Facts("decision_notified", received + timedelta(days=20), outcome="partial")
        filings.record_event(session, house, actor, filing, decided)


def _cost(program, path: str) -> float:
    began = time.process_time()
    assert program.get(path).status_code == 200
    return (time.process_time() - began) * 1000
