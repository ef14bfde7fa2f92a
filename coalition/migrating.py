"""Bringing the database to the schema of this version."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import re

from coalition import database, resources
from coalition.acts import standing_rows
from coalition.database.piccolo_internals import finished_migrations, migrate_backwards, migrate_forwards, use_engine
from coalition.errors import CoalitionError
from coalition.invitations import chase_rows

_ID = re.compile(r'^ID = "(.+)"$', re.MULTILINE)


class MigrationFailed(CoalitionError):
    """A migration failed; the text is what Piccolo reported."""


# Migrations after which the files are written anew, because they erased or encrypted something, with the tables they did it in.
_ERASING = {"2026-11-28T09:01:00:000000": ("letter",)}


async def migrate() -> None:
    """Run every migration that has not run, on the database of the settings.

    Raises:
        MigrationFailed: one of them failed and was rolled back.

    """
    _point_piccolo()
    before = await _finished()
    with contextlib.redirect_stdout(io.StringIO()):
        failure = await migrate_forwards("coalition")
    if failure is not None:
        raise MigrationFailed(failure)
    if before:
        for migration in _ERASING.keys() - before:
            await database.compact(*_ERASING[migration])
        await standing_rows.rebuild_missing()
        await chase_rows.rebuild_missing()
        await database.analyze()


async def unmigrate() -> None:
    """Undo every migration."""
    _point_piccolo()
    with contextlib.redirect_stdout(io.StringIO()):
        failure = await migrate_backwards("coalition")
    if failure is not None:
        raise MigrationFailed(failure)


async def is_migrated() -> bool:
    """Return whether every migration has run; every command asks, so the files are read without Piccolo's commands."""
    use_engine(database.current())
    finished = await _finished()
    texts = [path.read_text(encoding="utf-8") for path in resources.MIGRATIONS.glob("*.py")]
    return {name for text in texts for name in _ID.findall(text)} <= finished


async def _finished() -> set[str]:
    return set(await finished_migrations("coalition"))


def _point_piccolo() -> None:
    """Let Piccolo's commands work on the current engine."""
    os.environ["PICCOLO_CONF"] = resources.PICCOLO_CONF
    importlib.import_module(resources.PICCOLO_CONF).DB = database.current()  # type: ignore[attr-defined]  # a module of settings
    use_engine(database.current())
