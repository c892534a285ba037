"""Reads what a group writes about a client: who she is, who stands against her, and what she signed."""

from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from app.kit.dates import months_after
from app.people.access_forms import ADDRESS_LIMIT, NAME_LIMIT, PHONE_LIMIT, read_other
from app.people.conflicts import Opposing
from app.people.forms import TITLE_LIMIT
from app.people.grant_models import VERBS, Verb
from app.people.grants import LONGEST_MONTHS, LastWord, usual_end
from app.people.profiles import About
from app.web.forms import Form
from app.web.locales import LOCALES, SOURCE

MOST_OTHERS: Final = 3


@dataclass(frozen=True, slots=True)
class Signed:
    """What stands on the sheet that she signed."""

    signed_on: date
    expires_on: date
    verbs: frozenset[Verb]
    title: str  # of her first case; empty when she has one
    language: str = SOURCE.code  # of the sheet


def read_about(form: Form) -> About:
    """Who she is, as far as she told it."""
    return About(
        name=form.text("name", NAME_LIMIT),
        kana=form.text("kana", NAME_LIMIT, required=False),
        phone=form.text("phone", PHONE_LIMIT, required=False),
        address=form.text("address", ADDRESS_LIMIT, required=False),
    )


def read_others(form: Form) -> list[Opposing]:
    """Whom she declared on the other side; a line that is empty is nobody."""
    told = [read_other(form, f"_{number}") for number in range(1, MOST_OTHERS + 1)]
    return [each for each in told if each.is_told]


def blank_consent(today: date) -> Form:
    """The form as it is shown first: signed today, for six months, nothing ticked, in no language."""
    form = Form.blank(signed_on=today.isoformat(), until=usual_end(today).isoformat())
    form.days |= {"signed_on": today, "until": usual_end(today)}
    return form


def read_consent(form: Form, today: date, *, has_case: bool, said: LastWord | None = None) -> Signed | None:
    """What she signed, or None when something must be mended; `said` is what she signed or ended last."""
    signed_on, until = form.day("signed_on"), form.day("until")
    if signed_on is not None and said is not None and signed_on < said.on:
        form.problem("signed_on", f"clients.consent.{said.how}", day=said.on)
    if signed_on is not None and signed_on > today:
        form.problem("signed_on", "clients.consent.not_yet")
    if signed_on is not None and until is not None:
        if until < today:
            form.problem("until", "clients.consent.over")
        elif until > months_after(signed_on, LONGEST_MONTHS):
            form.problem("until", "clients.consent.too_long")
    verbs = form.choices("verbs", VERBS)
    if not verbs:
        form.problem("verbs", "clients.consent.no_verb")
    language = form.choice("language", LOCALES)
    title = "" if has_case else form.text("title", TITLE_LIMIT)
    if not form.ok or signed_on is None or until is None:
        return None
    return Signed(signed_on, until, frozenset(cast("list[Verb]", verbs)), title, language)
