"""The consent of the people in an article, for coordinators: read, recorded, taken back, removed."""

from __future__ import annotations

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.addresses import url_for
from coalition.api.answering import changed, created, ok
from coalition.api.articles import models, views
from coalition.api.articles.articles import known_article
from coalition.api.bodies import posted
from coalition.api.idempotency import carry_out, once
from coalition.articles.consent_queries import consent_by_id, consent_view, consents_of
from coalition.articles.consents import record_consent, remove_consent, take_consent_back
from coalition.articles.forms import ConsentForm
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_in
from coalition.web.routing import AnyRequest, route


@route("api.consents.list")
async def list_consents(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List who agreed to be in an article; that this was read is recorded."""
    async with database.reading():
        row = await known_article(slug)
        shown = models.Consents(items=[views.consent(view) for view in await consents_of(row.id)])
    await trail.record_reading(TrailAct.CONSENTS_READ, f"article:{row.id}")
    return ok(request, shown)


@route("api.consent.create", status=201)
async def create_consent(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Record that a person agreed."""
    form = await posted(request, ConsentForm)

    async def act() -> Response[bytes]:
        view = await record_consent(await known_article(slug), form)
        return created(views.consent_record(view), url_for("api.consents.list", slug=slug))

    return await once(request, act)


@route("api.consent_end.create", status=201)
async def create_consent_end(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Record that a person took their consent back, and withdraw the article."""

    async def act() -> Response[bytes]:
        view = await take_consent_back(await known_article(slug), number_in(number))
        if view is None:
            raise NotFoundException
        return created(views.consent_record(view), url_for("api.consents.list", slug=slug))

    return await once(request, act)


@route("api.consent.remove")
async def delete_consent(slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remove the record of a person whom the article does not tell of any more."""

    async def act() -> Response[bytes]:
        row = await known_article(slug)
        consent = await consent_by_id(row.id, number_in(number))
        if consent is None:
            raise NotFoundException
        removed = views.consent_record(consent_view(consent))
        await remove_consent(row, consent.id)
        return changed(removed)

    return await carry_out(act)
