"""Addressees of a memorandum, for those who work on it; everybody reads them in the JSON of the memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import changed, created, ok
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import posted
from coalition.api.deliveries import models
from coalition.api.idempotency import carry_out, once
from coalition.deliveries.addressing import add_addressee, change_addressee, remove_addressee
from coalition.deliveries.errors import NoSuchAddressee
from coalition.deliveries.forms import AddresseeForm
from coalition.deliveries.timelines import addressee_views
from coalition.organisations.visible_queries import Viewer
from coalition.published.json_timeline import addressee_json
from coalition.web.address_numbers import number_in
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


@route("api.addressees.list")
async def list_addressees(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List the addressees in their order."""
    async with database.reading():
        return ok(request, await _addressees(await own_memorandum(request, slug)))


@route("api.addressee.create", status=201)
async def create_addressee(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Add an addressee."""
    form = await posted(request, AddresseeForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        await add_addressee(memorandum, form)
        return created(await _addressees(memorandum), url_for("api.addressees.list", slug=slug))

    return await once(request, act)


@route("api.addressee.update")
async def update_addressee(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Replace what is said of an addressee."""
    form = await posted(request, AddresseeForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        try:
            await change_addressee(memorandum, number_in(number), form)
        except NoSuchAddressee:
            raise NotFoundException from None
        return changed(await _addressees(memorandum))

    return await carry_out(act)


@route("api.addressee.remove")
async def delete_addressee(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remove an addressee about which the timeline has no entry."""

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        try:
            await remove_addressee(memorandum, number_in(number))
        except NoSuchAddressee:
            raise NotFoundException from None
        return changed(await _addressees(memorandum))

    return await carry_out(act)


async def _addressees(memorandum: Memorandum) -> models.Addressees:
    views = await addressee_views(memorandum.id, Viewer.COORDINATOR)
    return models.Addressees(items=[models.OwnAddressee(**addressee_json(view).model_dump(), number=view.number, place=view.place) for view in views])
