"""Reads what a person says of sending a filing."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from app.sending.certified import GRIDS, MOST_SIGNS
from app.sending.models import Address, Agent, CertificateKind, CostKind, Identity, Way
from app.sending.service import Answers, Days, Spent
from app.web.forms import Form

TRACKING_LIMIT = 40
NOTE_LIMIT = 200
ADDRESS_LIMIT = 200
SECTION_LIMIT = 60
MOST_ADDRESS_LINES = 4
MOST_YEN = 9_999_999
_YEN = re.compile(r"¥?(\d{1,7})円?")


def read_answers(form: Form) -> Answers | None:
    """What the list depends on; None when something must be mended."""
    way, agent = form.choice("way", list(Way)), form.choice("agent", list(Agent))
    identity = form.choice("identity", list(Identity))
    if not form.ok:
        return None
    return Answers(Way(way), Agent(agent), Identity(identity), form.flag("copies"))


def read_ticks(form: Form, shown: Collection[str]) -> list[str] | None:
    """The lines that are done; None when one of them is none of the list."""
    ticked = form.choices("done", shown)
    return ticked if form.ok else None


def read_days(form: Form, kinds: Collection[CertificateKind]) -> Days | None:
    """The days of sending and of the certificates; None when something must be mended."""
    planned_on = form.day("planned_on", required=False)
    arrives_on = form.day("arrives_on", required=False)
    if planned_on and arrives_on and arrives_on < planned_on:
        form.problem("arrives_on", "sending.form.arrives_before")
    made = {kind: _read_made_on(form, made_field(kind)) for kind in kinds}
    return Days(planned_on, arrives_on, made) if form.ok else None


def _read_made_on(form: Form, name: str) -> date | None:
    on = form.day(name, required=False)
    if on and form.today and on > form.today:
        form.problem(name, "sending.form.not_made_yet")
    return on


def made_field(kind: CertificateKind) -> str:
    """The name of the field that asks when a certificate was made."""
    return f"made_{kind}"


def read_method(form: Form, known: Collection[str]) -> tuple[str, str | None] | None:
    """How it is posted and the number on the receipt; None when something must be mended."""
    method = form.choice("method", known, required=False)
    tracking = form.text("tracking", TRACKING_LIMIT, required=False)
    return (method, tracking or None) if form.ok else None


def read_spent(form: Form) -> Spent | None:
    """A line of the ledger; None when something must be mended."""
    kind = form.choice("cost", list(CostKind))
    yen = _read_yen(form)
    on = form.day("spent_on")
    note = form.text("note", NOTE_LIMIT, required=False)
    if not form.ok or on is None or yen is None:
        return None
    return Spent(CostKind(kind), yen, on, note or None)


def _read_yen(form: Form) -> int | None:
    typed = form.text("yen", 20)
    plain = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", typed))
    found = _YEN.fullmatch(plain)
    if found is None and typed:
        form.problem("yen", "sending.form.no_yen", most=MOST_YEN)
    return int(found[1]) if found else None


def read_desk(form: Form) -> Address | None:
    """Where a letter goes, in lines as they stand on the envelope; None when it must be mended."""
    typed = form.long_text("address", ADDRESS_LIMIT)
    section = form.text("section", SECTION_LIMIT, required=False)
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_ADDRESS_LINES:
        form.problem("address", "sending.form.many_lines", most=MOST_ADDRESS_LINES)
    return Address("\n".join(lines), section) if form.ok else None


def read_certified(form: Form) -> tuple[str, str] | None:
    """The text and the grid that it is laid out on; None when something must be mended."""
    text = form.long_text("text", MOST_SIGNS, required=True)
    grid = form.choice("grid", list(GRIDS))
    return (text, grid) if form.ok else None
