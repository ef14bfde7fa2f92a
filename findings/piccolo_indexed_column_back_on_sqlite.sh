#!/usr/bin/env bash
# piccolo 1.38.0 with SQLite: a migration that adds a column with index=True runs forwards, and cannot be taken back. Going back drops the
# column without its index, which SQLite refuses; the same migration goes back where the index was added by another one after it.
# Seen in November 2026 with SQLite 3.40.1: "error in index line_rules after drop column: no such column: rules".
# What follows here: such an index has a migration of its own, whose way back removes it first
# (migrations/2026-11-29_divided_revision_rules.py), and tests/house/test_schema.py takes every migration back on both engines.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "piccolo[sqlite]==1.38.0" 2>/dev/null
cat >piccolo_conf.py <<'PYTHON'
from piccolo.engine.sqlite import SQLiteEngine

DB = SQLiteEngine(path="data.sqlite")
PYTHON
cat >back.py <<'PYTHON'
import asyncio
import sqlite3

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Varchar
from piccolo.table import Table


class Line(Table, tablename="line"):
    name = Varchar(20)
    rules = Integer(default=0, null=False, index=True)


def adding(*, index):
    manager = MigrationManager(migration_id="1", app_name="app")
    manager.add_column(
        table_class_name="Line",
        tablename="line",
        column_name="rules",
        db_column_name="rules",
        column_class_name="Integer",
        column_class=Integer,
        params={**Line.rules._meta.params, "index": index},
    )
    return manager


async def forwards_and_back(*, index):
    manager = adding(index=index)
    await manager.run()
    try:
        await manager.run(backwards=True)
    except sqlite3.OperationalError as error:
        return str(error)
    return "taken back"


async def main():
    await Line.raw("CREATE TABLE line (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT '')")
    print("SQLite", sqlite3.sqlite_version)
    print("without an index:", await forwards_and_back(index=False))
    print("with an index:", await forwards_and_back(index=True))


asyncio.run(main())
PYTHON
output=$(venv/bin/python back.py)
echo "$output"
grep -q "without an index: taken back$" <<<"$output" && grep -q "with an index: error in index line_rules after drop column: no such column: rules$" <<<"$output"
