"""Bringing the database to the schema of this version."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import re

from piccolo.apps.migrations.tables import Migration

from coalition import database, resources
from coalition.errors import CoalitionError

_ID = re.compile(r'^ID = "(.+)"$', re.MULTILINE)


class MigrationFailed(CoalitionError):
    """The schema could not be changed; the text says what Piccolo reported."""


async def migrate() -> None:
    """Run every migration that has not run, on the database of the settings.

    Raises:
        MigrationFailed: one of them could not be run; it was undone.

    """
    from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

    _point_piccolo()
    with contextlib.redirect_stdout(io.StringIO()):
        result = await ForwardsMigrationManager(app_name="coalition").run()
    if not result.success:
        raise MigrationFailed(result.message or "")


async def unmigrate() -> None:
    """Take every migration back."""
    from piccolo.apps.migrations.commands.backwards import BackwardsMigrationManager

    _point_piccolo()
    with contextlib.redirect_stdout(io.StringIO()):
        manager = BackwardsMigrationManager(app_name="coalition", migration_id="all", auto_agree=True, clean=False)
        result = await manager.run()
    if not result.success:
        raise MigrationFailed(result.message or "")


async def is_migrated() -> bool:
    """Whether every migration has run; every command asks, so the files are read without Piccolo's commands."""
    Migration._meta.db = database.current()  # noqa: SLF001 -- Piccolo's own name
    if not await Migration.table_exists():
        return False
    done = await Migration.get_migrations_which_ran(app_name="coalition")
    texts = [path.read_text(encoding="utf-8") for path in resources.MIGRATIONS.glob("*.py")]
    return {name for text in texts for name in _ID.findall(text)} <= set(done)


def _point_piccolo() -> None:
    """Let Piccolo's commands work on the engine that is bound."""
    os.environ["PICCOLO_CONF"] = resources.PICCOLO_CONF
    importlib.import_module(resources.PICCOLO_CONF).DB = database.current()  # type: ignore[attr-defined]  # a module of settings
    Migration._meta.db = database.current()  # noqa: SLF001 -- Piccolo's own name
