"""The members of a network: the list of those who joined, in which role, from when until when, and a form for new ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.acts.changing_networks import add_members
from coalition.desk import rows
from coalition.desk.desk_pages import checked, desk_page, done
from coalition.desk.paging import PAGE
from coalition.desk.public_previews import preview_of_network
from coalition.desk.refusals import refusal
from coalition.desk.ways_of_choosing import ways_into_network
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.networks import queries
from coalition.networks.forms import MembersForm
from coalition.networks.tables import UNKNOWN, NetworkRole
from coalition.organisations.queries import view_of
from coalition.organisations.tables import Organisation
from coalition.saved_states import RemovedMeanwhile
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOW = "desk/networks/show.html"
_BLANK = {"organisation": "", "role": NetworkRole.MEMBER.value}
_REMOVED = Message(
    "Somebody removed this membership while you had it open. Nothing is saved: what you typed stands below as a new one, which you can add."
)
_FIELDS = ("organisation", "role", "from", "until", "source", "public")


@route("desk.network.show")
async def show_network(request: AnyRequest, network: FromPath[str], q: FromQuery[str] = "", after: FromQuery[str] = "") -> Response[bytes]:
    """Show a page of the members of a network, or of those with a name like the text that is looked for, and a form for new ones."""
    return await _page(request, await known_network(network), q.strip(), after)


async def _page(request: AnyRequest, row: Organisation, q: str = "", after: str = "", **context: Any) -> Response[bytes]:
    language = language_of(request)
    async with database.reading():
        network = await view_of(row)
        page = await queries.desk_page_of_members(row.id, q, language=language, after=after, limit=PAGE)
        ways, hidden = await ways_into_network(row, language), await queries.number_not_shown(row.id)
    shown: dict[str, Any] = {"network": network, "members": page.members, "more": page.after, "q": q, "after": after, "ways": ways, "hidden": hidden}
    shown |= {"rows": [_BLANK] * 3, "values": {}}
    return desk_page(request, _SHOW, section="organisations", **shown | context)


@route("desk.memberships.create")
async def create_memberships(request: AnyRequest, network: FromPath[str]) -> Response[bytes]:
    """Add members once the person has seen what everybody will see."""
    row, given = await known_network(network), await checked(request)
    typed = rows.filled(given, "organisations")
    shown: dict[str, Any] = {"rows": [*typed, _BLANK], "values": given}
    try:
        members = MembersForm.parse({"organisations": [membership_in(member) for member in await rows.resolved(typed)]}).organisations
        change, slugs = partial(add_members, row, members), [member.organisation for member in members]
        if preview := await preview_of_network(given, row, change, slugs, language_of(request)):
            return await _page(request, row, preview=preview, **shown)
        await change()
    except InvalidForm as problem:
        return await _page(request, row, **shown, **refusal(request, problem))
    return done(request, "desk.network.show", "added", network=row.slug)


async def page_of_removed(request: AnyRequest, row: Organisation, given: Mapping[str, Any]) -> Response[bytes]:
    """Show what was typed in the form of a membership that somebody removed meanwhile, as a new one that is not saved yet (409)."""
    problem = refusal(request, RemovedMeanwhile(), {RemovedMeanwhile: _REMOVED})
    return await _page(request, row, rows=[membership_in(given), _BLANK], values={}, **problem)


def membership_in(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a membership; the tick says that it ended on a day that is not known."""
    ended = {"until": UNKNOWN} if given.get("left") and not str(given.get("until", "")).strip() else {}
    return {name: given[name] for name in _FIELDS if name in given} | ended


async def known_network(slug: str) -> Organisation:
    """Return a network of the register.

    Raises:
        NotFoundException: there is none.

    """
    row = await queries.network_by_slug(slug)
    if row is None:
        raise NotFoundException
    return row
