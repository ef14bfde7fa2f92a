"""Withdrawals from the public, embargoes, declared effect, and the decisions that need a reason."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Date, ForeignKey, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T14:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "taking away"


class Coordinator(Table, tablename="coordinator"):
    pass


class Memorandum(Table, tablename="memorandum"):
    effect_declared = Boolean(null=False, default=False)
    embargo_until = Date(null=True, default=None)
    withdrawn_on = Date(null=True, default=None)


class WithdrawalSentence(Table, tablename="withdrawal_sentence"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    text = Varchar(300, null=False)


class Decision(Table, tablename="decision"):
    key = Varchar(32, null=False, unique=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(20, null=False)
    day = Date(null=False)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    reason = Text(null=False, default="")


async def forwards() -> MigrationManager:
    """Widen the table and add the others."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (WithdrawalSentence, Decision):
        manager.add_table(table.__name__, tablename=table._meta.tablename)
    for table in (Memorandum, WithdrawalSentence, Decision):
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
    return manager
