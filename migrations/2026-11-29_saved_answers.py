"""Answers that representatives save to go on later, and the sealed key of them in signing sessions; sessions from before cannot save."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

ID = "2026-11-29T11:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "answers to go on with later"


class Invitation(Table, tablename="invitation"):
    id = UUID(primary_key=True, default=UUID4())


class SigningSession(Table, tablename="signing_session"):
    answers_key = Varchar(100, null=False, default="")


class SavedAnswers(Table, tablename="saved_answers"):
    invitation = ForeignKey(Invitation, null=False, unique=True, on_delete=OnDelete.cascade)
    sealed = Text(null=False)
    saved_at = Timestamptz(null=False)
    expires_at = Timestamptz(null=False, index=True)


async def forwards() -> MigrationManager:
    """Add the table and the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("SavedAnswers", tablename="saved_answers")
    for table, columns in ((SavedAnswers, SavedAnswers._meta.non_default_columns), (SigningSession, [SigningSession.answers_key])):
        for column in columns:
            manager.add_column(
                table_class_name=table.__name__,
                tablename=table._meta.tablename,
                column_name=column._meta.name,
                db_column_name=column._meta.db_column_name,
                column_class_name=type(column).__name__,
                column_class=type(column),
                params=column._meta.params,
            )
    return manager
