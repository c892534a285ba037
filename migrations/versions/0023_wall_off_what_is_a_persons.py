"""Wall off what is a person's on PostgreSQL: a row is there for whom its policy names, and for nobody else.

What a policy asks is said at the begin of each transaction (app/kit/behalf.py); which table follows which
rule, and why, stands in docs/decisions/0015-row-level-security.md.
"""

import re
from typing import NamedTuple

from alembic import op
from sqlalchemy import text

revision = "0023"
down_revision = "0022"

# Read from what was said; '' is what a setting is after the transaction that made it.
SAID = {
    "misete_everybody": ("boolean", "coalesce(current_setting('misete.everybody', true), '') = 'on'"),
    "misete_account": ("uuid", "nullif(current_setting('misete.account', true), '')::uuid"),
    "misete_today": ("date", "nullif(current_setting('misete.today', true), '')::date"),
}

# What the policies below say in one word; in SCHEMA, so that no table of a visitor's own takes a place.
WORDS = {
    "ME": "SCHEMA.misete_account()",
    "TODAY": "SCHEMA.misete_today()",
    "HERS": "person_id IN (SELECT misete_persons())",
    "OF_GROUP": "group_id IN (SELECT misete_groups())",
    "COORDINATED": "group_id IN (SELECT misete_coordinated())",
    "IN_CASE": "case_id IN (SELECT misete_cases())",
    "IN_FILING": "filing_id IN (SELECT misete_filings())",
    "IN_RUN": "EXISTS (SELECT 1 FROM playbook_run AS its WHERE its.id = TABLE.run_id AND its.IN_CASE)",
    # The list of a consent's sheets, for who records what a client signs.
    "IS_SIGNED": (
        "EXISTS (SELECT 1 FROM grant_document AS its JOIN client AS whose ON whose.person_id = its.person_id "
        "AND whose.group_id = its.group_id WHERE its.document_id = TABLE.id AND its.OF_GROUP "
        "AND (its.group_id IN (SELECT misete_coordinated()) OR whose.entered_by = ME))"
    ),
    "IS_SIGNED_PIECE": (
        "EXISTS (SELECT 1 FROM grant_document AS its "
        "WHERE its.document_id = TABLE.document_id AND its.OF_GROUP)"
    ),
    "IS_FILED": (
        "EXISTS (SELECT 1 FROM event_document AS its "
        "WHERE its.document_id = TABLE.document_id AND its.IN_FILING)"
    ),
    # For what lies in no case: whoever works on one of her cases.
    "AROUND": "person_id IN (SELECT misete_case_persons())",
    "OF_GROUPS_CASE": ('EXISTS (SELECT 1 FROM "case" AS its WHERE its.id = TABLE.case_id AND its.OF_GROUP)'),
    "OF_GROUPS_FILING": (
        'EXISTS (SELECT 1 FROM filing AS that JOIN "case" AS its ON its.id = that.case_id '
        "WHERE that.id = TABLE.filing_id AND its.OF_GROUP)"
    ),
    "A_CLIENT": "EXISTS (SELECT 1 FROM client AS its WHERE its.person_id = TABLE.id AND its.OF_GROUP)",
    "OF_OPEN_CLIENT": (
        "EXISTS (SELECT 1 FROM client AS its "
        "WHERE its.person_id = TABLE.person_id AND its.ended_at IS NULL AND its.OF_GROUP)"
    ),
    # Whoever enters her knows her; a coordinator looks up the name of a client whose state is open.
    "KNOWN_CLIENT": (
        "EXISTS (SELECT 1 FROM client AS its "
        "WHERE its.person_id = TABLE.person_id AND its.ended_at IS NULL AND its.OF_GROUP "
        "AND (its.entered_by = ME OR its.group_id IN (SELECT misete_coordinated()) AND EXISTS ("
        "SELECT 1 FROM grant_scope AS scope WHERE scope.person_id = its.person_id "
        "AND scope.group_id = its.group_id AND IS_OPEN)))"
    ),
    "IS_OPEN": "scope.ended_at IS NULL AND scope.starts_on <= TODAY AND scope.expires_on >= TODAY",
    # As people/access.py opens a case: an open scope, and open work on it by somebody who is still a member.
    "WORK": (
        "SCHEMA.case_assignment AS work JOIN SCHEMA.grant_scope AS scope "
        "ON scope.person_id = work.person_id AND scope.group_id = work.group_id "
        "AND (scope.case_id IS NULL OR scope.case_id = work.case_id) AND IS_OPEN "
        "JOIN SCHEMA.membership AS member ON member.group_id = work.group_id "
        "AND member.account_id = work.account_id AND MEMBERS_ON_CASES "
        "AND work.account_id = ME AND work.ended_at IS NULL AND work.suspended_at IS NULL "
        "AND (work.part <> 'reader' OR scope.verb IN ('view_status', 'view_content'))"
    ),
    "MEMBERS_ON_CASES": "member.ended_at IS NULL AND member.role <> 'technical_admin'",
}

