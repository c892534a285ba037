"""Lets tests arrange and look at everybody's rows, while the program sees those of whoever asks."""

import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from app.kit.behalf import EVERYBODY, NOBODY, Asking, Behalf
from app.kit.db import Database, Fact
from app.kit.house import House
from app.kit.opening import open_house
from app.kit.settings import Settings

TESTS = str(Path(__file__).parents[1])
PROGRAM = "of_the_program"


class ArrangedDatabase(Database):
    """A session that a test opens by hand asks for everybody; one that the program opens, as it says."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        # What is left are connections without a session, which tests alone open to look at rows.
        self._reader = self._reader.execution_options(**{PROGRAM: True})
        self._writer = self._writer.execution_options(**{PROGRAM: True})
        event.listen(engine, "begin", _for_everybody)

    def reading(self, behalf: Behalf | Asking = NOBODY, left: list[Fact] | None = None) -> Any:
        return super().reading(_behalf(behalf), left)

    def writing(self, behalf: Behalf | Asking = NOBODY, left: list[Fact] | None = None) -> Any:
        return super().writing(_behalf(behalf), left)


def open_for_tests(settings: Settings) -> House:
    """A house for a test to arrange with."""
    return arranged(open_house(settings))


def arranged(house: House) -> House:
    """The same house with such a database."""
    return House(house.settings, house.clock, ArrangedDatabase(house.db.engine), house.vault)


def _for_everybody(connection: Connection) -> None:
    if connection.dialect.name == "postgresql" and not connection.get_execution_options().get(PROGRAM):
        driver: Any = connection.connection.driver_connection
        # Of the driver, so that who counts statements counts those of the program.
        driver.execute("SELECT set_config('misete.everybody', 'on', true)").close()


def _behalf(said: Behalf | Asking) -> Behalf | Asking:
    asks = sys._getframe(2).f_code.co_filename
    return EVERYBODY if said == NOBODY and asks.startswith(TESTS) else said
