"""Writes a mail at the moment at which it goes: only that something is due, how much and how soon."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.kit.behalf import EVERYBODY
from app.kit.crypto import Place
from app.kit.house import House
from app.reminders import ladder, queries, telling, weekly
from app.reminders.due import Item
from app.reminders.models import ReminderSetting
from app.reminders.outbox import CODE_LIFE, Claimed
from app.reminders.postman import Letter
from app.reminders.weekly import Tally
from app.reminders.writing import write
from app.web.texts import Texts


@dataclass(frozen=True, slots=True)
class NotNow:
    """These are her quiet hours."""

    until: datetime


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """All that the mail was about is done, moved or no longer wanted."""


@dataclass(frozen=True, slots=True)
class TooOld:
    """The code that it would bring has ended."""


Draft = Letter | NotNow | NothingLeft | TooOld


def draft(house: House, speakers: dict[str, Texts], tally: Tally, claimed: Claimed) -> Draft:
    """The mail as of now."""
    with house.db.reading(EVERYBODY) as session:
        setting = session.get(ReminderSetting, claimed.person_id)
        if setting is None or setting.address_sealed is None:
            return NothingLeft()
        texts = speakers[setting.locale]
        if claimed.kind == "code":
            return _code(house, texts, session, setting, claimed)
        until = _quiet_until(house, setting)
        if until is not None:
            return NotNow(until)
        if setting.confirmed_at is None:
            return NothingLeft()
        if claimed.kind == weekly.KIND:
            return _weekly(house, texts, session, tally, setting, claimed)
        return _digest(house, texts, session, setting, claimed)


def _quiet_until(house: House, setting: ReminderSetting) -> datetime | None:
    now = house.clock.now()
    until = ladder.after_quiet(now, setting.quiet_from, setting.quiet_until)
    return until if until > now else None


def _digest(
    house: House, texts: Texts, session: Session, setting: ReminderSetting, claimed: Claimed
) -> Draft:
    if not telling.may_tell(session, setting, house.clock.today()):
        return NothingLeft()
    about = queries.told_by(session, claimed.id)
    found = [item for item in telling.wanted(session, setting, house.clock.today()) if item.key in about]
    if not found:
        return NothingLeft()
    subject = texts.t("reminders.mail.subject", count=len(found))
    lines = (
        texts.t("reminders.mail.count", count=len(found)),
        *_nearest(texts, found),
        texts.t("reminders.mail.look"),
        f"{house.settings.url}/reminders",
        "",
        texts.t("reminders.mail.foot"),
    )
    return _letter(house, setting, claimed, subject, lines, len(found))


def _nearest(texts: Texts, found: list[Item]) -> list[str]:
    days = [item.left for item in found if item.has_days and item.kind != "nudges"]
    ahead = [left for left in days if left >= 0]
    said = []
    if ahead:
        key = "reminders.mail.nearest" if min(ahead) else "reminders.mail.nearest_today"
        said.append(texts.t(key, count=min(ahead)))
    if len(ahead) < len(days):
        said.append(texts.t("reminders.mail.passed"))
    return said


def _weekly(
    house: House,
    texts: Texts,
    session: Session,
    tally: Tally,
    setting: ReminderSetting,
    claimed: Claimed,
) -> Draft:
    today, group_id = house.clock.today(), queries.group_of(session, claimed.id)
    member = weekly.wish_of(session, setting.person_id, group_id) if group_id else None
    if member is None or claimed.on_day != weekly.week_of(today):
        return NothingLeft()  # A week that is over is told by the next one's mail.
    counts = tally(session, member, today)
    if not any(counts.values()):
        return NothingLeft()
    lines = (
        texts.t("weekly.mail.about"),
        "",
        *(texts.t(f"weekly.mail.{name}", count=count) for name, count in counts.items()),
        "",
        texts.t("weekly.mail.look"),
        f"{house.settings.url}/groups/{group_id}/board",
        "",
        texts.t("weekly.mail.foot"),
    )
    return _letter(house, setting, claimed, texts.t("weekly.mail.subject"), lines, sum(counts.values()))


def _code(house: House, texts: Texts, session: Session, setting: ReminderSetting, claimed: Claimed) -> Draft:
    if setting.code_sealed is None or setting.code_mail_id != claimed.id:
        return NothingLeft()
    if not telling.may_tell(session, setting, house.clock.today()):
        return NothingLeft()
    if house.clock.now() - claimed.created_at >= CODE_LIFE:
        return TooOld()
    place = Place("reminder_setting", "code_sealed", setting.person_id, setting.person_id)
    code = house.vault.person(setting.person_id).open(place, setting.code_sealed)
    lines = (
        texts.t("reminders.mail.code"),
        "",
        f"    {code}",
        "",
        texts.t("reminders.mail.code_about"),
        texts.t("reminders.mail.code_not_me"),
    )
    subject = texts.t("reminders.mail.code_subject")
    return _letter(house, setting, claimed, subject, lines, 0)


def address_of(house: House, setting: ReminderSetting) -> str:
    """Where her mails go, opened with her key."""
    assert setting.address_sealed is not None
    place = Place("reminder_setting", "address_sealed", setting.person_id, setting.person_id)
    return house.vault.person(setting.person_id).open(place, setting.address_sealed)


def _letter(
    house: House, setting: ReminderSetting, claimed: Claimed, subject: str, lines: tuple[str, ...], count: int
) -> Letter:
    to = address_of(house, setting)
    # One name per row of the outbox: a mail program shows the same mail only once.
    message = write(house.settings, to, str(claimed.id), claimed.created_at, subject, "\n".join(lines) + "\n")
    return Letter(to, message, count)
