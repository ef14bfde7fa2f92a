#!/usr/bin/env bash
# piccolo 1.38.0 with SQLite: in one migration, what `add_raw` registers runs before the tables and columns of the same migration are
# added, in whichever order the calls stand. So a migration cannot add a table and fill it.
# Seen in November 2026: "no such table: shown"; the same in two migrations, one after the other, works.
# What follows here: a migration that fills a table stands after the one that adds it (migrations/, "…_on_record").
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
cat >order.py <<'PYTHON'
import asyncio

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.table import Table


class Shown(Table, tablename="shown"):
    name = Varchar(20)


async def fill():
    await Shown.insert(Shown(name="first"))


def adding(manager):
    column = Shown.name
    manager.add_table("Shown", tablename="shown")
    manager.add_column(
        table_class_name="Shown",
        tablename="shown",
        column_name="name",
        db_column_name="name",
        column_class_name="Varchar",
        column_class=Varchar,
        params=column._meta.params,
    )


async def main():
    together = MigrationManager(migration_id="1", app_name="app")
    adding(together)
    together.add_raw(fill)
    try:
        await together.run()
        print("together: filled")
    except Exception as error:
        print(f"together: {error}")
    first = MigrationManager(migration_id="2", app_name="app")
    adding(first)
    await first.run()
    second = MigrationManager(migration_id="3", app_name="app")
    second.add_raw(fill)
    await second.run()
    print("one after the other:", await Shown.count())


asyncio.run(main())
PYTHON
output=$(venv/bin/python order.py)
echo "$output"
grep -q "together: no such table: shown$" <<<"$output" && grep -q "one after the other: 1$" <<<"$output"
