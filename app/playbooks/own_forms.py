"""The form in which a person writes a playbook: a title, a worry, and whom to ask what."""

from app import law
from app.playbooks import own as files
from app.playbooks.model import ABOUT_HER
from app.playbooks.own import (
    HOLDS_LIMIT,
    MOST_HOLDS,
    MOST_REQUESTS,
    PROCEDURES,
    TITLE_LIMIT,
    WHO_LIMIT,
    WORDING_LIMIT,
    WORRY_LIMIT,
    Own,
    OwnRequest,
)
from app.playbooks.wording import blanks
from app.web.forms import Form
from app.web.texts import Texts

FEWEST_BLOCKS = 1
PARTS = ("who", "holds", "procedure", "wording")
MORE = "more"


def blocks(form: Form) -> int:
    """How many requests the form has room for."""
    typed = form.value("blocks")
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else FEWEST_BLOCKS  # noqa: PLR2004 - two digits
    return max(FEWEST_BLOCKS, min(count, MOST_REQUESTS))


def filled(own: Own) -> Form:
    """The form with what she wrote before."""
    values = {"title": own.title, "worry": own.worry, "blocks": str(len(own.requests))}
    for number, request in enumerate(own.requests):
        values |= {
            f"who_{number}": request.who,
            f"holds_{number}": "\n".join(request.holds),
            f"procedure_{number}": request.procedure,
            f"wording_{number}": request.wording,
        }
    return Form.blank(**values)


def read_own(form: Form) -> Own | None:
    """What she wrote, or None when something must be mended."""
    title, worry = form.text("title", TITLE_LIMIT), form.long_text("worry", WORRY_LIMIT, required=True)
    found = tuple(
        _read(form, number) for number in range(blocks(form)) if number == 0 or _is_used(form, number)
    )
    return Own(title, worry, found) if form.ok else None


def _is_used(form: Form, number: int) -> bool:
    return any(form.value(f"{part}_{number}").strip() for part in ("who", "holds", "wording"))


def _read(form: Form, number: int) -> OwnRequest:
    holds = f"holds_{number}"
    lines = form.long_text(holds, MOST_HOLDS * (HOLDS_LIMIT + 1)).split("\n")
    told = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if len(told) > MOST_HOLDS or any(len(each) > HOLDS_LIMIT for each in told):
        form.problem(holds, "playbooks.errors.holds", most=MOST_HOLDS, limit=HOLDS_LIMIT)
    request = OwnRequest(
        who=form.text(f"who_{number}", WHO_LIMIT),
        holds=told,
        procedure=form.choice(f"procedure_{number}", PROCEDURES),
        wording=form.long_text(f"wording_{number}", WORDING_LIMIT, required=True),
    )
    for blank in blanks(request.wording) - {*ABOUT_HER}:
        form.problem(f"wording_{number}", "playbooks.bad.unknown_blank", found=blank)
    return request


def procedures(texts: Texts) -> list[tuple[str, str]]:
    """What can be asked for, by name."""
    return [(each, texts.pick(law.procedure(each).label)) for each in files.PROCEDURES]
