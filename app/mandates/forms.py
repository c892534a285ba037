"""Reads a power of attorney, or its end, as somebody wrote it."""

from datetime import date
from typing import Final

from app.mandates.models import Kind, Paper, Reason
from app.mandates.service import AgentWords, NewMandate
from app.web.forms import Form

PROCEDURES: Final = ("jp.appi.disclosure", "jp.appi.correction", "jp.appi.suspension")
FOR_CASE: Final = "case"
FOR_ALL: Final = "all"


def read_mandate(form: Form) -> NewMandate | None:
    """The paper; None when something must be mended."""
    agent = AgentWords(form.text("agent"), form.text("address", required=False))
    kind = form.choice("kind", list(Kind))
    made_on = past_day(form, "made_on")
    procedures = tuple(form.choices("procedure", PROCEDURES))
    papers = tuple(Paper(each) for each in form.choices("paper", list(Paper)))
    if not form.ok or made_on is None:
        return None
    return NewMandate(agent, Kind(kind), made_on, procedures, papers)


def read_end(form: Form) -> tuple[date, Reason] | None:
    """When and why it ended; None when something must be mended."""
    on, reason = past_day(form, "ended_on"), form.choice("reason", list(Reason))
    return (on, Reason(reason)) if form.ok and on else None


def past_day(form: Form, name: str) -> date | None:
    """A day that is not to come."""
    on = form.day(name)
    if on and form.today and on > form.today:
        form.problem(name, "mandates.errors.to_come")
    return on
