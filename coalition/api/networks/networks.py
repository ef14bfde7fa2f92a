"""Networks: everybody reads those in the public register with the members that are shown, coordinators enter and change all."""

from __future__ import annotations

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.acts.changing_networks import amend_network, record_network
from coalition.addresses import url_for
from coalition.api.answering import changed, created, link_to_next, ok, page
from coalition.api.bearer_tokens import checked_slug, viewer_of
from coalition.api.bodies import posted, queried
from coalition.api.forms import Paging, PartOfForum
from coalition.api.idempotency import carry_out, once
from coalition.api.networks import models, views
from coalition.networks.forms import NetworkChange, NetworkForm
from coalition.networks.queries import IS_NETWORK, network_by_slug, number_shown
from coalition.organisations.likely_duplicates import readings_recorded
from coalition.organisations.tables import Organisation, OrganisationKind
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.web.routing import AnyRequest, route


async def _shown(slug: str, viewer: Viewer, part: PartOfForum | None = None) -> models.Network:
    record = await visible_organisations(viewer).by_slug(checked_slug(slug))
    if record is None or record.kind != OrganisationKind.NETWORK:
        raise NotFoundException
    return await views.network(record, viewer, part)


async def _named(slug: str) -> Organisation:
    row = await network_by_slug(checked_slug(slug))
    if row is None:
        raise NotFoundException
    return row


@route("api.networks.list")
async def list_networks(request: AnyRequest) -> Response[bytes]:
    """List networks."""
    asked, viewer = queried(request, Paging), viewer_of(request)
    async with database.reading():
        rows = await visible_organisations(viewer).in_slug_order(IS_NETWORK, after=asked.after, limit=asked.limit + 1)
        numbers = await number_shown(row.id for row in rows)
    return page(
        request,
        rows,
        asked.limit,
        cursor=lambda row: row.slug,
        show=lambda row: views.of_network(row, viewer, numbers),
        name="api.networks.list",
    )


@route("api.network.show")
async def show_network(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Show a network with a page of its members."""
    asked = queried(request, PartOfForum)
    async with database.reading():
        shown = await _shown(slug, viewer_of(request), asked)
    return ok(request, shown, headers=link_to_next("api.network.show", shown.next, slug=slug, limit=asked.limit))


@route("api.network.create", status=201)
async def create_network(request: AnyRequest) -> Response[bytes]:
    """Enter a network with its members."""
    form = await posted(request, NetworkForm)

    async def act() -> Response[bytes]:
        row = await record_network(form)
        return created(await _shown(row.slug, Viewer.COORDINATOR), url_for("api.network.show", slug=row.slug))

    async with readings_recorded():
        return await once(request, act)


@route("api.network.update")
async def update_network(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Change members of a network, add others, remove those that never were."""
    form = await posted(request, NetworkChange)

    async def act() -> Response[bytes]:
        await amend_network(await _named(slug), form)
        return changed(await _shown(slug, Viewer.COORDINATOR))

    return await carry_out(act)
