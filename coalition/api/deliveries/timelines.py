"""Timelines: everybody reads them; coordinators enter, publish, correct and withdraw entries, and say to whom a text is addressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.addresses import url_for
from coalition.api.answering import accepted, changed, created, link_to_next, ok
from coalition.api.bearer_tokens import acting_coordinator, own_memorandum, readable_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.deliveries import models
from coalition.api.deliveries.forms import DeliveryForm, PartOfEntries, PartOfTimeline, UpdateForm
from coalition.api.idempotency import carry_out, once
from coalition.approvals.changing import publish_entry
from coalition.approvals.made import Made
from coalition.deliveries import entering_entries
from coalition.deliveries.awaited_queries import reminders_of
from coalition.deliveries.awaiting_answers import remind_later
from coalition.deliveries.errors import NoSuchEntry
from coalition.deliveries.forms import EntryForm
from coalition.deliveries.publishing_entries import as_everybody_reads, withdraw
from coalition.deliveries.queries import entry_of, has_timeline
from coalition.deliveries.tables import ENTRY_NOTE, EntryState
from coalition.deliveries.timelines import entry_views, public_timeline, recorded_timeline
from coalition.organisations.visible_queries import Viewer
from coalition.published.json_timeline import entry_json
from coalition.search.match_marks import Words
from coalition.trail import TrailAct
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from coalition.deliveries.views import EntryView
    from coalition.memoranda.tables import Memorandum


@route("api.timeline.show")
async def show_timeline(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Show a page of the timeline; a text without a public entry has none."""
    asked = queried(request, PartOfTimeline)
    async with database.reading():
        memorandum = await readable_memorandum(request, slug)
        if not await has_timeline(memorandum.id):
            raise NotFoundException
        page = await public_timeline(memorandum.id, Words(asked.q), after=asked.after, limit=asked.limit)
    following = page.after or None
    shown = models.TimelinePage(items=[entry_json(view) for view in page.entries], next=following)
    return ok(request, shown, headers=link_to_next("api.timeline.show", following, slug=slug, limit=asked.limit, q=asked.q or None))


