"""Letters about the timeline of a text: asked for and stopped with a private link, and stopped with the link in each letter."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.deliveries import timeline_subscribing
from coalition.deliveries.errors import NoSuchSubscriber
from coalition.invitations.errors import LinkUnknown
from coalition.memoranda import queries as memoranda
from coalition.signing.coordinators import name_coordinator_of
from coalition.signing.signing_pages import language_switch, signing_page
from coalition.signing.visits import enter, enter_with_signature
from coalition.web.errors import link_unknown
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

_NOT_FOUND = 404


@route("signing.timeline_letters.create")
async def ask_for_letters(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Let letters go to the contact of the private link."""
    given = await posted(request)
    visit = await enter_with_signature(request)
    visit.check_form(given)
    await timeline_subscribing.subscribe(visit.opened)
    return redirect("signing.receipt.show", lang=language)


@route("signing.timeline_letters.remove")
async def stop_own_letters(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Stop the letters to the contact of the private link, also after a withdrawal."""
    given = await posted(request)
    visit = await enter(request)
    visit.check_form(given)
    await timeline_subscribing.unsubscribe(visit.opened)
    return redirect("signing.receipt.show", lang=language)


@route("signing.timeline_letters.show")
async def show_letters(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Show what the letters are about, and the button that stops them; opening the page changes nothing."""
    async with database.reading():
        row = await timeline_subscribing.subscriber_with(token)
        memorandum = await memoranda.by_id(row.memorandum)
        view = await memoranda.view(memorandum) if memorandum else None
        if memorandum:
            await name_coordinator_of(request, memorandum, row.organisation)
    return signing_page(request, "letters", memorandum=view, token=token)


@route("signing.timeline_letters.stop")
async def stop_by_letter(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Stop the letters. A mail program may send this request without a page before it (RFC 8058), so there is no redirect."""
    await request.body()
    await timeline_subscribing.stop_letters(token)
    return _stopped(request)


def unknown(request: AnyRequest, _: NoSuchSubscriber) -> Response[bytes]:
    """Show that nothing is sent under the link of a letter; a network that guesses links is refused."""
    refusal = link_unknown(request, LinkUnknown())
    return _stopped(request, status=_NOT_FOUND, unknown=True) if refusal.status_code == _NOT_FOUND else refusal


def _stopped(request: AnyRequest, **shown: Any) -> Response[bytes]:
    return signing_page(request, "letters_stopped", alternates=language_switch("public.home.show"), **({"unknown": False} | shown))
