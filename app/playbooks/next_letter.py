"""Writes the letter that follows an answer: its wording, its blanks, and the filing that it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from app.filings import offers
from app.filings import service as filings
from app.filings.models import Filing
from app.filings.service import Wish
from app.kit.errors import NotFound
from app.kit.house import House
from app.letters import service as letters
from app.letters.models import Letter
from app.people.models import Case
from app.playbooks import papers
from app.playbooks.meaning import Meaning
from app.playbooks.model import Insert, Next
from app.playbooks.wording import blanks, fill
from app.web.forms import Form
from app.web.texts import Texts

BLANK_LIMIT = 1000
# Without these a sentence still says what it should; every other blank is asked for.
OPTIONAL = ("decision_date", "decision_no", "disclosed_on", "item")
# Blanks that the letter has as fields of its own, too.
_FIELDS = ("wrong_text", "right_text", "evidence", "withheld_part")


@dataclass(frozen=True, slots=True)
class NextLetter:
    """A letter to come."""

    step: Next
    kind: str
    insert: Insert | None
    blanks: tuple[str, ...]
    procedure: str | None  # of a filing of its own, when it needs one

    def is_optional(self, name: str) -> bool:
        """Whether a blank may stay empty."""
        return name in OPTIONAL


def next_letter(meaning: Meaning, outcome_id: str, nth: str) -> NextLetter:
    """The letter of one step; raises NotFound for a step that is none."""
    found = (one.outcome for one in meaning.meant if one.outcome.id == outcome_id)
    outcome = next(found, None)
    number = int(nth) if nth.isascii() and nth.isdigit() and len(nth) < 3 else -1  # noqa: PLR2004 - no outcome has a hundred
    if outcome is None or not 0 <= number < len(outcome.next):
        raise NotFound
    step = outcome.next[number]
    insert = meaning.playbook.inserts[step.insert] if step.insert else None
    kind = step.letter or (insert.letter if insert else None)
    if kind is None or kind not in papers.BODY:
        raise NotFound
    wanted = sorted(blanks(insert.body)) if insert else []
    asked = tuple(name for name in wanted if not meaning.kept.values.get(name))
    return NextLetter(step, kind, insert, asked, _own_procedure(meaning, step, kind))


def _own_procedure(meaning: Meaning, step: Next, kind: str) -> str | None:
    """The procedure of the filing that the letter opens; none when it belongs to the answered one."""
    own = meaning.filing.procedure.id
    if step.procedure in {None, own}:
        return None
    may_follow = step.procedure in offers.following(own)
    # Reasons are asked for within the filing that was answered; a question of another kind is one of its own.
    return step.procedure if may_follow or kind == "letter.inquiry" else None


def known_blanks(meaning: Meaning, words: Texts) -> Iterator[tuple[str, str]]:
    """What the filing's events already tell."""
    for told in meaning.filing.told:
        event = told.event
        if told.is_retracted:
            continue
        if event.kind == "decision_notified" and event.decided_on:
            yield "decision_date", words.wareki(event.decided_on)
        if event.kind == "disclosed":
            yield "disclosed_on", words.wareki(event.on)
    if meaning.filing.reference:
        yield "decision_no", meaning.filing.reference


def read_blanks(form: Form, letter: NextLetter) -> dict[str, str] | None:
    """What she wrote into the blanks, or None when one that the wording needs is empty."""
    said = {
        name: form.long_text(name, BLANK_LIMIT, required=not letter.is_optional(name))
        for name in letter.blanks
    }
    return said if form.ok else None


def write(
    session: Session, house: House, meaning: Meaning, filing: Filing, letter: NextLetter, said: dict[str, str]
) -> Letter:
    """The letter, and where needed the filing that it opens; one that was opened before is used again."""
    values = meaning.kept.values | said
    fields = {name: text for name, text in said.items() if name in _FIELDS}
    if letter.insert is not None:
        fields[papers.BODY[letter.kind]] = fill(letter.insert.body, values)
    fields |= {"topic": meaning.request.title["ja"], "what": meaning.request.title["ja"]}
    home = _home(session, house, filing, letter)
    return letters.draft(session, house, home, letter.kind, papers.only_known(letter.kind, fields))


def _home(session: Session, house: House, filing: Filing, letter: NextLetter) -> Filing:
    if letter.procedure is None:
        return filing
    case = session.get_one(Case, filing.case_id)
    follows = letter.procedure in offers.following(filing.procedure)
    begun = _begun(session, filing, letter.procedure) if follows else None
    wish = Wish(filing.agency_id, letter.procedure, None, follows=filing.id if follows else None)
    return begun or filings.begin_filing(session, house, case, wish)


def _begun(session: Session, filing: Filing, procedure: str) -> Filing | None:
    its = select(Filing).where(col(Filing.follows_id) == filing.id, col(Filing.procedure) == procedure)
    return session.execute(its).scalars().first()
