"""Amendments of a draft: co-sponsors, recommendations, decisions, replies, and what became of comments."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T14:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "amendments"


class Memorandum(Table, tablename="memorandum"):
    id = Serial(primary_key=True)


class Organisation(Table, tablename="organisation"):
    id = Serial(primary_key=True)


class Coordinator(Table, tablename="coordinator"):
    id = Serial(primary_key=True)


class ConsultationRound(Table, tablename="consultation_round"):
    id = Serial(primary_key=True)


class Seat(Table, tablename="seat"):
    id = Serial(primary_key=True)


class SeatComment(Table, tablename="seat_comment"):
    id = Serial(primary_key=True)


class Amendment(Table, tablename="amendment"):
    key = Varchar(32, null=False, unique=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict)
    edition = Integer(null=False)
    round = ForeignKey(ConsultationRound, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    seat = ForeignKey(Seat, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    number = Integer(null=False, default=0)
    provision = Varchar(80, null=False, default="")
    provision_number = Text(null=False, default="")
    operation = Varchar(20, null=False)
    language = Varchar(35, null=False)
    version = Integer(null=False)
    base = Text(null=False, default="")
    text = Text(null=False, default="")
    reason = Text(null=False, default="")
    disclosure = Varchar(20, null=False)
    state = Varchar(20, null=False, default="draft")
    page_language = Varchar(35, null=False, default="")
    saved_at = Timestamptz(null=False)
    submitted_at = Timestamptz(null=True, default=None)
    late = Boolean(null=False, default=False)
    withdrawn_at = Timestamptz(null=True, default=None)
    referred_at = Timestamptz(null=True, default=None)
    decision_reason = Text(null=False, default="")
    decided_text = Text(null=False, default="")
    merged_into = Integer(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    applied = Integer(null=True, default=None)
    change = Varchar(32, null=False, default="", index=True)
    made = Varchar(80, null=False, default="")


class CoSponsor(Table, tablename="co_sponsor"):
    amendment = ForeignKey(Amendment, null=False, on_delete=OnDelete.cascade, index=True)
    seat = ForeignKey(Seat, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    disclosure = Varchar(20, null=False)
    joined_at = Timestamptz(null=False)
    withdrawn_at = Timestamptz(null=True, default=None)


class Recommendation(Table, tablename="recommendation"):
    amendment = ForeignKey(Amendment, null=False, on_delete=OnDelete.cascade, index=True)
    outcome = Varchar(20, null=False)
    reason = Text(null=False, default="")
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    recommended_at = Timestamptz(null=False)


class Reply(Table, tablename="reply"):
    key = Varchar(32, null=False, unique=True)
    amendment = ForeignKey(Amendment, null=True, default=None, on_delete=OnDelete.cascade, index=True)
    comment = ForeignKey(SeatComment, null=True, default=None, on_delete=OnDelete.cascade, index=True)
    seat = ForeignKey(Seat, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    text = Text(null=False, default="")
    language = Varchar(35, null=False, default="")
    disclosure = Varchar(20, null=False)
    replied_at = Timestamptz(null=False)


class CommentDisposition(Table, tablename="comment_disposition"):
    comment = ForeignKey(SeatComment, null=False, on_delete=OnDelete.cascade, index=True)
    outcome = Varchar(20, null=False)
    reason = Text(null=False, default="")
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    disposed_at = Timestamptz(null=False)


_TABLES = (Amendment, CoSponsor, Recommendation, Reply, CommentDisposition)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in _TABLES:
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
