"""Publishing entries of a timeline, correcting what everybody reads, and withdrawing it; a tombstone stays."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts.withheld_numbers import names_stay_hidden
from coalition.database import as_if, transaction
from coalition.deliveries import (
    deliverers,  # noqa: F401 -- its source answers which names readers can compare with, its step takes names away
    queries,
)
from coalition.deliveries.entering_entries import existing_entry, replace
from coalition.deliveries.errors import EntryChanged, EntryPublished, EntryWithdrawn, NotPublished, OutcomePublished
from coalition.deliveries.evidence_files import remove_files
from coalition.deliveries.searched_entries import let_entries_be_found
from coalition.deliveries.tables import EntryKind, EntryScan, EntryState, TimelineEntry
from coalition.deliveries.timeline_letters import let_letters_follow, wait_after_correction
from coalition.deliveries.timelines import entry_views
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.errors import NotPublic
from coalition.memoranda.public_changes import less_is_shown, record_changes
from coalition.memoranda.tables import Publicity
from coalition.notices.issuing import notify
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.organisations.merged_queries import group_of
from coalition.organisations.visible_queries import Viewer
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.deliveries.forms import EntryForm
    from coalition.deliveries.views import EntryView
    from coalition.memoranda.tables import Memorandum

_ACTED = Message("This organisation has acted on the text without its name. Take it out here: it would be named.")
_HIDDEN = Message("Its addressee is not in the public register: nobody would read the entry.")


async def publish(memorandum: Memorandum, key: str, seen: str = "") -> None:
    """Let everybody read an entry of a public memorandum, as the person has seen it: `seen` is its digest, which programs omit.

    Raises:
        NotPublic: the memorandum is not public.
        NoSuchEntry, EntryPublished, EntryWithdrawn, OutcomePublished: the entry cannot be published.
        EntryChanged: everybody would read something else than what the person saw.
        InvalidForm: nobody would read it, or it names an organisation that is not to be named.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        entry = await _to_publish(row, key)
        async with names_stay_hidden("organisation"):
            await _check_organisation(entry)
            values: dict[str, Any] = {"state": EntryState.PUBLIC.value, "published_on": clock.today()}
            await TimelineEntry.update(**values).where(TimelineEntry.id == entry.id)
        await _check_seen(row, key, seen)
        await notify(NoticeKind.TIMELINE_ENTRY, row.slug, detail=entry.kind)
        await let_letters_follow(row, entry)
        await trail.record(TrailAct.ENTRY_PUBLISHED, f"entry:{entry.id}", row.id)
        await record_changes(row)


async def _to_publish(memorandum: Memorandum, key: str) -> TimelineEntry:
    """Return an entry that can be published now, or say why it cannot."""
    if memorandum.publicity != Publicity.PUBLIC:
        raise NotPublic
    entry = await existing_entry(memorandum, key)
    if entry.state == EntryState.PUBLIC:
        raise EntryPublished
    if entry.state == EntryState.WITHDRAWN:
        raise EntryWithdrawn
    if entry.kind == EntryKind.OUTCOME and await queries.public_outcome(memorandum.id):
        raise OutcomePublished
    return entry


async def correct(memorandum: Memorandum, key: str, form: EntryForm, seen: str = "") -> None:
    """Replace what everybody reads of an entry; readers see the day of the correction. `seen` as in `publish`.

    Raises:
        NoSuchEntry, NotPublished, EntryWithdrawn: everybody does not read the entry.
        EntryChanged, InvalidForm: as `publish` and `entering_entries.change`.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        entry = await _read_by_everybody(row, key)
        async with names_stay_hidden("organisation"):
            await replace(row, entry, form, changed_on=clock.today())
            await _check_organisation(await existing_entry(row, key), entry.organisation)
        await _check_seen(row, key, seen)
        await wait_after_correction(row, entry)
        await trail.record(TrailAct.ENTRY_CORRECTED, f"entry:{entry.id}", row.id)
        await less_is_shown(row)


async def withdraw(memorandum: Memorandum, key: str) -> None:
    """Show of an entry only that it was there: its words stay with the coordinators, and cannot be published again.

    Its files and its scan are deleted.

    Raises:
        NoSuchEntry, NotPublished, EntryWithdrawn: as `correct`.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        entry = await _read_by_everybody(row, key)
        values: dict[str, Any] = {"state": EntryState.WITHDRAWN.value, "withdrawn_on": clock.today()}
        await TimelineEntry.update(**values).where(TimelineEntry.id == entry.id)
        await remove_files(entry)
        await EntryScan.delete().where(EntryScan.entry == entry.id)
        await let_entries_be_found([entry.id])
        await trail.record(TrailAct.ENTRY_WITHDRAWN, f"entry:{entry.id}", row.id)
        await less_is_shown(row)


async def _read_by_everybody(memorandum: Memorandum, key: str) -> TimelineEntry:
    entry = await existing_entry(memorandum, key)
    if entry.state == EntryState.PRIVATE:
        raise NotPublished
    if entry.state == EntryState.WITHDRAWN:
        raise EntryWithdrawn
    return entry


async def _check_organisation(entry: TimelineEntry, before: int | None = None) -> None:
    """Refuse to name an organisation, if it was not named `before`, that acted on the memorandum without its name."""
    if not entry.organisation or entry.organisation == before:
        return
    await organisations.lock([entry.organisation])
    remaining = (await organisations.remaining_ids([entry.organisation])).get(entry.organisation, entry.organisation)
    if await queries.acted_without_name(entry.memorandum, await group_of(remaining)):
        raise InvalidForm({"organisation": _ACTED})


async def _check_seen(memorandum: Memorandum, key: str, seen: str) -> None:
    view = await as_everybody_reads(memorandum, key)
    if view is None:
        raise InvalidForm({"addressee": _HIDDEN})
    if seen and seen != digest_of(view):
        raise EntryChanged


async def as_everybody_reads(memorandum: Memorandum, key: str) -> EntryView | None:
    """Return an entry as everybody reads it; None if nobody may know of its addressee."""
    return next(iter(await entry_views([await existing_entry(memorandum, key)], Viewer.EVERYBODY)), None)


async def preview(memorandum: Memorandum, key: str, form: EntryForm | None = None) -> EntryView:
    """Return an entry as everybody would read it after publishing it, or after a correction by a form; nothing is changed.

    Raises:
        DeliveryRule, NotPublic, InvalidForm: as `publish` or `correct`.

    """

    async def change() -> None:
        await (publish(memorandum, key) if form is None else correct(memorandum, key, form))

    async def read() -> EntryView | None:
        return await as_everybody_reads(memorandum, key)

    view: EntryView | None = await as_if(change, read)
    if view is None:  # pragma: no cover -- `change` refuses what nobody would read
        raise InvalidForm({"addressee": _HIDDEN})
    return view


def digest_of(view: EntryView) -> str:
    """Return the digest of what everybody reads in an entry, by which a form says what its person read; days of the change are left out."""
    addressee = view.addressee and (sorted((name.language, name.name, name.office) for name in view.addressee.names.values()), view.addressee.link)
    texts = sorted((said.language, said.title, said.text) for said in view.texts.values())
    named = view.organisation.slug if view.organisation else ""
    read = (view.kind, view.day.iso, addressee, view.way, view.deliverer, named, view.silent, view.remark, view.link, view.document, texts)
    scan = (view.scan.digest, sorted((said.language, said.scan_text) for said in view.texts.values())) if view.scan else ()
    return hashlib.sha256(repr((*read, *scan)).encode()).hexdigest()[:32]
