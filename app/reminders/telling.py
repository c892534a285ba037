"""Says what may be told to a person by mail, and what of it was not told yet."""

from datetime import date

from sqlmodel import Session

from app.accounts.session import Actor
from app.kit.errors import NotFound
from app.people import access
from app.people.models import Person
from app.reminders import due, queries
from app.reminders.due import Item
from app.reminders.models import ReminderSetting


def untold(session: Session, setting: ReminderSetting, today: date) -> list[Item]:
    """What was reached, is wanted, and stands in no mail."""
    told = queries.told_keys(session, setting.person_id)
    return [
        item
        for item in wanted(session, setting, today)
        if item.rung is not None and (*item.key, item.rung) not in told
    ]


def wanted(session: Session, setting: ReminderSetting, today: date) -> list[Item]:
    """What is due or near, of the kinds that she did not switch off."""
    dates = due.kept(session, setting.person_id, today)
    return [item for item in due.items(dates, today) if getattr(setting, item.kind)]


def may_tell(session: Session, setting: ReminderSetting, today: date) -> bool:
    """Whether the reader of the mail may see what it counts: the door's policy, as for a page."""
    person = session.get(Person, setting.person_id)
    if person is None or person.account_id is None:
        return False
    # Nobody is signed in: the account is asked for by itself.
    reader = Actor(person.account_id, setting.locale, person.account_id, today)
    try:
        access.person_for(session, reader, setting.person_id, "view_content")
    except NotFound:
        return False
    return True
