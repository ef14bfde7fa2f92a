"""What a person chooses for an uploaded file, and what is needed to undo an import of organisations; files that wait are stored as sheets."""

import csv
import io
import json

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T20:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "undoable imports"


class Organisation(Table, tablename="organisation"):
    pass


class Import(Table, tablename="import"):
    choices = Text(null=False, default="{}")
    undone_at = Timestamptz(null=True, default=None)
    preview = Text(null=False, default="")


class ImportedOrganisation(Table, tablename="imported_organisation"):
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    before = Text(null=False, default="")
    after = Text(null=False, default="")


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
    for row in await Import.raw('SELECT id, content FROM "import" WHERE content <> {}', ""):
        await Import.raw('UPDATE "import" SET content = {} WHERE id = {}', as_sheets(row["content"]), row["id"])


async def forwards() -> MigrationManager:
    """Widen the table of imports, add the other, and store tables that wait as sheets."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("ImportedOrganisation", tablename="imported_organisation")
    for table in (Import, ImportedOrganisation):
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