# Looked up without a wall: the walls of the tables that they read would ask them again.
LOOKED_UP = {
    "misete_persons": "SELECT her.id FROM SCHEMA.person AS her WHERE her.account_id = ME",
    "misete_groups": (
        "SELECT member.group_id FROM SCHEMA.membership AS member "
        "WHERE member.account_id = ME AND MEMBERS_ON_CASES"
    ),
    "misete_coordinated": (
        "SELECT member.group_id FROM SCHEMA.membership AS member "
        "WHERE member.account_id = ME AND member.ended_at IS NULL AND member.role = 'coordinator'"
    ),
    "misete_cases": "SELECT DISTINCT work.case_id FROM WORK",
    "misete_case_persons": "SELECT DISTINCT work.person_id FROM WORK",
    "misete_filings": (
        "SELECT DISTINCT filing.id FROM WORK JOIN SCHEMA.filing AS filing ON filing.case_id = work.case_id"
    ),
}


class Wall(NamedTuple):
    """Who sees a row, changes it, adds one, takes it away; left out: as `change`, and that as `look`."""

    look: str
    change: str = ""
    add: str = ""
    take_away: str = ""


IN_A_CASE = Wall("HERS OR IN_CASE")
IN_A_FILING = Wall("HERS OR IN_FILING")
AROUND_HER = Wall("HERS OR AROUND")
HERS_ALONE = Wall("HERS")
# What a group and its client keep together; neither is ever deleted by the group.
BOTH = Wall("HERS OR OF_GROUP", take_away="HERS")
AGREED = Wall("HERS OR OF_GROUP", add="HERS OR OF_GROUP AND OF_OPEN_CLIENT", take_away="HERS")
WALLS = {
    "person": Wall("account_id = ME OR A_CLIENT", add="account_id = ME", take_away="account_id = ME"),
    "profile": Wall("HERS OR KNOWN_CLIENT OR AROUND", take_away="HERS"),
    "client": Wall("HERS OR OF_GROUP", add="HERS", take_away="HERS"),
    "claim": Wall("HERS OR OF_OPEN_CLIENT"),
    "access_grant": AGREED,
    "grant_scope": AGREED,
    "case": Wall("HERS OR OF_GROUP", add="HERS", take_away="HERS"),
    "case_assignment": BOTH,
    "handover": BOTH,
    "grant_document": BOTH,
    "erasure": Wall("HERS OR OF_GROUP", "HERS OR COORDINATED"),
    "erasure_hold": Wall("HERS OR OF_GROUP", "HERS OR COORDINATED"),
    "weekly_wish": HERS_ALONE,
    "conflict_check": Wall("OF_GROUP", take_away="false"),
    "name_mark": Wall("false"),
    "opposing_party": AROUND_HER,
    # What a group's board counts: its members see the row; the words in it stay sealed.
    "filing_deadline": Wall("OF_GROUP OR HERS OR IN_CASE", "HERS OR IN_CASE"),
    "filing": Wall("HERS OR OF_GROUPS_CASE OR IN_CASE", "HERS OR IN_CASE"),
    "filing_event": Wall("HERS OR OF_GROUPS_FILING OR IN_FILING", "HERS OR IN_FILING"),
    "certificate": Wall("HERS OR OF_GROUPS_FILING OR IN_FILING", "HERS OR IN_FILING"),
    "task": Wall("HERS OR OF_GROUPS_CASE OR IN_CASE", take_away="HERS OR IN_CASE"),
    "note": IN_A_CASE,
    "holding": IN_A_CASE,
    "letter": IN_A_CASE,
    "own_date": IN_A_CASE,
    "playbook_run": IN_A_CASE,
    "power_of_attorney": IN_A_CASE,
    "playbook_step": Wall("HERS OR IN_RUN"),
    "cost": IN_A_FILING,
    "deadline_change": IN_A_FILING,
    "event_document": IN_A_FILING,
    "nudge": IN_A_FILING,
    "sending": IN_A_FILING,
    # Whoever adds a document counts all of hers for the quota; what one says lies in its filing.
    "document": Wall("HERS OR AROUND OR IS_SIGNED"),
    "document_chunk": Wall("HERS OR IS_FILED OR AROUND AND IS_SIGNED_PIECE", "HERS OR AROUND"),
    "agency": Wall("person_id IS NULL OR HERS OR AROUND", "HERS OR AROUND"),
    "agency_closed_day": AROUND_HER,
    "agency_override": AROUND_HER,
    "desk": AROUND_HER,
    "sender": AROUND_HER,
    "mail": HERS_ALONE,
    "own_playbook": HERS_ALONE,
    "reminder": HERS_ALONE,
    "reminder_setting": HERS_ALONE,
}
_WORD = re.compile(rf"\b({'|'.join((*WORDS, 'TABLE', 'SCHEMA'))})\b")


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return  # SQLite knows no policies.
    schema = op.get_bind().execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    for name, (kind, says) in SAID.items():
        body = f"LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT {says} $$"
        op.execute(f"CREATE FUNCTION {name}() RETURNS {kind} {body}")
    for name, query in LOOKED_UP.items():
        op.execute(_looking_up(name, _said(query, schema)))
    for table, wall in WALLS.items():
        _wall(table, wall, schema)


