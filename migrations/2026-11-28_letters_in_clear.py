"""Waiting letters are encrypted; the columns that held them in clear end."""

import json

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Text, Varchar
from piccolo.table import Table

from coalition.keys import EncryptedColumn

ID = "2026-11-28T09:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "no letters in clear"

IN_CLEAR = ("address", "subject", "text", "unsubscribe")


class Letter(Table, tablename="letter"):
    address = Varchar(254, null=False)
    subject = Text(null=False)
    text = Text(null=False)
    unsubscribe = Varchar(500, null=False, default="")
    message_id = Varchar(200, null=False, unique=True)
    content = Text(null=False, default="")


CONTENT = EncryptedColumn(Letter, Letter.content, row=Letter.message_id)


async def encrypt() -> None:
    """Encrypt what waits; a letter that was sent has no text."""
    for row in await Letter.select(*(getattr(Letter, name) for name in IN_CLEAR), Letter.message_id).where(Letter.text != ""):
        content = CONTENT.encrypt(json.dumps({name: row[name] for name in IN_CLEAR}), row["message_id"])
        await Letter.update({Letter.content: content} | {name: "" for name in IN_CLEAR}).where(Letter.message_id == row["message_id"])


async def forwards() -> MigrationManager:
    """Encrypt, then take the columns away."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(encrypt)
    for name in IN_CLEAR:
        manager.drop_column(table_class_name="Letter", tablename="letter", column_name=name, db_column_name=name)
    return manager
