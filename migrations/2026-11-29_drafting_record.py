"""The public record of drafting."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T15:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "public record of drafting"


class Memorandum(Table, tablename="memorandum"):
    id = Serial(primary_key=True)


class Amendment(Table, tablename="amendment"):
    id = Serial(primary_key=True)


class Organisation(Table, tablename="organisation"):
    id = Serial(primary_key=True)


class PublishedProposal(Table, tablename="published_proposal"):
    id = Serial(primary_key=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict)
    amendment = ForeignKey(Amendment, null=False, on_delete=OnDelete.cascade, unique=True)
    edition = Integer(null=False)
    place = Varchar(60, null=False)
    provision = Varchar(80, null=False, default="")
    provision_number = Text(null=False, default="")
    operation = Varchar(20, null=False)
    language = Varchar(35, null=False)
    outcome = Varchar(20, null=False)
    base = Text(null=False, default="")
    text = Text(null=False, default="")
    reason = Text(null=False, default="")
    decision_reason = Text(null=False, default="")
    named = Boolean(null=False, default=False)
    shown = Boolean(null=False, default=True)


class ProposalAuthor(Table, tablename="proposal_author"):
    proposal = ForeignKey(PublishedProposal, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    supports = Boolean(null=False, default=False)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (PublishedProposal, ProposalAuthor):
        name, stored = table.__name__, table._meta.tablename
        manager.add_table(name, tablename=stored)
        for column in table._meta.non_default_columns:
            if column._meta.name == "id":
                continue
            manager.add_column(
                table_class_name=name,
                tablename=stored,
                column_name=column._meta.name,
                db_column_name=column._meta.db_column_name,
                column_class_name=type(column).__name__,
                column_class=type(column),
                params=column._meta.params,
            )
    return manager
