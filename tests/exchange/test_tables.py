"""Erasure knows every table: a new one with something of a person's cannot be forgotten (T-41)."""

from uuid import uuid4

import pytest
from sqlalchemy import Column, ForeignKey, MetaData, Table, Uuid

from app.exchange import tables
from app.kit.crypto import SealedText
from app.schema import metadata

# Words in tables that stay: a group's own, an account's that goes last, and a log that her key opened.
SEALED_AND_KEPT = {
    ("account", "login_sealed"),
    ("support_group", "name_sealed"),
    ("support_group", "contact_sealed"),
    ("membership", "name_sealed"),
    ("group_playbook", "content_sealed"),
    ("group_wording", "content_sealed"),
    ("audit_event", "detail_sealed"),
}


def test_every_table_is_erased_or_stays_for_a_reason() -> None:
    assert [table.name for table in metadata.sorted_tables if not tables.is_known(table)] == []
    assert tables.KEPT.keys() <= {table.name for table in metadata.sorted_tables}


def test_nothing_that_stays_belongs_to_a_person() -> None:
    for name in tables.KEPT:
        assert "person_id" not in metadata.tables[name].c, name


def test_no_sealed_word_stays_but_those_that_are_named() -> None:
    kept = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, SealedText)
        and tables.rows_of(table, uuid4()) is None
        and tables.rows_of_account(table, uuid4()) is None
    }
    assert kept == SEALED_AND_KEPT


@pytest.mark.parametrize(
    ("table", "is_hers"),
    [
        (Table("new", MetaData(), Column("person_id", Uuid)), True),
        (Table("new", MetaData(), Column("person_id", Uuid, nullable=True)), True),
        (Table("new", MetaData(), Column("words", SealedText)), False),
    ],
    ids=["hers", "sometimes hers", "nobody's"],
)
def test_a_new_table_is_known_by_what_it_carries(table: Table, is_hers: bool) -> None:
    assert tables.is_known(table) == is_hers
    assert (tables.rows_of(table, uuid4()) is not None) == is_hers


def test_a_new_table_that_hangs_on_a_row_of_hers_goes_with_it() -> None:
    apart = MetaData()
    Table("client", apart, Column("id", Uuid, primary_key=True), Column("person_id", Uuid))
    mark = Table("mark", apart, Column("client_id", ForeignKey("client.id"), nullable=False))
    loose = Table("loose", apart, Column("client_id", ForeignKey("client.id"), nullable=True))
    assert "client.person_id" in str(tables.rows_of(mark, uuid4()))
    assert not tables.is_known(loose)


def test_what_refers_to_a_row_goes_before_it() -> None:
    order = [table.name for table in tables.in_order()]
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is not table:
                assert order.index(table.name) < order.index(key.column.table.name)
