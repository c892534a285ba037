"""What a member of a support group may do at which address, by consent, role and part in a case (T-10)."""

from enum import StrEnum
from typing import Final

from app.groups.models import Role
from app.people.grant_models import Verb

# What a member of a support group needs, on a case that its person opened to the group and that she works on.
# An OWNER's address that is not named here is its person's alone, whatever she granted.
VERBS: dict[tuple[str, str], Verb] = {
    ("GET", "/cases/{case_id}/mandates"): "view_content",
    ("GET", "/cases/{case_id}/mandates/new"): "edit",
    ("POST", "/cases/{case_id}/mandates/new"): "edit",
    ("GET", "/mandates/{mandate_id}/end"): "edit",
    ("POST", "/mandates/{mandate_id}/end"): "edit",
    ("GET", "/cases/{case_id}/edit"): "edit",
    ("POST", "/cases/{case_id}/edit"): "edit",
    ("GET", "/cases/{case_id}/close"): "edit",
    ("POST", "/cases/{case_id}/close"): "edit",
    ("POST", "/cases/{case_id}/reopen"): "edit",
    ("GET", "/holdings/{holding_id}"): "view_content",
    ("GET", "/holdings/{holding_id}/edit"): "edit",
    ("POST", "/holdings/{holding_id}/edit"): "edit",
    ("GET", "/holdings/{holding_id}/delete"): "edit",
    ("POST", "/holdings/{holding_id}/delete"): "edit",
    ("GET", "/filings/{filing_id}/deadlines/{place}.ics"): "export",
    ("GET", "/documents/{document_id}/file"): "receive_documents",
    ("GET", "/documents/{document_id}/preview"): "receive_documents",
    ("GET", "/cases/{case_id}"): "view_content",
    ("GET", "/filings/{filing_id}/edit"): "edit",
    ("POST", "/filings/{filing_id}/edit"): "edit",
    ("GET", "/filings/{filing_id}/discard"): "edit",
    ("POST", "/filings/{filing_id}/discard"): "edit",
    ("GET", "/filings/{filing_id}/deadlines/{place}"): "view_content",
    ("GET", "/filings/{filing_id}/what-if"): "view_content",
    ("GET", "/filings/{filing_id}/events/new"): "record_filings",
    ("POST", "/filings/{filing_id}/events"): "record_filings",
    ("GET", "/events/{event_id}/retract"): "record_filings",
    ("POST", "/events/{event_id}/retract"): "record_filings",
    ("GET", "/filings/{filing_id}/documents"): "receive_documents",
    ("POST", "/filings/{filing_id}/documents"): "receive_documents",
    ("GET", "/documents/{document_id}"): "receive_documents",
    ("GET", "/documents/{document_id}/event"): "receive_documents",
    ("POST", "/documents/{document_id}/event"): "receive_documents",
    ("GET", "/documents/{document_id}/delete"): "receive_documents",
    ("POST", "/documents/{document_id}/delete"): "receive_documents",
    ("GET", "/filings/{filing_id}/letters"): "view_content",
    ("GET", "/filings/{filing_id}/letters/new"): "view_content",
    ("POST", "/filings/{filing_id}/letters"): "draft_letters",
    ("GET", "/letters/{letter_id}.pdf"): "view_content",
    ("GET", "/letters/{letter_id}"): "view_content",
    ("GET", "/letters/{letter_id}/edit"): "draft_letters",
    ("POST", "/letters/{letter_id}/edit"): "draft_letters",
    ("POST", "/letters/{letter_id}/paper"): "draft_letters",
    ("GET", "/letters/{letter_id}/delete"): "draft_letters",
    ("POST", "/letters/{letter_id}/delete"): "draft_letters",
    ("GET", "/filings/{filing_id}/nudge"): "edit",
    ("POST", "/filings/{filing_id}/nudge"): "edit",
    ("GET", "/filings/{filing_id}/sending"): "view_content",
    ("POST", "/filings/{filing_id}/sending/answers"): "draft_letters",
    ("POST", "/filings/{filing_id}/sending/ticks"): "draft_letters",
    ("POST", "/filings/{filing_id}/sending/days"): "draft_letters",
    ("POST", "/filings/{filing_id}/sending/method"): "draft_letters",
    ("POST", "/filings/{filing_id}/sending/sent"): "record_filings",
    ("POST", "/filings/{filing_id}/sending/costs"): "draft_letters",
    ("GET", "/costs/{cost_id}/delete"): "draft_letters",
    ("POST", "/costs/{cost_id}/delete"): "draft_letters",
    ("GET", "/filings/{filing_id}/sending/desk"): "draft_letters",
    ("POST", "/filings/{filing_id}/sending/desk"): "draft_letters",
    ("GET", "/filings/{filing_id}/sending/envelope"): "view_content",
    ("GET", "/filings/{filing_id}/sending/labels"): "view_content",
    ("GET", "/filings/{filing_id}/carry-sheet"): "export",
    ("GET", "/cases/{case_id}/summary"): "export",
    ("GET", "/playbooks/made/{run_id}"): "view_content",
    ("POST", "/playbooks/made/{run_id}/steps/{step_id}/done"): "record_filings",
    ("GET", "/playbooks/made/{run_id}/undo"): "edit",
    ("POST", "/playbooks/made/{run_id}/undo"): "edit",
    ("GET", "/filings/{filing_id}/playbook"): "view_content",
    ("POST", "/filings/{filing_id}/playbook/requests"): "record_filings",
    ("GET", "/filings/{filing_id}/playbook/letter"): "record_filings",
    ("POST", "/filings/{filing_id}/playbook/letter"): "record_filings",
    ("GET", "/cases/{case_id}/notes"): "view_content",
    ("POST", "/cases/{case_id}/notes"): "edit",
    ("POST", "/cases/{case_id}/tasks"): "edit",
    ("POST", "/tasks/{task_id}/done"): "edit",
}

