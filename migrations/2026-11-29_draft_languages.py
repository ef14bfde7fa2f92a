"""Languages of a draft: provisions that were compared, translators and revisers, glossaries."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T14:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "languages of a draft"


class Wording(Table, tablename="wording"):
    id = Serial(primary_key=True)


class Coordinator(Table, tablename="coordinator"):
    id = Serial(primary_key=True)


class MemorandumMember(Table, tablename="memorandum_member"):
    id = Serial(primary_key=True)


class Forum(Table, tablename="forum"):
    id = Serial(primary_key=True)


class ComparedProvision(Table, tablename="compared_provision"):
    wording = ForeignKey(Wording, null=False, on_delete=OnDelete.cascade)
    key = Varchar(80, null=False)
    compared = Text(null=False, default="{}")
    texts = Text(null=False, default="{}")
    own = Varchar(64, null=False, default="")
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    compared_at = Timestamptz(null=False)
    reviser = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    revised_at = Timestamptz(null=True, default=None)


class LanguagePart(Table, tablename="language_part"):
    member = ForeignKey(MemorandumMember, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    role = Varchar(20, null=False)


class Term(Table, tablename="term"):
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.cascade, index=True)
    note = Varchar(500, null=False, default="")
    key = Text(null=False, default="")
    changed_at = Timestamptz(null=False)


class Rendering(Table, tablename="rendering"):
    term = ForeignKey(Term, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    text = Varchar(200, null=False)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (ComparedProvision, LanguagePart, Term, Rendering):
        manager.add_table(table.__name__, tablename=table._meta.tablename)
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
