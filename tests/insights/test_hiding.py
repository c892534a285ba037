"""What is told of a group's people: no reader can calculate that it is one to four of them (T-82)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.agencies.directory import directory
from app.insights import hiding
from app.insights.facts import Ending, Fact
from app.insights.hiding import APART, FEWEST, Period
from app.insights.statistics import Statistics, tell

FEW = range(1, FEWEST)
AGENCIES = [entry.id for entry in directory().entries[:2]]
PROCEDURES = ("jp.appi.disclosure",) * 3 + ("jp.appi.correction",)
UNTIL = date(2026, 10, 31)


def fact(number: int, agency: UUID, procedure: str, year: int, **more: object) -> Fact:
    usual = {
        "ending": Ending.GRANTED,
        "days": 30,
        "is_late": False,
        "is_extended": False,
        "is_excepted": False,
        "grounds": (),
    }
    who = UUID(int=number)
    return Fact(who, who, agency, procedure, date(year, 5, 1), **usual | more)


def world(seed: int, size: int) -> list[Fact]:
    """A group's facts, one for each person, agency and kind of request; drawn by one number, to be quick."""
    by_chance = Random(seed)
    return [by_itself(by_chance, number) for number in range(size)]


def by_itself(chance: Random, number: int) -> Fact:
    ending = chance.choice(list(Ending))
    return fact(
        number,
        chance.choice(AGENCIES),
        chance.choice(PROCEDURES),
        chance.choice((2024, 2025, 2026)),
        ending=ending,
        days=None if ending is Ending.SILENT else chance.randrange(200),
        is_late=chance.random() < 0.5,
        is_extended=chance.random() < 0.3,
        is_excepted=chance.random() < 0.1,
        grounds=chance.choice([(), ("78-1-2",), ("78-1-2", "78-1-7"), ("81",)]),
    )


worlds = st.builds(world, st.integers(0, 2**32), st.integers(0, 200))


def numbers(told: Statistics) -> Iterator[int]:
    """Every number of people that is published."""
    for row in told.rows:
        maybe = (row.late, row.extended, row.excepted, *row.endings.values())
        yield from (row.people, *(each for each in maybe if each is not None))
        yield from (each.people for each in row.grounds)


def published(facts: list[Fact]) -> list[Statistics]:
    """All that a reader can ask for: every year apart, and all of them."""
    whole = tell(facts, UNTIL)
    return [whole, *(tell(facts, UNTIL, str(year)) for year in whole.years)]


@given(worlds)
@settings(max_examples=150, deadline=None)
def test_no_two_published_numbers_differ_by_one_to_four_people(facts: list[Fact]) -> None:
    told = {number for each in published(facts) for number in numbers(each)}
    assert all(number >= FEWEST for number in told)
    assert not {abs(one - other) for one in told for other in told} & set(FEW)


@given(worlds, worlds)
@settings(max_examples=100, deadline=None)
def test_nor_do_those_of_two_days(before: list[Fact], more: list[Fact]) -> None:
    told = {
        number for facts in (before, before + more) for each in published(facts) for number in numbers(each)
    }
    assert not {abs(one - other) for one in told for other in told} & set(FEW)


@given(worlds)
@settings(max_examples=150, deadline=None)
def test_five_people_stand_behind_each_row_and_nobody_behind_two(facts: list[Fact]) -> None:
    counted: Counter[UUID] = Counter()
    for row in tell(facts, UNTIL).rows:
        its = [
            each
            for each in facts
            if each.agency_id == row.agency.id
            and each.procedure == row.procedure
            and row.period.holds(each.arrived.year)
        ]
        assert len({each.person_id for each in its}) >= FEWEST
        assert row.people <= len(its) < row.people + FEWEST
        counted.update(each.filing_id for each in its)
    assert set(counted.values()) <= {1}


@given(worlds)
@settings(max_examples=150, deadline=None)
def test_a_year_shows_whole_rows_of_the_page_and_never_a_part_of_one(facts: list[Fact]) -> None:
    whole, *years = published(facts)
    for each in years:
        assert all(row in whole.rows for row in each.rows)


