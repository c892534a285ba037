"""Rounds of amendment, for the second implementation in naive.py."""

from datetime import date

from naive_days import DAY


def made(decision):
    return decision[2].decided_on or decision[0]


def asked_rounds(n, decisions):
    """(asked, the days that are not counted, up to when it is open) of every round of amendment."""
    end = made(decisions[0]) if decisions else n.q.as_of
    if n.left:
        end = min(end, n.left[0])
    found, covered = [], None
    for asked in n.of("amendment_asked"):
        if covered is not None and asked[:2] < covered:
            continue
        answer = n.after(asked, "amendment_received")
        covered = answer[:2] if answer else (date.max, 0)
        days, day = [], asked[0]
        while day < (answer[0] if answer else end):
            day += DAY
            days.append(day)
        found.append((asked, days, max(end, asked[0]) if answer is None else None))
    return found


def days_in(rounds, since=date.min):
    return len([day for _, days, _ in rounds for day in days if day > since])


def in_time(rounds, ends):
    """The rounds asked before the time had run out, when a function says where it then ended."""
    kept = []
    for asked, days, until in rounds:
        if asked[0] <= ends(kept, asked):
            kept.append((asked, days, until))
    return kept


def held_open(day, rounds):
    """Nobody else is late on a day on which she still owes the amendment."""
    still = rounds[-1][2] if rounds else None
    return max(day, still) if still else day