def _said(sentence: str, schema: str, table: str = "") -> str:
    """A sentence with each word's meaning in its place."""
    meanings = WORDS | {"SCHEMA": schema, "TABLE": f'"{table}"'}
    while _WORD.search(sentence):
        sentence = _WORD.sub(lambda found: meanings[found[0]], sentence)
    return sentence


def _looking_up(name: str, query: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 20 AS $$ "
        "DECLARE before text := coalesce(current_setting('misete.everybody', true), ''); "
        "BEGIN PERFORM set_config('misete.everybody', 'on', true); "
        f"RETURN QUERY {query}; "
        "PERFORM set_config('misete.everybody', before, true); END $$"
    )


def _wall(table: str, wall: Wall, schema: str) -> None:
    # Forced: a server that migrates itself owns its tables, and an owner would pass.
    for rule in ("ENABLE", "FORCE"):
        op.execute(f'ALTER TABLE "{table}" {rule} ROW LEVEL SECURITY')
    change = wall.change or wall.look
    for name, action, check, who in (
        ("look", "SELECT", "USING", wall.look),
        ("change", "UPDATE", "USING", change),
        ("add", "INSERT", "WITH CHECK", wall.add or change),
        ("take_away", "DELETE", "USING", wall.take_away or change),
    ):
        condition = _said(f"misete_everybody() OR {who}", schema, table)
        # Without a check of its own an UPDATE is checked by USING before and after.
        op.execute(f'CREATE POLICY misete_{name} ON "{table}" FOR {action} {check} ({condition})')


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in WALLS:
        for name in ("look", "change", "add", "take_away"):
            op.execute(f'DROP POLICY misete_{name} ON "{table}"')
        for rule in ("NO FORCE", "DISABLE"):
            op.execute(f'ALTER TABLE "{table}" {rule} ROW LEVEL SECURITY')
    for name in (*LOOKED_UP, *SAID):
        op.execute(f"DROP FUNCTION {name}()")
