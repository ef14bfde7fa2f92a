"""Bringing the database to the schema of this version."""

from __future__ import annotations

import contextlib
import importlib
import io
import os

from piccolo.apps.migrations.commands.backwards import BackwardsMigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration

from coalition import database, resources
from coalition.errors import CoalitionError


class MigrationFailed(CoalitionError):
    """The schema could not be changed; the text says what Piccolo reported."""


async def migrate() -> None:
    """Run every migration that has not run, on the database of the settings.

    Raises:
        MigrationFailed: one of them could not be run; it was undone.

    """
    _point_piccolo()
    with contextlib.redirect_stdout(io.StringIO()):
        result = await ForwardsMigrationManager(app_name="coalition").run()
    if not result.success:
        raise MigrationFailed(result.message or "")


async def unmigrate() -> None:
    """Take every migration back."""
    _point_piccolo()
    with contextlib.redirect_stdout(io.StringIO()):
        manager = BackwardsMigrationManager(app_name="coalition", migration_id="all", auto_agree=True, clean=False)
        result = await manager.run()
    if not result.success:
        raise MigrationFailed(result.message or "")


async def is_migrated() -> bool:
    """Whether every migration has run."""
    _point_piccolo()
    if not await Migration.table_exists():
        return False
    done = await Migration.get_migrations_which_ran(app_name="coalition")
    manager = ForwardsMigrationManager(app_name="coalition")
    return set(manager.get_migration_modules(str(resources.MIGRATIONS))) <= set(done)


def _point_piccolo() -> None:
    """Let Piccolo's commands work on the engine that is bound."""
    os.environ["PICCOLO_CONF"] = resources.PICCOLO_CONF
    importlib.import_module(resources.PICCOLO_CONF).DB = database.current()  # type: ignore[attr-defined]  # a module of settings
    Migration._meta.db = database.current()  # noqa: SLF001 -- Piccolo's own name
