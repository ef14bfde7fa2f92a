"""The days of accession on record: those of the notifications, else those of the trail; a day that neither holds stays unknown."""

from datetime import date

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, Integer, Varchar
from piccolo.table import Table

ID = "2026-11-28T15:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "accession days on record"


class Memorandum(Table, tablename="memorandum"):
    slug = Varchar(80)
    signing_state = Varchar(20)
    accession_opened_on = Date(null=True)
    accession_ended_on = Date(null=True)


class Notification(Table, tablename="notification"):
    kind = Varchar(40)
    memorandum = Varchar(80)
    happened_on = Date()
    detail = Varchar(200)


class Entry(Table, tablename="trail_entry"):
    act = Varchar(40)
    memorandum = Integer(null=True)
    day = Date()


async def fill_in() -> None:
    """Fill in the days of the memoranda that are, or were, open for accession."""
    for row in await Memorandum.select().where(Memorandum.signing_state.is_in(["accession_only", "ended"])):
        opened = await _announced(row["slug"], "accession_opened", "") or await _in_trail(row["id"], "accession_opened")
        ended = await _announced(row["slug"], "closed", "accession") or (await _in_trail(row["id"], "closed") if opened else None)
        values = {Memorandum.accession_opened_on: opened, Memorandum.accession_ended_on: ended if row["signing_state"] == "ended" else None}
        await Memorandum.update(values).where(Memorandum.id == row["id"])


async def _announced(slug: str, kind: str, detail: str) -> date | None:
    wanted = (Notification.memorandum == slug) & (Notification.kind == kind) & (Notification.detail == detail)
    row = await Notification.select(Notification.happened_on).where(wanted).order_by(Notification.id, ascending=False).first()
    return row["happened_on"] if row else None


async def _in_trail(memorandum: int, act: str) -> date | None:
    wanted = (Entry.memorandum == memorandum) & (Entry.act == act)
    row = await Entry.select(Entry.day).where(wanted).order_by(Entry.id, ascending=False).first()
    return row["day"] if row else None


async def nothing() -> None:
    """The columns go with their own migration."""


async def forwards() -> MigrationManager:
    """Fill in the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(fill_in)
    manager.add_raw_backwards(nothing)
    return manager
