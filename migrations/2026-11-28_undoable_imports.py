"""What a person chooses for an uploaded file, and what is needed to take imports back; files that wait are stored as sheets."""

import csv
import io
import json
from datetime import UTC, datetime

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T20:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "undoable imports"


class Organisation(Table, tablename="organisation"):
    pass


class Act(Table, tablename="act"):
    id = UUID(primary_key=True)


class Import(Table, tablename="import"):
    choices = Text(null=False, default="{}")
    undone_at = Timestamptz(null=True, default=None)
    preview = Text(null=False, default="")


class ImportedOrganisation(Table, tablename="imported_organisation"):
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    before = Text(null=False, default="")
    after = Text(null=False, default="")


class ImportedAct(Table, tablename="imported_act"):
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade, index=True)
    act = ForeignKey(Act, null=False, on_delete=OnDelete.cascade, index=True)


def as_sheets(text: str) -> str:
    """Return a stored CSV table as its sheets in JSON; what is stored so already, or cannot be read, stays."""
    if not text or text.startswith("[["):
        return text
    text = text.lstrip("\ufeff\r\n")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error:
        return "[]"
    return json.dumps([["", [[number, row] for number, row in enumerate(rows, start=1) if any(row)]]], ensure_ascii=False)


async def store_sheets() -> None:
    """Store the tables that wait for confirmation or for their job as sheets."""
    for row in await Import.raw('SELECT id, content, confirmed_at FROM "import" WHERE content <> {}', ""):
        await Import.raw('UPDATE "import" SET content = {} WHERE id = {}', as_sheets(row["content"]), row["id"])
        if row["confirmed_at"] is None:  # whoever looks at a long one waits for its preview
            payload = json.dumps({"import": row["id"]})
            await Import.raw("INSERT INTO job (kind, payload, run_at) VALUES ({}, {}, {})", "preview_import", payload, datetime.now(UTC))


async def forwards() -> MigrationManager:
    """Widen the table of imports, add the others, and store tables that wait as sheets."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("ImportedOrganisation", tablename="imported_organisation")
    manager.add_table("ImportedAct", tablename="imported_act")
    for table in (Import, ImportedOrganisation, ImportedAct):
        for column in table._meta.non_default_columns:
            manager.add_column(
                table_class_name=table.__name__,
                tablename=table._meta.tablename,
                column_name=column._meta.name,
                db_column_name=column._meta.db_column_name,
                column_class_name=type(column).__name__,
                column_class=type(column),
                params=column._meta.params,
            )
    manager.add_raw(store_sheets)
    return manager
