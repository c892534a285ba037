"""The log and the door fail closed (T-17), and only the owner of the tables could change it (T-39)."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from app.audit.checking import verify
from app.audit.entry import Action
from app.audit.keeping import keep_log
from app.kit.clock import Clock
from app.kit.db import Database
from app.people.log_page import KINDS
from app.web.catalog import own_catalog
from app.web.locales import LOCALES
from app.web.texts import all_texts
from tests.audit.conftest import Log
from tests.support import roles
from tests.support.sources import ROOT, name_of, parse, python_files

POLICY = ("app/people/access.py", "app/people/noting.py", "app/kit/db.py")
TOO_WIDE = {"Exception", "BaseException"}
ON_POSTGRES = pytest.mark.parametrize(
    "database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


def handlers() -> Iterator[tuple[str, ast.ExceptHandler]]:
    for path in python_files("app"):
        if name_of(path) in POLICY or name_of(path).startswith("app/audit/"):
            for node in ast.walk(parse(path)):
                if isinstance(node, ast.ExceptHandler):
                    yield f"{name_of(path)}:{node.lineno}", node


def swallows(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches what it cannot know, or passes over it."""
    names = ast.walk(handler.type) if handler.type else []
    caught = {node.id for node in names if isinstance(node, ast.Name)} or TOO_WIDE
    ends_raising = isinstance(handler.body[-1], ast.Raise)
    only_passes = all(isinstance(step, ast.Pass) for step in handler.body)
    return only_passes or (bool(caught & TOO_WIDE) and not ends_raising)


def test_no_module_of_the_policy_passes_over_a_failure() -> None:
    found = list(handlers())
    assert len(found) > 2
    assert [place for place, handler in found if swallows(handler)] == []
    suppressing = re.compile(r"\bsuppress\(")
    paths = [*(ROOT / name for name in POLICY), *python_files("app/audit")]
    assert [name_of(path) for path in paths if suppressing.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "source",
    [
        "except ValueError: pass",
        "except: x = 1",
        "except Exception: x = 1",
        "except (OSError, Exception): x()",
    ],
)
def test_a_handler_that_passes_over_a_failure_is_found(source: str) -> None:
    (handler,) = [
        node for node in ast.walk(ast.parse(f"try: f()\n{source}")) if isinstance(node, ast.ExceptHandler)
    ]
    assert swallows(handler)


def test_every_act_and_every_kind_has_its_words() -> None:
    for code, texts in all_texts(Clock()).items():
        for action in Action:
            assert texts.t(f"log.actions.{action}"), code
        for kind in (*KINDS, "other"):
            assert texts.t(f"log.kinds.{kind}"), code
    assert {code for code in LOCALES if "log.title" in own_catalog(code)} == set(LOCALES)


@pytest.fixture
def as_application(log: Log, worker_id: str) -> Iterator[Engine]:
    """Connections of the role that docs/running.md makes for the server."""
    with roles.application(log.house, f"misete_app_{worker_id}") as engine:
        yield engine


@ON_POSTGRES
def test_the_role_of_the_server_may_add_to_the_log_and_no_more(log: Log, as_application: Engine) -> None:
    server = keep_log(replace(log.house, db=Database(as_application)))
    replace(log, house=server).fill(2)
    for statement in (
        "UPDATE audit_event SET hash = hash",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "DROP TABLE audit_event",
        "CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE sql AS ''",
        "UPDATE alembic_version SET version_num = '0'",
    ):
        refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
        with refused, server.db.writing() as session:
            session.execute(text(statement))
    assert verify(server).head.seq == 2
