"""Gathers what a running program holds: settings, clock, database and keys."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from app.kit.clock import Clock
from app.kit.db import Database
from app.kit.settings import Settings
from app.kit.vault import Vault


@dataclass(frozen=True, slots=True)
class House:
    """One per process, made at start, reached by routes as a dependency."""

    settings: Settings
    clock: Clock
    db: Database
    vault: Vault


async def _house(request: Request) -> House:
    return cast("House", request.app.state.house)


HouseDep = Annotated[House, Depends(_house)]
