"""The members of a network: who joined, in which role, from when until when, and who may know of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.acts.changing_networks import add_members, change_membership, remove_membership
from coalition.addresses import url_for
from coalition.desk import rows
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.desk.final_steps import FinalStep, Subject, is_sure, record_page, try_out
from coalition.desk.paging import PAGE
from coalition.desk.public_previews import preview_of_network
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import SavedMeanwhile, both_versions, check_unchanged, with_mark
from coalition.desk.ways_of_choosing import ways_into_network
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.networks import queries
from coalition.networks.forms import MembersForm, MembershipChange
from coalition.networks.tables import UNKNOWN, Membership, NetworkRole
from coalition.organisations.queries import view_of, views_by_id
from coalition.organisations.tables import Organisation
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.desk.public_previews import Preview

_SHOW, _EDIT = "desk/networks/show.html", "desk/networks/edit.html"
_BLANK = {"organisation": "", "role": NetworkRole.MEMBER.value}
_FIELDS = ("organisation", "role", "from", "until", "source", "public")
_REMOVING = FinalStep(
    Message("Remove the membership"),
    [Message("This is for what was entered by mistake. Whoever left is given the day of leaving instead, and stays on record.")],
    Message("Nothing brings it back. That it was removed, by whom and when, stays on record."),
    Message("Remove it"),
)


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
        members = MembersForm.parse({"organisations": [_fields_of(member) for member in await rows.resolved(typed)]}).organisations
        change, slugs = partial(add_members, row, members), [member.organisation for member in members]
        if preview := await preview_of_network(given, row, change, slugs, language_of(request)):
            return await _page(request, row, preview=preview, **shown)
        await change()
    except InvalidForm as problem:
        return await _page(request, row, **shown, **refusal(request, problem))
    return done(request, "desk.network.show", "added", network=row.slug)


def _fields_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a membership; the tick says that it ended on a day that is not known."""
    ended = {"until": UNKNOWN} if given.get("left") and not str(given.get("until", "")).strip() else {}
    return {name: given[name] for name in _FIELDS if name in given} | ended


@route("desk.membership.edit")
async def edit_membership(request: AnyRequest, network: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show a membership."""
    row = await known_network(network)
    return desk_page(request, _EDIT, **await _record(row, await _membership(row, number)))


async def _record(network: Organisation, membership: Membership) -> dict[str, Any]:
    async with database.reading():
        views = await views_by_id([network.id, membership.member])
    until = membership.until or ""
    values = {"role": membership.role, "from": membership.since or "", "until": "" if until == UNKNOWN else until, "source": membership.source}
    values |= {"left": "yes" if until == UNKNOWN else "", "public": "yes" if membership.public else "no"}
    shown: dict[str, Any] = {"section": "organisations", "network": views[network.id], "member": views[membership.member]}
    return shown | {"number": membership.id, "values": with_mark(values)}


@route("desk.membership.update")
async def update_membership(request: AnyRequest, network: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Change a membership once the person has seen what everybody will see."""
    row, given = await known_network(network), await checked(request)
    membership = await _membership(row, number)
    record = await _record(row, membership)
    try:
        preview = await _change_if_seen(request, row, membership, record, given)
    except SavedMeanwhile:
        return desk_page(request, _EDIT, **record | both_versions(request, given, record["values"]))
    except InvalidForm as problem:
        return invalid_page(request, _EDIT, problem, **record | {"values": given})
    if preview:
        return desk_page(request, _EDIT, **record | {"values": given, "preview": preview})
    return done(request, "desk.network.show", "saved", network=row.slug)


async def _change_if_seen(
    request: AnyRequest, network: Organisation, membership: Membership, record: Mapping[str, Any], given: Mapping[str, Any]
) -> Preview | None:
    """Change a membership, or return what everybody will see if the person has not seen it yet."""
    change = partial(change_membership, network, membership, MembershipChange.parse(_fields_of(given)))
    check_unchanged(given, record["values"])
    preview = await preview_of_network(given, network, change, [record["member"].slug], language_of(request))
    if preview is None:
        await change()
    return preview


@route("desk.membership.remove")
async def delete_membership(request: AnyRequest, network: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remove a membership that was entered by mistake; a page asks first."""
    row, given = await known_network(network), await checked(request)
    membership = await _membership(row, number)
    record = await _record(row, membership)
    back = url_for("desk.membership.edit", lang=language_of(request), network=row.slug, number=membership.id)
    subject = Subject(record["member"].primary.language, record["member"].primary.name, "organisations", back)
    change = partial(remove_membership, row, membership)
    try:
        if not is_sure(given):
            await try_out(change)
            return record_page(request, subject, _REMOVING, given)
        await change()
    except InvalidForm as problem:
        return record_page(request, subject, _REMOVING, given, possible=False, **refusal(request, problem))
    return done(request, "desk.network.show", "removed", network=row.slug)


async def _membership(network: Organisation, number: str) -> Membership:
    row = await queries.by_id(network.id, number_in(number))
    if row is None:
        raise NotFoundException
    return row


async def known_network(slug: str) -> Organisation:
    """Return a network of the register.

    Raises:
        NotFoundException: there is none.

    """
    row = await queries.network_by_slug(slug)
    if row is None:
        raise NotFoundException
    return row
