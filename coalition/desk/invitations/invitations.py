"""Inviting organisations; each link is shown once, on the page after the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.acts.errors import OnlyParticipants, WindowClosed
from coalition.desk.desk_pages import checked, own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.forums.tables import ForumRole
from coalition.invitations import inviting
from coalition.invitations.chase_queries import states_of
from coalition.invitations.forms import InvitingForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.errors import NotAuthenticated, WithdrawnFromPublic
from coalition.memoranda.tables import Memorandum
from coalition.organisations import queries as organisations
from coalition.organisations.views import by_name
from coalition.organisations.visible_queries import Viewer
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.invitations.letters import Invited
    from coalition.organisations.views import OrganisationView


MOST_FOUND = 30

_RULES: dict[type[CoalitionError], Message] = {
    NotAuthenticated: Message("Adopt the text first: nobody can be invited to sign a text that is not fixed."),
    WindowClosed: Message("It is closed for signature; nobody can be invited any more."),
}


@route("desk.invitations.new")
async def new_invitations(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Offer the participants of the forum, and a search for others."""
    return await _page(request, await own_memorandum(request, memorandum))


@route("desk.invitations.create")
async def create_invitations(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Search for more organisations without losing the chosen ones, or invite the chosen ones."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("organisations",))
    chosen = [str(slug) for slug in given["organisations"]]
    if given.get("step") == "find":
        return await _page(request, row, chosen=chosen, q=str(given.get("q", ""))[:200])
    try:
        made = await inviting.invite(row, InvitingForm.parse({"organisations": chosen, "send": given.get("send") == "yes"}))
    except (InvalidForm, NotAuthenticated, OnlyParticipants, WindowClosed, WithdrawnFromPublic) as problem:
        return await _page(request, row, chosen=chosen, **refusal(request, problem, _RULES))
    return await _links(request, row, made)


async def _page(
    request: AnyRequest, row: Memorandum, *, status: int = 200, chosen: Sequence[str] | None = None, q: str = "", **context: Any
) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        parts = await forums.parts_at(row.forum, Viewer.COORDINATOR) if row.forum else []
        matches = (await organisations.page_by_name(q, language=language_of(request), limit=MOST_FOUND)).organisations if q else []
        others = await _named(chosen or (), language_of(request))
        offered = {listed.id: listed.slug for listed in (*(part.organisation for part in parts), *matches, *others)}
        contacts = await organisations.contacts_of(offered)
        states = await states_of(row.id, offered)
    answered = {offered[party]: state for party, state in states.items() if state != "revoked"}
    present = {part.organisation.slug: part.organisation for part in parts if part.role != ForumRole.OBSERVER}
    participants = by_name(present.values(), language_of(request))
    if chosen is None:
        chosen = [organisation.slug for organisation in participants if organisation.slug not in answered]
    here = {organisation.slug for organisation in participants}
    shown = {"part": "signatories", "participants": participants, "answered": answered, "chosen": set(chosen), "q": q, "contacts": contacts}
    besides = {organisation.slug: organisation for organisation in (*others, *matches) if organisation.slug not in here}
    shown["matches"] = by_name(besides.values(), language_of(request))
    return workbench_page(request, view, "desk/invitations/new.html", status=status, **shown, **context)


async def _named(slugs: Iterable[str], language: str) -> list[OrganisationView]:
    return by_name((await organisations.views_by_slug(slugs)).values(), language)


async def _links(request: AnyRequest, row: Memorandum, made: Sequence[Invited]) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        named = await _named((invited.organisation for invited in made), language_of(request))
    by_slug = {invited.organisation: invited for invited in made}
    lines = [(organisation, by_slug[organisation.slug]) for organisation in named]
    return workbench_page(request, view, "desk/invitations/created.html", part="signatories", lines=lines)
