"""On PostgreSQL the board finds its cases by its index, with the policies in each question."""

from typing import Any

import pytest
from sqlalchemy import event, text

from app.boards import queries
from app.boards.asking import Asked
from app.groups.models import Role
from app.people.reach import reach_for
from tests.boards.test_board import LATE
from tests.support import things
from tests.support.office import Office

Question = tuple[str, Any]


@pytest.mark.parametrize("name", ["alice", "bob"])
@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_the_wall_leaves_the_board_its_indexes(office: Office, name: str) -> None:
    office.join("bob", Role.HELPER)
    office.file(office.open_case(lead="bob"), LATE)
    with office.house.db.reading() as session:
        actor = things.actor_named(session, office.house, name)
    asked: list[Question] = []
    with office.house.db.reading(actor.behalf) as session:
        reach = reach_for(session, actor, office.group_id)
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
        assert queries.page(session, reach, Asked())[0]
        # Of so few rows a planner would read all.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        statement, given = asked[0]
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", given).scalars())
    by_day = "ix_filing_deadline_group" if name == "alice" else "ix_filing_deadline_case_id"
    assert by_day in plan
    assert "Seq Scan on" not in plan
    assert "misete_everybody" not in plan
