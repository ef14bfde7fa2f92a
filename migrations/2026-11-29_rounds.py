"""Consultation rounds: frozen texts, seats, their links, sessions, answers and comments."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Bytea, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T14:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "consultation rounds"


class Memorandum(Table, tablename="memorandum"):
    id = Serial(primary_key=True)


class Organisation(Table, tablename="organisation"):
    id = Serial(primary_key=True)


class Contact(Table, tablename="contact"):
    id = Serial(primary_key=True)


class Coordinator(Table, tablename="coordinator"):
    id = Serial(primary_key=True)


class ConsultationRound(Table, tablename="consultation_round"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict)
    number = Integer(null=False)
    edition = Integer(null=False)
    kind = Varchar(20, null=False)
    state = Varchar(10, null=False, default="open")
    opened_at = Timestamptz(null=False)
    closes_on = Date(null=False)
    closed_at = Timestamptz(null=True, default=None)
    broken_at = Timestamptz(null=True, default=None)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)


class RoundText(Table, tablename="round_text"):
    round = ForeignKey(ConsultationRound, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    status = Varchar(20, null=False)
    version = Integer(null=False)
    content = Bytea(null=False)


class RoundMessage(Table, tablename="round_message"):
    round = ForeignKey(ConsultationRound, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    text = Varchar(1000, null=False)


class RoundExtension(Table, tablename="round_extension"):
    round = ForeignKey(ConsultationRound, null=False, on_delete=OnDelete.cascade, index=True)
    before = Date(null=False)
    after = Date(null=False)
    extended_at = Timestamptz(null=False)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)


class Seat(Table, tablename="seat"):
    round = ForeignKey(ConsultationRound, null=False, on_delete=OnDelete.cascade)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    contact = ForeignKey(Contact, null=True, default=None, on_delete=OnDelete.set_null, index=True)
    opened_at = Timestamptz(null=True, default=None)
    settled = Varchar(10, null=False, default="")
    reminded_on = Date(null=True, default=None)
    reminders = Integer(null=False, default=0)
    fresh_links_on = Date(null=True, default=None)
    fresh_links = Integer(null=False, default=0)


class SeatLink(Table, tablename="seat_link"):
    seat = ForeignKey(Seat, null=False, on_delete=OnDelete.cascade, index=True)
    token_hash = Varchar(64, null=False, unique=True)
    made_at = Timestamptz(null=False)
    replaced_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class SeatSession(Table, tablename="seat_session"):
    link = ForeignKey(SeatLink, null=False, on_delete=OnDelete.cascade, index=True)
    token_hash = Varchar(64, null=False, unique=True)
    began_at = Timestamptz(null=False)
    expires_at = Timestamptz(null=False, index=True)


class SeatAnswer(Table, tablename="seat_answer"):
    key = Varchar(32, null=False, unique=True)
    seat = ForeignKey(Seat, null=False, on_delete=OnDelete.cascade, index=True)
    position = Varchar(10, null=False)
    reason = Text(null=False, default="")
    name = Text(null=False, default="")
    language = Varchar(35, null=False)
    disclosure = Varchar(20, null=False)
    answered_at = Timestamptz(null=False)
    late = Boolean(null=False, default=False)


class SeatComment(Table, tablename="seat_comment"):
    key = Varchar(32, null=False, unique=True)
    seat = ForeignKey(Seat, null=False, on_delete=OnDelete.cascade, index=True)
    answer = ForeignKey(SeatAnswer, null=True, default=None, on_delete=OnDelete.cascade, index=True)
    provision = Varchar(80, null=False, default="")
    text = Text(null=False)
    saved_at = Timestamptz(null=False)


_TABLES = (ConsultationRound, RoundText, RoundMessage, RoundExtension, Seat, SeatLink, SeatSession, SeatAnswer, SeatComment)


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
