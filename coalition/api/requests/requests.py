"""Requests to sign, for the members of a memorandum: list, show, accept, refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import created, ok, page
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.forms import Paging
from coalition.api.idempotency import once
from coalition.api.invitations import models as invitations
from coalition.api.invitations.views import of_new_invitation
from coalition.api.requests import models, views
from coalition.organisations.likely_duplicates import readings_recorded
from coalition.organisations.look_alikes import alike
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.signing_requests import queries, requesting
from coalition.signing_requests.forms import AcceptanceForm, RefusalForm
from coalition.web.address_numbers import number_or_zero
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Memorandum
    from coalition.signing_requests.tables import SigningRequest

MOST_ALIKE = 5


@route("api.requests.list")
async def list_requests(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List the confirmed requests, oldest first."""
    asked = queried(request, Paging)
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        rows = await queries.oldest_requests(memorandum.id, after=number_or_zero(asked.after), limit=asked.limit + 1)
        shown = await _answers(rows)
    return page(request, shown, asked.limit, cursor=_cursor, show=lambda answer: answer, name="api.requests.list", slug=slug)


def _cursor(answer: models.SigningRequest) -> str:
    return str(answer.number)


async def _answers(rows: Sequence[SigningRequest]) -> list[models.SigningRequest]:
    invited = await visible_organisations(Viewer.COORDINATOR).by_ids(row.organisation for row in rows if row.organisation)
    return [views.of_request(row, invited) for row in rows]


@route("api.request.show")
async def show_request(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show a request."""
    async with database.reading():
        return ok(request, await _shown(await own_memorandum(request, slug), number))


async def _shown(memorandum: Memorandum, number: str) -> models.SigningRequestInFull:
    row = await queries.request_numbered(memorandum.id, number)
    if row is None:
        raise NotFoundException
    [answer] = await _answers([row])
    return views.in_full(answer, await alike(requesting.names_of(row), MOST_ALIKE))


@route("api.acceptance.create", status=201)
async def accept_request(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Accept a request: invite the organisation."""
    form = await posted(request, AcceptanceForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        await _shown(memorandum, number)
        made = await requesting.accept_as(memorandum, int(number), form)
        return created(of_new_invitation(made), url_for("api.request.show", slug=slug, number=number))

    async with readings_recorded():
        return await once(request, act, redact=_without_link)


def _without_link(body: bytes) -> bytes:
    """Remove the private link, which is a secret, from a response before it is stored."""
    answer = invitations.NewInvitation.model_validate_json(body)
    return answer.model_copy(update={"link": None}).model_dump_json().encode()


@route("api.refusal.create", status=201)
async def refuse_request(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Refuse a request; the person who asked gets the reason in a letter."""
    form = await posted(request, RefusalForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        await _shown(memorandum, number)
        await requesting.refuse(memorandum, int(number), form)
        return created(await _shown(memorandum, number), url_for("api.request.show", slug=slug, number=number))

    return await once(request, act)
