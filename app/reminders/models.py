"""Tables of reminders: what a person wants to be told, her own dates, and the mails that tell it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.kit.crypto import Sealed, SealedText

QUIET_FROM, QUIET_UNTIL = 21, 8  # hours in Japan between which no digest is sent, unless she says otherwise


# What may be told; each has its switch in the settings.
KINDS = ("hers", "theirs", "own", "nudges", "changes")


class ReminderSetting(SQLModel, table=True):
    """What a person wants to be told by mail, when, and where to. Without a row, nothing is mailed."""

    __tablename__ = "reminder_setting"
    model_config = {"arbitrary_types_allowed": True}  # Sealed is bytes that pydantic does not know

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    locale: str = Field(max_length=16)
    hers: bool = True
    theirs: bool = True
    own: bool = True
    nudges: bool = True
    changes: bool = True
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL
    address_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    confirmed_at: datetime | None = None
    # The code that proves the address: sealed, because the worker must write it; gone once it was used.
    code_sealed: Sealed | None = Field(default=None, sa_type=SealedText)
    code_mail_id: UUID | None = None
    code_at: datetime | None = None
    code_tries: int = 0


class WeeklyWish(SQLModel, table=True):
    """That a member wants a mail a week of a group. Without a row, nothing is mailed of a group."""

    __tablename__ = "weekly_wish"

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    group_id: UUID = Field(primary_key=True, foreign_key="support_group.id", index=True)
    since: datetime  # who left the group after it has unsaid it


class OwnDate(SQLModel, table=True):
    """A date that a person set for herself, with a note."""

    __tablename__ = "own_date"
    # A date joins only a case of the same person.
    __table_args__ = (ForeignKeyConstraint(["case_id", "person_id"], ["case.id", "case.person_id"]),)
    model_config = {"arbitrary_types_allowed": True}  # see above

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    case_id: UUID | None = Field(default=None, index=True)
    on_day: date = Field(index=True)
    note_sealed: Sealed = Field(sa_type=SealedText)
    done: bool = False
    created_at: datetime


class Nudge(SQLModel, table=True):
    """Every so many days: "no answer yet?", as long as an answer to the filing is awaited."""

    __tablename__ = "nudge"
    __table_args__ = (
        ForeignKeyConstraint(
            ["filing_id", "person_id"], ["filing.id", "filing.person_id"], ondelete="CASCADE"
        ),
    )

    filing_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(index=True)
    every_days: int
    since_on: date
    next_on: date = Field(index=True)  # the planner's own: when to look at this one again


class MailState(StrEnum):
    """Where a mail stands. After a kill, `sending` is known to be unsent; `handing` is not known."""

    WAITING = "waiting"
    SENDING = "sending"  # claimed; its last byte has not left
    HANDING = "handing"  # its last byte is leaving, or has left
    SENT = "sent"
    UNSURE = "unsure"  # it may have arrived; it is not sent again
    FAILED = "failed"
    MERGED = "merged"  # what it would have said is in a later one
    MOOT = "moot"  # nothing was left to say


class Mail(SQLModel, table=True):
    """A mail to one person: her digest of one day, a group's numbers of a week, or an address's code."""

    __tablename__ = "mail"
    __table_args__ = (
        Index(
            "uq_mail_digest",
            "person_id",
            "on_day",
            unique=True,
            sqlite_where=text("kind = 'digest'"),
            postgresql_where=text("kind = 'digest'"),
        ),
        # Its day is the Monday.
        Index(
            "uq_mail_weekly",
            *("person_id", "group_id", "on_day"),
            unique=True,
            sqlite_where=text("kind = 'weekly'"),
            postgresql_where=text("kind = 'weekly'"),
        ),
        Index(
            "ix_mail_open",
            "not_before",
            sqlite_where=text("state IN ('waiting', 'sending', 'handing')"),
            postgresql_where=text("state IN ('waiting', 'sending', 'handing')"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    kind: str  # digest, weekly or code
    group_id: UUID | None = Field(default=None, foreign_key="support_group.id")  # of a weekly one
    on_day: date
    state: str = MailState.WAITING
    not_before: datetime
    lease: UUID | None = None
    lease_until: datetime | None = None
    tries: int = 0
    reason: str | None = None
    count: int = 0
    created_at: datetime
    done_at: datetime | None = None


class Reminder(SQLModel, table=True):
    """One thing told once, on one rung of its ladder. A date that moved has another day: it is told anew."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint(
            "person_id", "thing_id", "clock", "nth", "day", "days_before", "channel", name="uq_reminder_once"
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    mail_id: UUID = Field(foreign_key="mail.id", index=True)
    kind: str  # hers, theirs, own, nudges or changes
    thing_id: UUID  # the filing, her own date, her consent, or the change of a deadline
    clock: str = ""
    nth: int = 0
    day: date
    days_before: int  # -1 is the day after
    channel: str = "mail"
