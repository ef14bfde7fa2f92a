"""Organisations: everybody reads those in the public register, coordinators read, create and change all."""

from __future__ import annotations

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.unlisting import amend_organisation
from coalition.addresses import url_for
from coalition.api.answering import changed, created, ok, page
from coalition.api.bearer_tokens import checked_slug, viewer_of
from coalition.api.bodies import posted, queried
from coalition.api.forms import Paging
from coalition.api.idempotency import carry_out, once
from coalition.api.organisations import models, views
from coalition.organisations.errors import IsMerged
from coalition.organisations.event_forms import EventForm
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.likely_duplicates import readings_recorded
from coalition.organisations.queries import by_slug
from coalition.organisations.registering import register
from coalition.organisations.tables import Organisation
from coalition.organisations.visible_queries import Viewer, remaining_slug, visible_organisations
from coalition.web.pages import moved
from coalition.web.routing import AnyRequest, route


async def _shown(slug: str, viewer: Viewer) -> models.Organisation:
    visible = visible_organisations(viewer)
    record = await visible.by_slug(checked_slug(slug))
    if record is None:
        raise NotFoundException
    return views.organisation(record, viewer, (await visible.merged_into([record.id])).get(record.id, ()))


async def entry_at(slug: str) -> Organisation:
    """Return the entry of the register that an address names, merged or not.

    Raises:
        NotFoundException: there is none.

    """
    row = await by_slug(checked_slug(slug))
    if row is None:
        raise NotFoundException
    return row


async def _to_change(slug: str) -> Organisation:
    row = await entry_at(slug)
    if row.merged_into:
        raise IsMerged
    return row


@route("api.organisations.list")
async def list_organisations(request: AnyRequest) -> Response[bytes]:
    """List organisations."""
    asked = queried(request, Paging)
    viewer = viewer_of(request)
    async with database.reading():
        rows = await visible_organisations(viewer).in_slug_order(after=asked.after, limit=asked.limit + 1)
    return page(
        request, rows, asked.limit, cursor=lambda row: row.slug, show=lambda row: views.of_organisation(row, viewer), name="api.organisations.list"
    )


@route("api.organisation.show")
async def show_organisation(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Show an organisation; the address of an entry that was merged redirects to the one that remains."""
    viewer = viewer_of(request)
    async with database.reading():
        if remaining := await remaining_slug(checked_slug(slug), viewer):
            return moved("api.organisation.show", slug=remaining)
        return ok(request, await _shown(slug, viewer))


@route("api.organisation.create", status=201)
async def create_organisation(request: AnyRequest) -> Response[bytes]:
    """Enter an organisation."""
    form = await posted(request, OrganisationForm)

    async def act() -> Response[bytes]:
        row = await register(form)
        return created(await _shown(row.slug, Viewer.COORDINATOR), url_for("api.organisation.show", slug=row.slug))

    async with readings_recorded():
        return await once(request, act)


@route("api.organisation_events.create", status=201)
async def create_organisation_event(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Record an event of an organisation."""
    form = await posted(request, EventForm)

    async def act() -> Response[bytes]:
        await change_organisation(await _to_change(slug), form)
        return created(await _shown(slug, Viewer.COORDINATOR), url_for("api.organisation.show", slug=slug))

    return await once(request, act)


@route("api.organisation.update")
async def update_organisation(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Amend an organisation."""
    form = await posted(request, OrganisationChange)

    async def act() -> Response[bytes]:
        await amend_organisation(await _to_change(slug), form)
        return changed(await _shown(slug, Viewer.COORDINATOR))

    return await carry_out(act)
