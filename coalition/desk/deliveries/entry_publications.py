"""Publishing an entry of the timeline, correcting and withdrawing it: a page shows in each language what everybody will read, and asks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.deliveries.entering_entries import remove
from coalition.deliveries.errors import DeliveryRule, NoSuchEntry
from coalition.deliveries.publishing_entries import digest_of, preview, withdraw
from coalition.desk.approvals.approvals import code_of
from coalition.desk.deliveries.delivery_pages import RULES, SENTENCES, entry_page, saved_entry, values_of
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.final_steps import FinalStep, final_page, is_sure, refusal_of_tick, try_out
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.fields import InvalidForm
from coalition.form_marks import ONCE
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.errors import NotPublic
from coalition.rendering import component
from coalition.settings import load
from coalition.web.forms import form_of
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from coalition.deliveries.forms import EntryForm
    from coalition.deliveries.views import EntryView
    from coalition.memoranda.tables import Memorandum

_UNREAD = Message("What was once public cannot be made unread.")
_PUBLISHING = FinalStep(
    Message("Publish an entry of the timeline"),
    [
        Message("Everybody will read the entry below, exactly as it stands here. The private note is not part of it."),
        Message("It can be corrected, which readers see, and withdrawn, which leaves the sentence that an entry was here."),
    ],
    _UNREAD,
    Message("Publish this entry"),
)
_CORRECTING = FinalStep(
    Message("Correct a published entry of the timeline"),
    [Message("Everybody will read the entry below instead, with the day of the correction.")],
    _UNREAD,
    Message("Correct this entry"),
)
_WITHDRAWING = FinalStep(
    Message("Withdraw a published entry of the timeline"),
    [
        Message("Everybody will read only that there was an entry of this kind and day, and on which day it was withdrawn."),
        Message("What it said stays with the coordinators. Its files and its scan are deleted."),
    ],
    Message("It cannot be published again; enter another one."),
    Message("Withdraw this entry"),
)
_REMOVING = FinalStep(
    Message("Remove an entry of the timeline that is not published"),
    [Message("It is deleted with its private note, its files and its scan, as if it had never been entered.")],
    Message("What it said is gone."),
    Message("Remove this entry"),
)
_OF_PAGE = {"form_token", "confirmed", "asked", "again", "seen", "scan", "without_scan", ONCE}


@route("desk.entry_publication.create")
async def publish_entry(request: AnyRequest, memorandum: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Publish an entry once the person has seen it as everybody will read it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        if not is_sure(given):
            return await _asked(request, row, await preview(row, entry), _PUBLISHING, given)
        async with sent_once(request):
            made = await changing.publish_entry(row, entry, str(given.get("seen") or "-"), person_of(request))
    except NoSuchEntry:
        raise NotFoundException from None
    except (InvalidForm, AlreadyAsked, NobodyToApprove, DeliveryRule, NotPublic) as problem:
        return await _refused(request, row, entry, problem)
    return done(request, "desk.entry.edit", code_of(made, "entry_published"), memorandum=row.slug, entry=entry)


async def ask_about_correction(request: AnyRequest, row: Memorandum, view: EntryView, form: EntryForm, given: Mapping[str, Any]) -> Response[bytes]:
    """Correct a public entry once the person has seen it as everybody will read it.

    Raises:
        InvalidForm, DeliveryRule: it cannot be corrected like this.

    """
    try:
        if not is_sure(given):
            return await _asked(request, row, await preview(row, view.key, form), _CORRECTING, given)
        async with sent_once(request):
            made = await changing.publish_entry(row, view.key, str(given.get("seen") or "-"), person_of(request), form)
    except (AlreadyAsked, NobodyToApprove) as problem:
        return await entry_page(request, row, view.kind, given, view, **refusal(request, problem, SENTENCES))
    return done(request, "desk.entry.edit", code_of(made, "saved"), memorandum=row.slug, entry=view.key)


@route("desk.entry.withdraw")
async def withdraw_entry(request: AnyRequest, memorandum: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Withdraw a published entry; a page asks first."""
    row = await own_memorandum(request, memorandum)
    answer = await _done_after_asking(request, row, entry, partial(withdraw, row, entry), _WITHDRAWING)
    return answer or done(request, "desk.entry.edit", "entry_withdrawn", memorandum=row.slug, entry=entry)


@route("desk.entry.remove")
async def remove_entry(request: AnyRequest, memorandum: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Remove an entry that was not published; a page asks first."""
    row = await own_memorandum(request, memorandum)
    answer = await _done_after_asking(request, row, entry, partial(remove, row, entry), _REMOVING)
    return answer or done(request, "desk.deliveries.list", "removed", memorandum=row.slug)


async def _done_after_asking(
    request: AnyRequest, row: Memorandum, key: str, change: Callable[[], Awaitable[None]], step: FinalStep
) -> Response[bytes] | None:
    """Ask about a change, or make it and return nothing; a page says why it cannot be made."""
    given = await checked(request)
    back = url_for("desk.entry.edit", lang=language_of(request), memorandum=row.slug, entry=key)
    try:
        if not is_sure(given):
            await try_out(change)
            return await final_page(request, row, step, given, part="deliveries", typed=(), can_change=False, back=back)
        await change()
    except NoSuchEntry:
        raise NotFoundException from None
    except RULES as problem:
        return await _refused(request, row, key, problem)
    return None


async def _asked(request: AnyRequest, row: Memorandum, seen: EntryView, step: FinalStep, given: Mapping[str, Any]) -> Response[bytes]:
    """Show an entry as everybody will read it in each language of the site, and ask for a tick."""
    async with database.reading():
        view = await queries.view(row)
    form = await form_of(request)
    typed = [(name, value) for name, value in form.items() if isinstance(value, str) and name not in _OF_PAGE]
    previews = [(code, component("memoranda/timeline_entry", code, seen, prefix=f"{code}-", linked=False)) for code in load().languages]
    typed += [("seen", digest_of(seen)), *([("scan", seen.scan.digest)] if seen.scan else [])]
    shown: dict[str, Any] = {"part": "deliveries", "step": step, "previews": previews, "typed": typed}
    shown |= {"address": request.url.path, "can_change": step is _CORRECTING, "entry": seen}
    return workbench_page(request, view, "desk/deliveries/confirm.html", **shown, **refusal_of_tick(request, given))


async def _refused(request: AnyRequest, row: Memorandum, key: str, problem: Any) -> Response[bytes]:
    view, note = await saved_entry(row, key)
    return await entry_page(request, row, view.kind, values_of(view, note), view, **refusal(request, problem, SENTENCES))
