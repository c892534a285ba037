"""Reads what a person agrees to when she opens her records to a group."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, cast
from uuid import UUID

from app.kit.dates import months_after
from app.people.conflicts import Opposing
from app.people.grant_models import VERBS, GrantScope, Verb
from app.people.grants import LONGEST_MONTHS, usual_end
from app.people.profiles import About
from app.web.forms import Fields, Form

NAME_LIMIT: Final = 80
PHONE_LIMIT: Final = 40
ADDRESS_LIMIT: Final = 200
EVERYTHING: Final = "all"
USUAL_VERBS: Final[tuple[Verb, ...]] = ("view_status", "view_content", "draft_letters", "record_filings")


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the form says, in order."""

    verbs: frozenset[Verb]
    case_ids: tuple[UUID, ...]  # none: everything
    expires_on: date
    about: About
    others: tuple[Opposing, ...]


def blank(about: About, today: date) -> Form:
    """The form as it is shown first: what most people choose, for six months."""
    return Form.blank(**_known(about, today))


def again(about: About, today: date, scopes: Iterable[GrantScope]) -> Form:
    """The form filled in with what she agreed to before and did not stop, for six more months."""
    still = [scope for scope in scopes if scope.ended_at is None]
    verbs = dict.fromkeys(("verbs", scope.verb) for scope in still)
    cases = dict.fromkeys(("cases", str(scope.case_id or EVERYTHING)) for scope in still)
    return Form(Fields((*_known(about, today).items(), *verbs, *cases)), is_kept=True)


def _known(about: About, today: date) -> dict[str, str]:
    until = usual_end(today).isoformat()
    return {"until": until, "name": about.name, "kana": about.kana, "phone": about.phone}


def read_agreed(form: Form, about: About, cases: Collection[UUID], today: date) -> Agreed | None:
    """What she agrees to, or None when something must be mended."""
    verbs = form.choices("verbs", VERBS)
    if not verbs:
        form.problem("verbs", "people.errors.grant_without_scope")
    which = form.choices("cases", [EVERYTHING, *map(str, cases)])
    if not which:
        form.problem("cases", "people.errors.grant_without_case")
    until = form.day("until")
    if until is not None and not today <= until <= months_after(today, LONGEST_MONTHS):
        form.problem("until", "people.errors.grant_days")
    told = replace(
        about,
        name=form.text("name", NAME_LIMIT),
        kana=form.text("kana", NAME_LIMIT, required=False),
        phone=form.text("phone", PHONE_LIMIT, required=False),
    )
    other = read_other(form)
    if not form.ok or until is None:
        return None
    case_ids = () if EVERYTHING in which else tuple(UUID(each) for each in which)
    others = (other,) if other.is_told else ()
    return Agreed(frozenset(cast("list[Verb]", verbs)), case_ids, until, told, others)


def read_other(form: Form, ending: str = "") -> Opposing:
    """Somebody on the other side, as far as she told; `ending` is that of the fields' names."""
    return Opposing(
        name=form.text(f"other_name{ending}", NAME_LIMIT, required=False),
        kana=form.text(f"other_kana{ending}", NAME_LIMIT, required=False),
        phone=form.text(f"other_phone{ending}", PHONE_LIMIT, required=False),
        address=form.text(f"other_address{ending}", ADDRESS_LIMIT, required=False),
    )