# What the same scopes open in a group, where a case is not reached by its address but ticked on the board.
OF_THE_BOARD: dict[tuple[str, str], Verb] = {
    ("GET", "/groups/{group_id}/board"): "view_status",
    ("POST", "/groups/{group_id}/board/acts/{act_name}"): "export",
}

# Which roles an address of a group answers; one that is not named here answers coordinators alone.
CASE_WORKERS = frozenset({Role.HELPER, Role.COORDINATOR, Role.SUPERVISOR})
WRITERS = frozenset({Role.HELPER, Role.COORDINATOR})
ROLES: dict[tuple[str, str], frozenset[Role]] = {
    ("GET", "/groups/{group_id}"): frozenset(Role),
    ("GET", "/groups/{group_id}/clients"): CASE_WORKERS,
    ("GET", "/groups/{group_id}/clients/new"): WRITERS,
    ("POST", "/groups/{group_id}/clients/new"): WRITERS,
    ("GET", "/groups/{group_id}/clients/{client_id}"): CASE_WORKERS,
    ("GET", "/groups/{group_id}/clients/{client_id}/consent-sheet"): CASE_WORKERS,
    ("GET", "/groups/{group_id}/wordings"): CASE_WORKERS,
    ("GET", "/groups/{group_id}/playbooks"): CASE_WORKERS,
    ("GET", "/groups/{group_id}/playbooks/new"): WRITERS,
    ("POST", "/groups/{group_id}/playbooks"): WRITERS,
    ("GET", "/groups/{group_id}/playbooks/{group_playbook_id}"): CASE_WORKERS,
    ("GET", "/groups/{group_id}/board"): CASE_WORKERS,
    ("GET", "/groups/{group_id}/day-sheet"): CASE_WORKERS,
    ("GET", "/groups/{group_id}/statistics"): CASE_WORKERS,
    ("GET", "/groups/{group_id}/statistics/days.svg"): CASE_WORKERS,
    ("GET", "/groups/{group_id}/statistics/answers.svg"): CASE_WORKERS,
    ("POST", "/groups/{group_id}/statistics/file"): CASE_WORKERS,
}

# Whoever leaves a group ends her own membership, whatever her role.
LEAVING = frozenset((method, "/groups/{group_id}/members/{membership_id}/end") for method in ("GET", "POST"))


class Standing(StrEnum):
    """What a member is to one client of her group; whoever is none of them finds nothing there."""

    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    LEAD = "lead"
    HELPER = "helper"  # by her part in the case
    READER = "reader"


Needs = dict[Standing, frozenset[Verb]]
COORDINATOR, SUPERVISOR, LEAD, HELPER, READER = Standing
FREE: Final[frozenset[Verb]] = frozenset()  # no word of the client's is needed
READ: Final[frozenset[Verb]] = frozenset({"view_content"})
EDIT: Final[frozenset[Verb]] = frozenset({"edit"})
DRAFT: Final[frozenset[Verb]] = frozenset({"draft_letters"})
MAKE: Final[frozenset[Verb]] = frozenset({"edit", "record_filings", "draft_letters"})

