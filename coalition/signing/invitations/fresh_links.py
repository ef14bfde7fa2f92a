"""Asking for a fresh link, with the answer that every token gets, and ending one's own links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.invitations.fresh_links import ask_by_hash, ask_for_fresh_link
from coalition.invitations.link_sessions import check_form_token, session_opens
from coalition.people.tokens import hash_of
from coalition.signatures.link_ends import end_own_links
from coalition.signing.coordinators import leave, name_coordinator_after, name_coordinator_behind
from coalition.signing.invitations.scenes import scene_of
from coalition.signing.signing_pages import signing_page
from coalition.signing.visits import enter, name_coordinator_of_visit
from coalition.web.forms import posted
from coalition.web.limits import Limit
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route
from coalition.web.sessions import SessionOver, session_token

if TYPE_CHECKING:
    from coalition.invitations.links import Opened

attempts = Limit(60, 600)  # of a network, with links that do not work
requests = Limit(10, 600)  # with one link, known or not, whatever network they come from


@route("signing.fresh_link.create")
async def create_fresh_link(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:
    """Ask for a fresh link in place of one that does not work; the answer is the same for every token."""
    attempts.check(request)
    requests.check_for(hash_of(token))
    await request.body()
    await ask_for_fresh_link(token)
    return redirect("signing.fresh_link.show", lang=language, token=token)


@route("signing.fresh_link.show")
async def show_fresh_link(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Say where a fresh link would go, for every token; it names whom the page of the dead link names, and nobody else."""
    await name_coordinator_behind(request, token)
    return signing_page(request, "fresh_link_asked")


@route("signing.fresh_link.request")
async def request_fresh_link(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Ask for a fresh link from inside a session, also where its link answers nothing any more."""
    given = await posted(request)
    opened = await _opened(request)
    check_form_token(session_token(request, "signing"), given.get("form_token"))
    requests.check_for(opened.link.token_hash)
    await ask_by_hash(opened.link.token_hash)
    return redirect("signing.fresh_link.asked", lang=language)


@route("signing.fresh_link.asked")
async def show_asked(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:  # noqa: ARG001
    """Say where a fresh link would go, and whom the holder of the session can ask."""
    await _opened(request)
    await name_coordinator_of_visit(request)
    return signing_page(request, "fresh_link_asked")


async def _opened(request: AnyRequest) -> Opened:
    """Return what the session opens, also if its link answers nothing any more."""
    session = session_token(request, "signing")
    opened = await session_opens(session) if session else None
    if opened is None:
        raise SessionOver
    return opened


@route("signing.link_end.new")
async def new_link_end(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show what ending the private links means, with the button for it."""
    async with database.reading():
        visit = await enter(request)
        scene = await scene_of(visit.opened)
    back = url_for("signing.text.show", lang=language)
    return signing_page(request, "link_end", scene=scene, form_token=visit.form_token, back_url=back)


@route("signing.link_end.create")
async def end_link(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:  # noqa: ARG001
    """End the private links of the signer, and the session."""
    given = await posted(request)
    visit = await enter(request)
    visit.check_form(given)
    await end_own_links(visit.opened, visit.session)
    return leave(request, visit.session, "signing.link_end.show")


@route("signing.link_end.show")
async def show_link_end(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:  # noqa: ARG001
    """Say that the links open nothing any more; the session is over."""
    await name_coordinator_after(request)
    return signing_page(request, "link_ended")
