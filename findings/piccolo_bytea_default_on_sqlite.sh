#!/usr/bin/env bash
# piccolo 1.38.0 with SQLite: a Bytea column with the default b"" that a migration adds to a table holds the text '' in the rows that
# stand there already, and the bytes b'' in those that are inserted later. SQLite does not take a text for bytes: a condition
# `column = b""` finds the later rows only.
# Seen in November 2026: types "text" and "blob" in one column, and one of two rows found.
# What follows here: whoever looks for rows that an upgrade has to fill asks for what stands before every byte, which finds both
# (coalition/acts/standing_row_queries.py).
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
cat >added.py <<'PYTHON'
import asyncio

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, Varchar
from piccolo.table import Table


class Line(Table, tablename="line"):
    name = Varchar(20)
    place = Bytea(default=b"", null=False)


async def main():
    await Line.raw("CREATE TABLE line (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT '')")
    await Line.raw("INSERT INTO line (name) VALUES ('before')")
    manager = MigrationManager(migration_id="1", app_name="app")
    manager.add_column(
        table_class_name="Line",
        tablename="line",
        column_name="place",
        db_column_name="place",
        column_class_name="Bytea",
        column_class=Bytea,
        params=Line.place._meta.params,
    )
    await manager.run()
    await Line.insert(Line(name="after"))
    rows = await Line.raw("SELECT name, typeof(place) AS type FROM line ORDER BY id")
    print(*(f"{row['name']}: {row['type']}" for row in rows), sep=", ")
    print("found:", *await Line.select(Line.name).where(Line.place == b"").output(as_list=True))


asyncio.run(main())
PYTHON
output=$(venv/bin/python added.py)
echo "$output"
grep -q "before: text, after: blob$" <<<"$output" && grep -q "found: after$" <<<"$output"
