"""Who may use which address. A route without a row here fails the build (T-10)."""

from enum import Enum


class Who(Enum):
    """For whom an address answers."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"
    OWNER = "owner"  # signed in, and the thing that the address names is hers
    BEARER = "bearer"  # whoever knows the token in the address, signed in or not
    MEMBER = "member"  # signed in, and works in the group that the address names, in a role that may


ANYBODY, SIGNED_IN, OWNER, BEARER, MEMBER = Who

TABLE: dict[tuple[str, str], Who] = {
    # web
    ("GET", "/healthz"): ANYBODY,
    ("GET", "/promises"): ANYBODY,
    ("GET", "/exit"): ANYBODY,
    # accounts
    ("GET", "/sign-up"): ANYBODY,
    ("POST", "/sign-up"): ANYBODY,
    ("GET", "/sign-in"): ANYBODY,
    ("POST", "/sign-in"): ANYBODY,
    ("POST", "/sign-out"): ANYBODY,
    ("POST", "/language"): ANYBODY,
    ("POST", "/furigana"): ANYBODY,
    ("GET", "/account"): SIGNED_IN,
    ("POST", "/account/password"): SIGNED_IN,
    ("POST", "/account/sessions/{session_id}/end"): OWNER,
    # people
    ("GET", "/cases/new"): SIGNED_IN,
    ("POST", "/cases"): SIGNED_IN,
    ("GET", "/cases/{case_id}/edit"): OWNER,
    ("POST", "/cases/{case_id}/edit"): OWNER,
    ("GET", "/cases/{case_id}/close"): OWNER,
    ("POST", "/cases/{case_id}/close"): OWNER,
    ("POST", "/cases/{case_id}/reopen"): OWNER,
    # agencies
    ("GET", "/agencies/search"): SIGNED_IN,
    ("GET", "/agencies/new"): SIGNED_IN,
    ("POST", "/agencies/new"): SIGNED_IN,
    ("GET", "/agencies/{agency_id}"): OWNER,  # the shipped ones are for everybody who is signed in
    ("GET", "/agencies/{agency_id}/periods/new"): OWNER,  # her own notes, also of the shipped ones
    ("POST", "/agencies/{agency_id}/periods"): OWNER,
    ("GET", "/agencies/{agency_id}/periods/{period_id}/edit"): OWNER,
    ("POST", "/agencies/{agency_id}/periods/{period_id}/edit"): OWNER,
    ("GET", "/agencies/{agency_id}/periods/{period_id}/delete"): OWNER,
    ("POST", "/agencies/{agency_id}/periods/{period_id}/delete"): OWNER,
    ("GET", "/agencies/{agency_id}/closed-days/new"): OWNER,
    ("POST", "/agencies/{agency_id}/closed-days"): OWNER,
    ("GET", "/agencies/{agency_id}/closed-days/{closed_day_id}/delete"): OWNER,
    ("POST", "/agencies/{agency_id}/closed-days/{closed_day_id}/delete"): OWNER,
    # calculator
    ("GET", "/calculator"): ANYBODY,
    ("GET", "/calculator/ask"): ANYBODY,
    ("GET", "/calculator/deadline.ics"): ANYBODY,
    ("POST", "/api/v1/deadlines"): ANYBODY,
    # rulebook
    ("GET", "/law"): ANYBODY,
    ("GET", "/law/{clock_id}"): ANYBODY,  # a rule's name; nobody owns the law
    # holdings
    ("GET", "/holdings"): SIGNED_IN,
    ("GET", "/holdings/new"): SIGNED_IN,
    ("POST", "/holdings/new"): SIGNED_IN,
    ("GET", "/holdings/{holding_id}"): OWNER,
    ("GET", "/holdings/{holding_id}/edit"): OWNER,
    ("POST", "/holdings/{holding_id}/edit"): OWNER,
    ("GET", "/holdings/{holding_id}/delete"): OWNER,
    ("POST", "/holdings/{holding_id}/delete"): OWNER,
    # calendar
    ("GET", "/calendar"): SIGNED_IN,
    ("POST", "/calendar"): SIGNED_IN,
    ("POST", "/calendar/words"): SIGNED_IN,
    ("POST", "/calendar/stop"): SIGNED_IN,
    ("GET", "/calendar/{token}.ics"): BEARER,
    ("GET", "/filings/{filing_id}/deadlines/{place}.ics"): OWNER,
    # documents
    ("GET", "/documents/{document_id}/file"): OWNER,
    ("GET", "/documents/{document_id}/preview"): OWNER,
    # casework
    ("GET", "/cases/{case_id}/notes"): OWNER,
    ("POST", "/cases/{case_id}/notes"): OWNER,
    ("POST", "/cases/{case_id}/tasks"): OWNER,
    ("POST", "/tasks/{task_id}/done"): OWNER,
    ("GET", "/notes/{note_id}/delete"): OWNER,
    ("POST", "/notes/{note_id}/delete"): OWNER,
    # filings
    ("GET", "/"): SIGNED_IN,
    ("GET", "/new"): SIGNED_IN,
    ("GET", "/cases"): SIGNED_IN,
    ("GET", "/cases/{case_id}"): OWNER,
    ("GET", "/filings/new"): SIGNED_IN,
    ("POST", "/filings"): SIGNED_IN,
    ("GET", "/filings/{filing_id}/edit"): OWNER,
    ("POST", "/filings/{filing_id}/edit"): OWNER,
    ("GET", "/filings/{filing_id}/discard"): OWNER,
    ("POST", "/filings/{filing_id}/discard"): OWNER,
    ("GET", "/filings/{filing_id}/deadlines/{place}"): OWNER,
    ("GET", "/filings/{filing_id}/what-if"): OWNER,
    ("GET", "/filings/{filing_id}/events/new"): OWNER,
    ("POST", "/filings/{filing_id}/events"): OWNER,
    ("GET", "/events/{event_id}/retract"): OWNER,
    ("POST", "/events/{event_id}/retract"): OWNER,
    ("GET", "/filings/{filing_id}/documents"): OWNER,
    ("POST", "/filings/{filing_id}/documents"): OWNER,
    ("GET", "/documents/{document_id}"): OWNER,
    ("GET", "/documents/{document_id}/event"): OWNER,
    ("POST", "/documents/{document_id}/event"): OWNER,
    ("GET", "/documents/{document_id}/delete"): OWNER,
    ("POST", "/documents/{document_id}/delete"): OWNER,
    ("GET", "/changes"): SIGNED_IN,
    ("POST", "/changes/seen"): SIGNED_IN,
    # letters
    ("GET", "/filings/{filing_id}/letters"): OWNER,
    ("GET", "/filings/{filing_id}/letters/new"): OWNER,
    ("POST", "/filings/{filing_id}/letters"): OWNER,
    ("GET", "/letters/{letter_id}.pdf"): OWNER,
    ("GET", "/letters/{letter_id}"): OWNER,
    ("GET", "/letters/{letter_id}/edit"): OWNER,
    ("POST", "/letters/{letter_id}/edit"): OWNER,
    ("POST", "/letters/{letter_id}/paper"): OWNER,
    ("GET", "/letters/{letter_id}/delete"): OWNER,
    ("POST", "/letters/{letter_id}/delete"): OWNER,
    # reminders
    ("GET", "/reminders"): SIGNED_IN,
    ("GET", "/reminders/settings"): SIGNED_IN,
    ("POST", "/reminders/settings"): SIGNED_IN,
    ("POST", "/reminders/address"): SIGNED_IN,
    ("POST", "/reminders/address/confirm"): SIGNED_IN,
    ("POST", "/reminders/address/remove"): SIGNED_IN,
    ("GET", "/reminders/dates/new"): SIGNED_IN,
    ("POST", "/reminders/dates"): SIGNED_IN,
    ("GET", "/reminders/dates/{own_date_id}/edit"): OWNER,
    ("POST", "/reminders/dates/{own_date_id}/edit"): OWNER,
    ("POST", "/reminders/dates/{own_date_id}/done"): OWNER,
    ("GET", "/reminders/dates/{own_date_id}/delete"): OWNER,
    ("POST", "/reminders/dates/{own_date_id}/delete"): OWNER,
    ("GET", "/filings/{filing_id}/nudge"): OWNER,
    ("POST", "/filings/{filing_id}/nudge"): OWNER,
    # sending
    ("GET", "/filings/{filing_id}/sending"): OWNER,
    ("POST", "/filings/{filing_id}/sending/answers"): OWNER,
    ("POST", "/filings/{filing_id}/sending/ticks"): OWNER,
    ("POST", "/filings/{filing_id}/sending/days"): OWNER,
    ("POST", "/filings/{filing_id}/sending/method"): OWNER,
    ("POST", "/filings/{filing_id}/sending/sent"): OWNER,
    ("POST", "/filings/{filing_id}/sending/costs"): OWNER,
    ("GET", "/costs/{cost_id}/delete"): OWNER,
    ("POST", "/costs/{cost_id}/delete"): OWNER,
    ("GET", "/filings/{filing_id}/sending/desk"): OWNER,
    ("POST", "/filings/{filing_id}/sending/desk"): OWNER,
    ("GET", "/filings/{filing_id}/sending/envelope"): OWNER,
    ("GET", "/filings/{filing_id}/sending/labels"): OWNER,
    ("GET", "/filings/{filing_id}/carry-sheet"): OWNER,
    ("GET", "/cases/{case_id}/summary"): OWNER,
    ("GET", "/certified-mail"): SIGNED_IN,
    ("POST", "/certified-mail"): SIGNED_IN,
    # playbooks
    ("GET", "/playbooks"): ANYBODY,
    ("GET", "/playbooks/{playbook_id}"): ANYBODY,  # a worry's name; the shipped ones are nobody's
    ("GET", "/playbooks/{playbook_id}/start"): SIGNED_IN,
    ("POST", "/playbooks/{playbook_id}/start"): SIGNED_IN,
    ("GET", "/playbooks/own/new"): SIGNED_IN,
    ("POST", "/playbooks/own"): SIGNED_IN,
    ("GET", "/playbooks/own/import"): SIGNED_IN,
    ("POST", "/playbooks/own/import"): SIGNED_IN,
    ("GET", "/playbooks/own/{own_playbook_id}.yaml"): OWNER,
    ("GET", "/playbooks/own/{own_playbook_id}"): OWNER,
    ("GET", "/playbooks/own/{own_playbook_id}/edit"): OWNER,
    ("POST", "/playbooks/own/{own_playbook_id}/edit"): OWNER,
    ("GET", "/playbooks/own/{own_playbook_id}/delete"): OWNER,
    ("POST", "/playbooks/own/{own_playbook_id}/delete"): OWNER,
    ("GET", "/playbooks/own/{own_playbook_id}/start"): OWNER,
    ("POST", "/playbooks/own/{own_playbook_id}/start"): OWNER,
    ("GET", "/playbooks/made/{run_id}"): OWNER,
    ("POST", "/playbooks/made/{run_id}/steps/{step_id}/done"): OWNER,
    ("GET", "/playbooks/made/{run_id}/undo"): OWNER,
    ("POST", "/playbooks/made/{run_id}/undo"): OWNER,
    ("GET", "/filings/{filing_id}/playbook"): OWNER,
    ("POST", "/filings/{filing_id}/playbook/requests"): OWNER,
    ("GET", "/filings/{filing_id}/playbook/letter"): OWNER,
    ("POST", "/filings/{filing_id}/playbook/letter"): OWNER,
    # boards
    ("GET", "/groups/{group_id}/board"): MEMBER,
    ("POST", "/groups/{group_id}/board/acts"): MEMBER,
    ("POST", "/groups/{group_id}/board/acts/{act_name}"): MEMBER,
    ("POST", "/groups/{group_id}/clients/{client_id}/reveal"): MEMBER,
    ("GET", "/groups/{group_id}/day-sheet"): MEMBER,
}

# Names of public things in an address: no person's id.
PUBLIC_NAMES = {"/law/{clock_id}", "/playbooks/{playbook_id}", "/playbooks/{playbook_id}/start"}

# Ids also travel in queries and forms: (method, address, field, whose id it is).
IDS_IN_FIELDS: tuple[tuple[str, str, str, str], ...] = (
    ("GET", "/filings/new", "follows", "filing_id"),
    ("GET", "/filings/new", "agency", "agency_id"),
    ("GET", "/filings/new", "holding", "holding_id"),
    ("GET", "/filings/new", "case", "case_id"),
    ("GET", "/filings/new", "like", "filing_id"),
    ("POST", "/filings", "case", "case_id"),
    ("POST", "/filings", "follows", "filing_id"),
    ("POST", "/filings", "like", "filing_id"),
    ("POST", "/filings", "holding", "holding_id"),
    ("POST", "/filings", "agency", "agency_id"),
    ("GET", "/holdings/new", "agency", "agency_id"),
    ("GET", "/holdings/new", "case", "case_id"),
    ("POST", "/holdings/new", "agency", "agency_id"),
    ("POST", "/holdings/new", "case", "case_id"),
    ("POST", "/changes/seen", "case", "case_id"),
)