@given(st.dictionaries(st.integers(2015, 2030), st.integers(1, 40)))
def test_stretches_of_years_meet_without_gaps_and_hold_enough_people_each(people: dict[int, int]) -> None:
    found = hiding.periods(people)
    assert bool(found) == (sum(people.values()) >= FEWEST)
    for period in found:
        least = FEWEST if len(found) == 1 else APART
        assert sum(count for year, count in people.items() if period.holds(year)) >= least
    for year in range(2010, 2035):
        assert sum(period.holds(year) for period in found) == min(len(found), 1)
    # Where somebody first or last asked is not told.
    assert not found or (found[0].first is None and found[-1].last is None)


def test_years_are_put_together_until_twenty_people_are_there() -> None:
    assert hiding.periods({2024: 4}) == []
    assert hiding.periods({2024: 5}) == [Period()]
    assert hiding.periods({2024: 19, 2025: 19}) == [Period()]
    assert hiding.periods({2023: 9, 2024: 11, 2025: 20}) == [Period(None, 2024), Period(2025, None)]
    assert hiding.periods({2023: 20, 2024: 20, 2025: 19}) == [Period(None, 2023), Period(2024, None)]


def test_a_part_of_four_hides_another_part_with_it() -> None:
    assert hiding.parts({"a": 20, "b": 9, "c": 4}) == {"a": 20, "b": None, "c": None}
    assert hiding.parts({"a": 20, "b": 9, "c": 5}) == {"a": 20, "b": 5, "c": 5}
    assert hiding.parts({"a": 20, "b": 9, "c": 0}) == {"a": 20, "b": 5, "c": None}
    assert hiding.parts({"a": 20, "b": 4, "c": 3}) == {"a": 20, "b": None, "c": None}


# --- the one who knows the rule, and tries every world that could have led to what she reads ---

KEYS = "abcd"
Told = tuple[int | None, ...]


def answer(counts: tuple[int, ...]) -> Told:
    parts = hiding.parts(dict(zip(KEYS, counts, strict=True)))
    return (hiding.in_fives(sum(counts)), *parts.values())


@cache
def all_worlds(most: int) -> dict[Told, list[tuple[int, ...]]]:
    """What every world of so many people looks like from outside."""
    seen: dict[Told, list[tuple[int, ...]]] = {}
    for total in range(FEWEST, most + 1):
        for counts in split(total, len(KEYS)):
            seen.setdefault(answer(counts), []).append(counts)
    return seen


def split(total: int, into: int) -> Iterator[tuple[int, ...]]:
    if into == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in split(total - first, into - 1):
            yield (first, *rest)


def test_whoever_tries_every_world_cannot_tell_that_a_part_is_one_to_four_people() -> None:
    for told, possible in all_worlds(34).items():
        if (told[0] or 0) > 25:
            continue  # whose worlds are not all tried
        for part in range(len(KEYS)):
            values = {counts[part] for counts in possible}
            assert not values <= set(FEW), (told, part, values)


def test_nor_that_those_without_a_mark_are() -> None:
    """Late or not, extended or not: one side is told, and the other cannot be calculated."""
    seen: dict[tuple[int | None, int | None], set[int]] = {}
    for total in range(FEWEST, 60):
        for marked in range(total + 1):
            told = hiding.in_fives(total), hiding.in_fives(marked)
            seen.setdefault(told, set()).add(total - marked)
    assert all(not without <= set(FEW) for without in seen.values())


# --- days ---


def test_days_are_told_from_five_people_on_and_in_fives() -> None:
    assert hiding.middle([30, 31, 32, 33]) is None
    assert hiding.middle([30, 31, 32, 33, 90]) == 30
    assert hiding.middle([30, 31, 33, 33, 90]) == 35


def test_the_longest_and_the_shortest_wait_are_nobodys() -> None:
    assert hiding.spread([1, *[30] * 7, 400]) is None
    assert hiding.spread([1, *[31] * 8, 400]) == (30, 35)


@given(st.lists(st.integers(0, 400), min_size=10))
def test_five_people_wait_at_most_as_long_and_five_at_least_as_long_as_the_bar(days: list[int]) -> None:
    told = hiding.spread(days)
    assert told is not None
    assert sum(day < told[0] for day in days) < FEWEST
    assert sum(day > told[1] for day in days) < FEWEST
    assert told[0] % FEWEST == told[1] % FEWEST == 0


def test_the_drawn_groups_have_years_that_stand_apart() -> None:
    """Else the tests above would ask for no year."""
    facts = [fact(number, AGENCIES[0], PROCEDURES[0], 2025 + number % 2) for number in range(90)]
    assert [each.year for each in published(facts)] == [None, 2025, 2026]
