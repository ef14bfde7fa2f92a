"""The page by which a contact of the invitation stops a request to let the public know more."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.invitations.errors import LinkUnknown
from coalition.memoranda import queries as memoranda
from coalition.organisations.queries import views_by_id
from coalition.signatures import raising
from coalition.signatures.errors import RequestUnknown
from coalition.signing.coordinators import name_coordinator_of
from coalition.signing.signing_pages import signing_page
from coalition.signing.visits import enter
from coalition.web.errors import link_unknown
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route


@route("signing.disclosure_request.show")
async def show_request(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Show what the public would learn, and when; nothing is changed."""
    return await _page(request, token)


@route("signing.disclosure_request.stop")
async def stop_request(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:
    """Stop the request."""
    await request.body()
    await raising.stop_by_letter(token)
    return redirect("signing.disclosure_request.show", lang=language, token=token)


@route("signing.disclosure.stop")
async def stop_own_request(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Stop the own request."""
    given = await posted(request)
    visit = await enter(request)
    visit.check_form(given)
    await raising.stop_raise(visit.opened.memorandum.id, visit.opened.invitation.organisation)
    return redirect("signing.text.show", lang=language)


def unknown(request: AnyRequest, _: RequestUnknown) -> Response[bytes]:
    """Show that the link of a letter is unknown."""
    return link_unknown(request, LinkUnknown())


async def _page(request: AnyRequest, token: str) -> Response[bytes]:
    async with database.reading():
        row = await raising.request_to_stop(token)
        title = await memoranda.by_id(row.memorandum)
        view = await memoranda.view(title) if title else None
        organisation = (await views_by_id([row.organisation]))[row.organisation]
        if title:
            await name_coordinator_of(request, title, row.organisation)
        waiting = await raising.waiting_for(title, row.organisation) if title else None
    shown: dict[str, Any] = {"asked": row, "level": raising.level_asked_for(row), "memorandum": view, "organisation": organisation, "token": token}
    shown["preview"] = waiting.preview if waiting and not (row.done_at or row.stopped_at) else None
    return signing_page(request, "disclosure_request", **shown)