@route("api.deliveries.list")
async def list_entries(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List all entries, without their private notes."""
    asked = queried(request, PartOfEntries)
    filters = {"kind": asked.kind or "", "state": asked.state or ""}
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        page = await recorded_timeline(memorandum.id, Words(asked.q), filters, after=asked.after, limit=asked.limit)
        reminders = await reminders_of([view.id for view in page.entries])
    following, given = page.after or None, {name: value or None for name, value in filters.items()}
    shown = models.Entries(items=[models.OwnEntry(**_fields(view, reminders)) for view in page.entries], next=following)
    return ok(request, shown, headers=link_to_next("api.deliveries.list", following, slug=slug, limit=asked.limit, q=asked.q or None, **given))


@route("api.delivery.show")
async def show_entry(request: AnyRequest, slug: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Show an entry with its private note; that it was read is recorded."""
    memorandum = await own_memorandum(request, slug)
    [shown] = await _with_notes(memorandum, [entry])
    if shown.evidence:
        await trail.record_reading(TrailAct.EVIDENCE_READ, f"entry:{shown.id}", memorandum.id)
    return ok(request, shown)


@route("api.delivery.create", status=201)
async def create_delivery(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Enter a delivery with its answer, or an answer alone."""
    form = await posted(request, DeliveryForm)
    return await _entered(request, slug, form.entries())


@route("api.update.create", status=201)
async def create_update(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Enter an update or the outcome."""
    form = await posted(request, UpdateForm)
    return await _entered(request, slug, [EntryForm.parse(form.model_dump(mode="json"))])


async def _entered(request: AnyRequest, slug: str, forms: Sequence[EntryForm]) -> Response[bytes]:
    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        keys = await entering_entries.enter_all(memorandum, forms)
        shown = models.Entered(items=await _with_notes(memorandum, keys))
        return created(shown, url_for("api.delivery.show", slug=slug, entry=keys[0]))

    return await once(request, act)


@route("api.delivery.update")
async def update_entry(request: AnyRequest, slug: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Replace an entry; a published one is corrected, or another coordinator is asked to agree."""
    form = await posted(request, EntryForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        row = await entry_of(memorandum.id, entry)
        if row is None:
            raise NotFoundException
        if row.state != EntryState.PRIVATE:
            return await _published(request, memorandum, entry, form)
        await entering_entries.change(memorandum, entry, form)
        return changed(models.PublishedEntry(made=Made.AT_ONCE.value, entry=None))

    return await carry_out(act)


@route("api.delivery.remove")
async def remove_entry(request: AnyRequest, slug: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Remove an entry that was not published."""

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        [shown] = await _with_notes(memorandum, [entry])
        await entering_entries.remove(memorandum, entry)
        return changed(models.Entered(items=[shown]))

    return await carry_out(act)


@route("api.delivery.publish")
async def publish(request: AnyRequest, slug: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Publish an entry, or ask another coordinator to agree."""

    async def act() -> Response[bytes]:
        return await _published(request, await own_memorandum(request, slug), entry, posting=True)

    return await once(request, act)


@route("api.delivery.withdraw")
async def withdraw_entry(request: AnyRequest, slug: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Withdraw a published entry; its tombstone stays."""

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        try:
            await withdraw(memorandum, entry)
        except NoSuchEntry:
            raise NotFoundException from None
        return created(await _as_read(memorandum, entry, Made.AT_ONCE), url_for("api.delivery.show", slug=slug, entry=entry))

    return await once(request, act)


@route("api.reminder.update")
async def update_reminder(request: AnyRequest, slug: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Let the reminder of a delivery without an answer wait for another thirty days."""

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        try:
            await remind_later(memorandum, entry)
        except NoSuchEntry:
            raise NotFoundException from None
        [shown] = await _with_notes(memorandum, [entry])
        return changed(models.OwnEntry(**shown.model_dump(exclude={"evidence"})))

    return await carry_out(act)


async def _published(
    request: AnyRequest, memorandum: Memorandum, key: str, form: EntryForm | None = None, *, posting: bool = False
) -> Response[bytes]:
    try:
        made = await publish_entry(memorandum, key, "", await acting_coordinator(request), form)
    except NoSuchEntry:
        raise NotFoundException from None
    if made is Made.ASKED:
        return accepted(models.PublishedEntry(made=made.value, entry=None))
    answer = await _as_read(memorandum, key, made)
    return created(answer, url_for("api.delivery.show", slug=memorandum.slug, entry=key)) if posting else changed(answer)


async def _as_read(memorandum: Memorandum, key: str, made: Made) -> models.PublishedEntry:
    view = await as_everybody_reads(memorandum, key)
    return models.PublishedEntry(made=made.value, entry=entry_json(view) if view else None)


async def _with_notes(memorandum: Memorandum, keys: Sequence[str]) -> list[models.EntryWithNote]:
    shown = []
    for key in keys:
        row = await entry_of(memorandum.id, key)
        if row is None:
            raise NotFoundException
        [view] = await entry_views([row], Viewer.COORDINATOR)
        reminders = await reminders_of([row.id])
        shown.append(models.EntryWithNote(**_fields(view, reminders), evidence=ENTRY_NOTE.decrypt(row.note, row.key)))
    return shown


def _fields(view: EntryView, reminders: Mapping[int, date]) -> dict[str, Any]:
    same = ("kind", "on", "way", "by", "organisation", "silent", "remark", "link", "document", "scan", "texts", "published", "corrected", "withdrawn")
    read = entry_json(view).model_dump()
    number = view.addressee.number if view.addressee else None
    return {name: read[name] for name in same} | {"id": view.key, "state": view.state, "addressee": number, "remind_on": reminders.get(view.id)}
