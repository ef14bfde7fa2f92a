"""Entering what happened: private until a person publishes it, and changed or removed freely until then."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from coalition import clock, trail
from coalition.database import put, put_rows, transaction
from coalition.deliveries import queries
from coalition.deliveries.addressing import organisation_named
from coalition.deliveries.errors import EntryPublished, EntryWithdrawn, NoSuchEntry
from coalition.deliveries.scan_queries import scan_of
from coalition.deliveries.searched_entries import let_entries_be_found
from coalition.deliveries.tables import ENTRY_NOTE, EntryKind, EntryScan, EntryState, EntryText, TimelineEntry
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.edition_queries import adopted_on, latest_digest
from coalition.partial_dates import PartialDate
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from coalition.deliveries.forms import EntryForm
    from coalition.memoranda.tables import Memorandum

_NO_SUCH_SCAN = Message("This scan is not stored here any more. Choose it once more.")
WAITED = timedelta(days=30)  # for an answer, before coordinators are reminded


async def enter(memorandum: Memorandum, form: EntryForm) -> TimelineEntry:
    """Enter something that happened; nobody but the coordinators reads it.

    Raises:
        InvalidForm: there is no such addressee or organisation, or the text was delivered before its adoption and no remark says why.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        key = str(uuid4())
        values = await values_of(row, form, key)
        if form.scan:
            raise InvalidForm({"scan": _NO_SUCH_SCAN})
        entry = await put(TimelineEntry, key=key, memorandum=row.id, remind_on=_reminder_of(form), **values)
        await write_texts(entry.id, form)
        await let_entries_be_found([entry.id])
        await trail.record(TrailAct.ENTRY_SAVED, f"entry:{entry.id}", row.id)
    return entry


def _reminder_of(form: EntryForm) -> date | None:
    """Return the day from which a delivery without an answer is due; one of the past is not due at once when it is entered."""
    return max(PartialDate(form.on).last, clock.today()) + WAITED if form.kind is EntryKind.DELIVERY else None


async def enter_all(memorandum: Memorandum, forms: Iterable[EntryForm]) -> list[str]:
    """Enter several things that happened, all or none, and return the keys of the entries.

    Raises:
        InvalidForm: as `enter`.

    """
    async with transaction():
        return [(await enter(memorandum, form)).key for form in forms]


async def change(memorandum: Memorandum, key: str, form: EntryForm) -> None:
    """Change an entry that nobody but the coordinators reads.

    Raises:
        NoSuchEntry: there is none.
        EntryPublished: everybody reads it; it can be corrected.
        EntryWithdrawn: it was withdrawn.
        InvalidForm: as `enter`, or it is of another kind.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        entry = await _private(row, key)
        await replace(row, entry, form)
        await trail.record(TrailAct.ENTRY_SAVED, f"entry:{entry.id}", row.id)


async def remove(memorandum: Memorandum, key: str) -> None:
    """Remove an entry that nobody but the coordinators reads.

    Raises:
        NoSuchEntry, EntryPublished, EntryWithdrawn: as `change`.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        entry = await _private(row, key)
        await TimelineEntry.delete().where(TimelineEntry.id == entry.id)
        await let_entries_be_found([entry.id])
        await trail.record(TrailAct.ENTRY_REMOVED, f"entry:{entry.id}", row.id)


async def replace(memorandum: Memorandum, entry: TimelineEntry, form: EntryForm, **also: Any) -> None:
    """Replace everything that an entry says, and other columns `also`, inside the caller's transaction.

    Raises:
        InvalidForm: as `change`.

    """
    if form.kind != entry.kind:
        raise InvalidForm({"kind": Message("The kind of an entry stays as it is. Enter another one.")})
    if form.scan and await scan_of(entry.id, form.scan) is None:
        raise InvalidForm({"scan": _NO_SUCH_SCAN})
    await TimelineEntry.update(**await values_of(memorandum, form, entry.key), **also).where(TimelineEntry.id == entry.id)
    await EntryScan.delete().where((EntryScan.entry == entry.id) & (EntryScan.digest != form.scan))
    await EntryText.delete().where(EntryText.entry == entry.id)
    await write_texts(entry.id, form)
    await let_entries_be_found([entry.id])


async def existing_entry(memorandum: Memorandum, key: str) -> TimelineEntry:
    """Return an entry, inside the caller's transaction.

    Raises:
        NoSuchEntry: there is none.

    """
    entry = await queries.entry_of(memorandum.id, key)
    if entry is None:
        raise NoSuchEntry
    return entry


async def _private(memorandum: Memorandum, key: str) -> TimelineEntry:
    entry = await existing_entry(memorandum, key)
    if entry.state == EntryState.PUBLIC:
        raise EntryPublished
    if entry.state == EntryState.WITHDRAWN:
        raise EntryWithdrawn
    return entry


async def values_of(memorandum: Memorandum, form: EntryForm, key: str) -> dict[str, Any]:
    """Return the columns of an entry; its private note is encrypted for the row with a key.

    Raises:
        InvalidForm: as `enter`.

    """
    await _check_day(memorandum, form)
    return {
        "kind": form.kind.value,
        "addressee": await _addressee(memorandum, form.addressee),
        "day": form.on,
        "way": form.way.value if form.way else "",
        "deliverer": form.by,
        "organisation": await organisation_named(form.organisation),
        "silent": form.silent,
        "remark": form.remark,
        "link": form.link or "",
        "document": form.document,
        "scan": form.scan,
        "note": ENTRY_NOTE.encrypt(form.evidence, key),
        "saved_at": clock.now(),
    }


async def _check_day(memorandum: Memorandum, form: EntryForm) -> None:
    """Refuse a delivery before the adoption of the text, unless a remark says why."""
    if form.kind is not EntryKind.DELIVERY or form.remark:
        return
    adopted = await adopted_on(memorandum.id, None)
    if not await latest_digest(memorandum.id) or (adopted and PartialDate(form.on).before(adopted)):
        raise InvalidForm({"remark": Message("The text was not adopted on this day. Write a remark that says what was delivered.")})


async def _addressee(memorandum: Memorandum, number: int | None) -> int | None:
    if number is None:
        return None
    row = await queries.addressee_numbered(memorandum.id, number)
    if row is None:
        raise InvalidForm({"addressee": Message("Choose the addressee.")})
    return int(row.id)


async def write_texts(entry_id: int, form: EntryForm) -> None:
    """Write what an entry says in each language, inside the caller's transaction."""
    await put_rows(EntryText, [{"entry": entry_id, **text.model_dump(mode="json")} for text in form.texts])
