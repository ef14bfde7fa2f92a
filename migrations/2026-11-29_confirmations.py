"""When and by whom each wording was last confirmed to agree with the authentic ones; translations not older than those count as confirmed."""

import hashlib
import json

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T04:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "confirmations"


class Wording(Table, tablename="wording"):
    pass


class Coordinator(Table, tablename="coordinator"):
    pass


class WordingConfirmation(Table, tablename="wording_confirmation"):
    wording = ForeignKey(Wording, null=False, on_delete=OnDelete.cascade, unique=True)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    confirmed_at = Timestamptz(null=False)
    compared = Text(null=False, default="{}")
    texts = Text(null=False, default="{}")


async def confirm_translations() -> None:
    """Confirm the translations that were saved after the last change of an authentic text; what that text said is not stored."""
    editions = await Wording.raw("SELECT DISTINCT edition FROM wording WHERE status <> 'authentic'")
    for edition in editions:
        wordings = await Wording.raw("SELECT id, language, status, title, body, updated_at FROM wording WHERE edition = {}", edition["edition"])
        authentic = [row for row in wordings if row["status"] == "authentic"]
        compared = {row["language"]: hashlib.sha256(f"{row['title']}\n{row['body']}".encode()).hexdigest() for row in authentic}
        last = max((row["updated_at"] for row in authentic), default=None)
        for row in wordings:
            if row["status"] != "authentic" and last is not None and row["updated_at"] >= last:
                insert = "INSERT INTO wording_confirmation (wording, confirmed_at, compared, texts) VALUES ({}, {}, {}, {})"
                await Wording.raw(insert, row["id"], row["updated_at"], json.dumps(compared), "{}")


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("WordingConfirmation", tablename="wording_confirmation")
    for column in WordingConfirmation._meta.non_default_columns:
        manager.add_column(
            table_class_name="WordingConfirmation",
            tablename="wording_confirmation",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    manager.add_raw(confirm_translations)
    return manager
