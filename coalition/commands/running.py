"""How a command does its work: with an open database, and with a sentence instead of a traceback when it is refused."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from coalition import database, settings, tables, trail
from coalition.errors import CoalitionError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

OUTDATED = "The database is not up to date; run coalition migrate."
assert tables.TABLES  # noqa: S101 -- imports all tables before an engine is bound


def refuse(sentence: object) -> NoReturn:
    """Print a sentence to standard error and exit with status 1."""
    click.echo(f"{sentence}", err=True)
    sys.exit(1)


def load_settings() -> settings.Settings:
    """Return the settings; exit with status 1 if a value cannot be used."""
    try:
        return settings.load()
    except settings.BadSettings as error:
        refuse(error)


def run(work: Coroutine[Any, Any, Any], *, on_any_schema: bool = False) -> Any:
    """Run a coroutine with the database open and return its result; exit with status 1 when it is refused.

    The schema must be that of this version, unless `on_any_schema` is true.
    """

    async def connected() -> Any:
        async with _open_database(on_any_schema=on_any_schema):
            with trail.acting(trail.Actor(trail.ActorKind.COMMAND)):
                return await work

    try:
        return asyncio.run(connected())
    except (CoalitionError, OSError, ValueError) as error:
        refuse(f"{error}" or type(error).__name__)
    finally:
        work.close()  # it was never awaited if the database could not be opened


async def explained(work: Coroutine[Any, Any, Any], sentences: dict[type[CoalitionError], str]) -> Any:
    """Await work; give a domain error the sentence that the terminal shows.

    Raises:
        CoalitionError: with the sentence for the kind of error.

    """
    try:
        return await work
    except CoalitionError as error:
        sentence = next((text for kind, text in sentences.items() if isinstance(error, kind)), str(error))
        raise CoalitionError(sentence) from error


@asynccontextmanager
async def _open_database(*, on_any_schema: bool) -> AsyncIterator[None]:
    from coalition import migrating
    from coalition.keys import check_keyring

    chosen = settings.load()
    _make_folder(chosen)
    check_keyring()
    database.bind(database.engine_from_url(chosen.database_url))
    try:
        await _open_engine()
        if not (on_any_schema or await migrating.is_migrated()):
            raise CoalitionError(OUTDATED)
        yield
    finally:
        await database.close_engine()


async def _open_engine() -> None:
    try:
        await database.open_engine()
    except Exception as error:
        msg = f"The database does not answer: {error}"
        raise CoalitionError(msg) from error


def _make_folder(chosen: settings.Settings) -> None:
    """Make the folder of an SQLite file; PostgreSQL needs none."""
    if chosen.database_url.startswith("sqlite:///"):
        Path(chosen.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
