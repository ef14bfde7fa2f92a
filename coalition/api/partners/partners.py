"""Partners: everybody reads those that are shown, coordinators read all, add and change them."""

from __future__ import annotations

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import changed, created, link_to_next, ok
from coalition.api.bearer_tokens import viewer_of
from coalition.api.bodies import posted, queried
from coalition.api.forms import PartOfPartners
from coalition.api.idempotency import carry_out, once
from coalition.api.partners import models, views
from coalition.forums.programme_queries import programme_id
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.partners.forms import PartnerChange, PartnerForm
from coalition.partners.queries import Chosen, numbers_without_names, partner_by_id, partners_in_file_order, partnership
from coalition.partners.recording_partners import add_partner, amend_partner
from coalition.partners.tables import Partner
from coalition.saved_states import RemovedMeanwhile
from coalition.web.address_numbers import number_or_zero
from coalition.web.routing import AnyRequest, route

_NOBODYS = -1  # the id of no programme: one that is not there has no partners, as one whose partners nobody may know of


@route("api.partners.list")
async def list_partners(request: AnyRequest) -> Response[bytes]:
    """List partners."""
    asked, viewer = queried(request, PartOfPartners), viewer_of(request)
    async with database.reading():
        programme = (await programme_id(asked.programme) or _NOBODYS) if asked.programme else None
        chosen = Chosen(asked.state or "", asked.country or "", asked.theme or "", asked.kind or "", programme)
        page = await partners_in_file_order(chosen, viewer, after=asked.after, limit=asked.limit)
        shown = views.partner_page(page, await numbers_without_names(programme), viewer)
    filters = {"state": asked.state, "country": asked.country, "theme": asked.theme, "kind": asked.kind, "programme": asked.programme}
    return ok(request, shown, headers=link_to_next("api.partners.list", shown.next, limit=asked.limit, **filters))


@route("api.partner.show")
async def show_partner(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Show a partner."""
    async with database.reading():
        return ok(request, await _shown(await _named(number)))


@route("api.partner.create", status=201)
async def create_partner(request: AnyRequest) -> Response[bytes]:
    """Add a partner."""
    form = await posted(request, PartnerForm)

    async def act() -> Response[bytes]:
        row = await add_partner(form)
        return created(await _shown(row), url_for("api.partner.show", number=row.id))

    return await once(request, act)


@route("api.partner.update")
async def update_partner(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Amend a partner."""
    form = await posted(request, PartnerChange)

    async def act() -> Response[bytes]:
        try:
            await amend_partner(await _named(number), form)
        except RemovedMeanwhile:
            raise NotFoundException from None
        return changed(await _shown(await _named(number)))

    return await carry_out(act)


async def _named(number: str) -> Partner:
    row = await partner_by_id(number_or_zero(number))
    if row is None:
        raise NotFoundException
    return row


async def _shown(row: Partner) -> models.Partnership:
    organisation = (await visible_organisations(Viewer.COORDINATOR).by_ids([row.organisation]))[row.organisation]
    return views.partnership(await partnership(row), organisation.slug, Viewer.COORDINATOR)