LEADING: Final[Needs] = {COORDINATOR: FREE, LEAD: FREE}
RECORDING: Final[Needs] = LEADING | {HELPER: FREE}
SEEN_PHOTO: Final[Needs] = {LEAD: READ, HELPER: READ, READER: READ}
IN_GROUP, OF_CLIENT = "/groups/{group_id}", "/groups/{group_id}/clients/{client_id}"
TEAM = OF_CLIENT + "/cases/{case_id}/team"
PHOTOS = OF_CLIENT + "/consents/{grant_id}/photos"
WORDING = IN_GROUP + "/letters/{client_letter_id}/wording"
START = IN_GROUP + "/cases/{client_case_id}/playbooks"

# What hangs on what a member is to the client, and on what the client's consent lets the group do.
BY_CASE: dict[tuple[str, str], Needs] = {
    ("GET", OF_CLIENT + "/consent"): RECORDING,
    ("POST", OF_CLIENT + "/consent"): RECORDING,
    ("GET", OF_CLIENT + "/scopes/{scope_id}/end"): LEADING,
    ("POST", OF_CLIENT + "/scopes/{scope_id}/end"): LEADING,
    ("GET", OF_CLIENT + "/cases/new"): LEADING,
    ("POST", OF_CLIENT + "/cases/new"): LEADING,
    ("POST", OF_CLIENT + "/claim"): LEADING,
    ("POST", OF_CLIENT + "/reveal"): {COORDINATOR: frozenset({"view_status"})},
    ("GET", OF_CLIENT + "/profile"): {LEAD: EDIT, HELPER: EDIT},
    ("POST", OF_CLIENT + "/profile"): {LEAD: EDIT, HELPER: EDIT},
    ("GET", TEAM): RECORDING | {SUPERVISOR: FREE, READER: FREE},
    ("POST", TEAM): {COORDINATOR: FREE},
    ("POST", TEAM + "/offer"): {LEAD: FREE},
    ("POST", TEAM + "/{assignment_id}/end"): {COORDINATOR: FREE},
    ("GET", PHOTOS): RECORDING | {READER: READ},
    ("POST", PHOTOS): RECORDING,
    ("GET", PHOTOS + "/{document_id}/file"): SEEN_PHOTO,
    ("GET", PHOTOS + "/{document_id}/preview"): SEEN_PHOTO,
    ("GET", PHOTOS + "/{document_id}/delete"): {LEAD: READ, HELPER: READ},
    ("POST", PHOTOS + "/{document_id}/delete"): {LEAD: READ, HELPER: READ},
    ("GET", OF_CLIENT + "/log"): LEADING,
    ("GET", WORDING): {LEAD: DRAFT, HELPER: DRAFT},
    ("POST", WORDING): {LEAD: DRAFT, HELPER: DRAFT},
    ("GET", START): {LEAD: MAKE, HELPER: MAKE},
    ("GET", START + "/{playbook_id}/start"): {LEAD: MAKE, HELPER: MAKE},
    ("POST", START + "/{playbook_id}/start"): {LEAD: MAKE, HELPER: MAKE},
}
# A consent that she gave online has no sheet, so no photo of one is there for anybody.
OF_PAPER = frozenset(row for row in BY_CASE if row[1].startswith(PHOTOS))

# What may be done from the board with a case, and by whom: a helper's board has the cases on which she works.
PREVIEW, PERFORM = IN_GROUP + "/board/acts", IN_GROUP + "/board/acts/{act_name}"
ACTS: dict[str, frozenset[Standing]] = {
    "remind": frozenset({COORDINATOR, LEAD, HELPER, READER}),
    "reassign": frozenset({COORDINATOR}),
    "export": frozenset(Standing),
}
ON_BOARD = frozenset({("POST", PREVIEW), ("POST", PERFORM)})


def opens(needs: Needs, standing: Standing | None, consent: frozenset[Verb]) -> bool:
    """Whether an address answers a member of this standing while the client's consent says this."""
    reached = consent & {"view_status", "view_content"} if standing == READER else consent
    return standing in needs and needs[standing] <= reached
