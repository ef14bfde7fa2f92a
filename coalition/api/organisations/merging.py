"""Organisations that were entered twice: candidates, merging and undoing it, and entries that are different organisations (for coordinators)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import accepted, changed, created, link_to_next, ok
from coalition.api.bearer_tokens import acting, acting_coordinator
from coalition.api.bodies import posted, queried
from coalition.api.forms import Paging
from coalition.api.idempotency import carry_out, once
from coalition.api.organisations import models, views
from coalition.api.organisations.organisations import entry_at
from coalition.approvals.changing import merge_entries, undo_merging
from coalition.approvals.made import Made
from coalition.duplicates.candidates import candidates_after
from coalition.duplicates.errors import SameEntry
from coalition.duplicates.forms import DifferenceForm, MergingForm
from coalition.duplicates.merging import merging_of
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations.likely_duplicates import record_contacts_shown
from coalition.organisations.pairs import declare_different, take_difference_back
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.organisations.tables import Organisation

_AFTER = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)


async def _other(field: str, slug: str) -> Organisation:
    try:
        return await entry_at(slug)
    except NotFoundException:
        raise InvalidForm({field: Message("No organisation with the address name {slug} is in the register.", slug=slug)}) from None


@route("api.duplicates.list")
async def list_duplicates(request: AnyRequest) -> Response[bytes]:
    """List pairs of entries that may be one organisation, and that nobody declared to be different ones."""
    asked = queried(request, Paging)
    place = _AFTER.fullmatch(asked.after or "")
    async with database.reading():
        pairs, candidates = await candidates_after(acting(request).coordinator, (int(place[1]), int(place[2])) if place else (0, 0), asked.limit + 1)
    after = f"{pairs[asked.limit - 1][0]}-{pairs[asked.limit - 1][1]}" if len(pairs) > asked.limit else None
    on_page = set(pairs[: asked.limit])
    shown = [candidate for candidate in candidates if (candidate.first.id, candidate.second.id) in on_page]
    await record_contacts_shown(number for candidate in shown for number in candidate.shown_contacts)
    items = [views.candidate(candidate, language_of(request)) for candidate in shown]
    headers = link_to_next("api.duplicates.list", after, limit=asked.limit)
    return ok(request, models.DuplicatePage(items=items, next=after), headers=headers)


@route("api.merging.create", status=201)
async def create_merging(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Merge an entry into another one, or ask another coordinator to agree."""
    form = await posted(request, MergingForm)

    async def act() -> Response[bytes]:
        row, other = await entry_at(slug), await _other("remaining", form.remaining)
        if await merge_entries(row, other, await acting_coordinator(request)) is Made.ASKED:
            return accepted(await views.merging_asked(row, other))
        return created(await views.merging(await merging_of(row)), url_for("api.organisation.show", slug=slug))

    return await once(request, act)


@route("api.merging.remove")
async def remove_merging(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Undo the merging of an entry, or ask another coordinator to agree."""

    async def act() -> Response[bytes]:
        row = await entry_at(slug)
        if await undo_merging(row, await acting_coordinator(request)) is Made.ASKED:
            return accepted(await views.undoing_asked(row))
        return changed(await views.shown_to_coordinator(row.slug))

    return await carry_out(act)


@route("api.difference.create", status=201)
async def create_difference(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Declare two entries to be different organisations."""
    form = await posted(request, DifferenceForm)

    async def act() -> Response[bytes]:
        row, other = await entry_at(slug), await _other("other", form.other)
        if row.id == other.id:
            raise SameEntry
        await declare_different(row, other)
        return created(models.Difference(organisation=row.slug, other=other.slug), url_for("api.organisation.show", slug=slug))

    return await once(request, act)


@route("api.difference.remove")
async def remove_difference(slug: FromPath[str], other: FromPath[str]) -> Response[bytes]:
    """Take back that two entries are different organisations."""

    async def act() -> Response[bytes]:
        row, second = await entry_at(slug), await entry_at(other)
        await take_difference_back(row, second)
        return changed(models.Difference(organisation=row.slug, other=second.slug))

    return await carry_out(act)
