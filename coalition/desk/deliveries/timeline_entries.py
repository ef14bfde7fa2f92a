"""Deliveries at the desk: the list of what happened, entering it, changing and removing what is not published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import clock, database
from coalition.cleaned_pictures import LARGEST_PICTURE
from coalition.deliveries import entering_entries
from coalition.deliveries.awaiting_answers import due_deliveries, remind_later
from coalition.deliveries.errors import DeliveryRule, NoSuchEntry, NothingAwaited
from coalition.deliveries.tables import EntryKind, EntryState
from coalition.deliveries.timelines import addressee_views, recorded_timeline
from coalition.desk import rows
from coalition.desk.deliveries.delivery_pages import LABELS, SENTENCES, entry_form, entry_page, padded, saved_entry, values_of
from coalition.desk.deliveries.entry_publications import ask_about_correction
from coalition.desk.deliveries.shown_scans import with_scan
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.final_steps import wants_form
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import PAGE, asked_in
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import both_versions, check_unchanged
from coalition.desk.sent_once import sent_once
from coalition.fields import InvalidForm
from coalition.memoranda import queries
from coalition.memoranda.errors import NotPublic
from coalition.organisations.visible_queries import Viewer
from coalition.saved_states import SavedMeanwhile
from coalition.search.match_marks import Words
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.deliveries.views import EntryView
    from coalition.memoranda.tables import Memorandum


@route("desk.deliveries.list")
async def list_deliveries(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the addressees and what happened, newest first, or what words and filters find of it."""
    row, asked = await own_memorandum(request, memorandum), asked_in(request, "kind", "state", sorts=("oldest",))
    order: dict[str, Any] = {"after": asked.after, "limit": PAGE, "oldest_first": asked.sort == "oldest"}
    async with database.reading():
        view = await queries.view(row)
        addressees = await addressee_views(row.id, Viewer.COORDINATOR)
        page = await recorded_timeline(row.id, Words(asked.q), asked.filters, **order)
        due = await due_deliveries(row.id)
    shown: dict[str, Any] = {"asked": asked, "due": due, "page": page, "addressees": addressees, "kinds": list(EntryKind), "states": list(EntryState)}
    return workbench_page(request, view, "desk/deliveries/list.html", part="deliveries", **shown)


@route("desk.entry.new")
async def new_entry(
    request: AnyRequest, memorandum: FromPath[str], kind: FromQuery[str] = "", addressee: FromQuery[str] = "", silent: FromQuery[str] = ""
) -> Response[bytes]:
    """Show the form for something that happened; links fill in who was addressed, and that nothing was answered."""
    row = await own_memorandum(request, memorandum)
    values = {"on": clock.today().isoformat(), "addressee": addressee, "silent": silent}
    return await entry_page(request, row, _kind(kind or EntryKind.DELIVERY), values)


@route("desk.entry.create")
async def create_entry(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Enter something that happened; nobody else reads it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    kind = _kind(str(given.get("kind", "")))
    if rows.wants_more(given):
        return await entry_page(request, row, kind, given)
    try:
        form = await entry_form(given, kind)
        async with sent_once(request):
            entry = await entering_entries.enter(row, form)
    except InvalidForm as problems:
        return await entry_page(request, row, kind, given, **refusal(request, problems))
    return done(request, "desk.entry.edit", "added", memorandum=row.slug, entry=entry.key)


@route("desk.reminder.update")
async def update_reminder(request: AnyRequest, memorandum: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Let the reminder of a delivery without an answer wait."""
    row, _ = await own_memorandum(request, memorandum), await checked(request)
    try:
        await remind_later(row, entry)
    except NoSuchEntry:
        raise NotFoundException from None
    except NothingAwaited as problem:
        view, note = await saved_entry(row, entry)
        return await entry_page(request, row, view.kind, values_of(view, note), view, **refusal(request, problem, SENTENCES))
    return done(request, "desk.deliveries.list", "saved", memorandum=row.slug)


@route("desk.entry.edit")
async def edit_entry(request: AnyRequest, memorandum: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Show an entry in its form; that its private note was read is recorded."""
    row = await own_memorandum(request, memorandum)
    view, note = await saved_entry(row, entry)
    return await entry_page(request, row, view.kind, values_of(view, note), view)


@route("desk.entry.update", largest_body=LARGEST_PICTURE + 256 * 1024)
async def update_entry(request: AnyRequest, memorandum: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Change an entry; of a public one a page shows first what everybody will read."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    view, note = await saved_entry(row, entry)
    try:
        given = await with_scan(row, entry, given)
        if rows.wants_more(given) or wants_form(given):
            return await entry_page(request, row, view.kind, given, view)
        check_unchanged(given, values_of(view, note))
        return await _change(request, row, view, given)
    except SavedMeanwhile:
        return await entry_page(request, row, view.kind, entry=view, **both_versions(request, padded(given), values_of(view, note), LABELS))
    except (InvalidForm, DeliveryRule, NotPublic) as problem:
        return await entry_page(request, row, view.kind, given, view, **refusal(request, problem, SENTENCES))


async def _change(request: AnyRequest, row: Memorandum, view: EntryView, given: Mapping[str, Any]) -> Response[bytes]:
    """Change a private entry; of a public one, ask about the correction."""
    form = await entry_form(given, view.kind)
    if view.is_public:
        return await ask_about_correction(request, row, view, form, given)
    await entering_entries.change(row, view.key, form)
    return done(request, "desk.entry.edit", "saved", memorandum=row.slug, entry=view.key)


def _kind(text: str) -> EntryKind:
    if text not in set(EntryKind):
        raise NotFoundException
    return EntryKind(text)
