"""A letter has one encrypted column for its text, subject and addresses."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Text, Varchar
from piccolo.table import Table

from coalition.keys import EncryptedColumn

ID = "2026-11-28T09:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "encrypted content of letters"


class Letter(Table, tablename="letter"):
    address = Varchar(254, null=False)
    subject = Text(null=False)
    text = Text(null=False)
    unsubscribe = Varchar(500, null=False, default="")
    message_id = Varchar(200, null=False, unique=True)
    content = Text(null=False, default="")


CONTENT = EncryptedColumn(Letter, Letter.content, row=Letter.message_id)


async def decrypt() -> None:
    """Store the letters in clear again."""
    import json

    for row in await Letter.select(Letter.message_id, Letter.content).where(Letter.content != ""):
        values = json.loads(CONTENT.decrypt(row["content"], row["message_id"]))
        await Letter.update(**values).where(Letter.message_id == row["message_id"])


async def forwards() -> MigrationManager:
    """Widen the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    column = Letter.content
    manager.add_column(
        table_class_name="Letter",
        tablename="letter",
        column_name=column._meta.name,
        db_column_name=column._meta.db_column_name,
        column_class_name=type(column).__name__,
        column_class=type(column),
        params=column._meta.params,
    )
    manager.add_raw_backwards(decrypt)
    return manager
