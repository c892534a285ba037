"""The tables are what the models say, on both databases, and newer data is refused."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from app.kit.errors import CannotStart
from app.kit.house import House
from app.kit.migrating import migrate
from app.kit.preparing import prepare_house
from app.kit.revisions import newest, present
from app.kit.settings import Settings
from app.schema import metadata


def test_the_migrations_make_what_the_models_say(house: House) -> None:
    with house.db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(house: House) -> None:
    migrate(house.db.engine)
    with house.db.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_heads() == (newest(),)
        assert present(connection) == newest()


def test_data_of_a_newer_program_is_refused_with_a_sentence(house: House, settings: Settings) -> None:
    with house.db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ffffffffffff'"))
    with pytest.raises(CannotStart, match="written by a newer Misete"):
        prepare_house(settings)
