"""One membership in a network: its role, its dates and who may know of it, and removing what was entered by mistake."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.acts.changing_networks import change_membership, remove_membership
from coalition.addresses import url_for
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.desk.final_steps import FinalStep, Subject, is_sure, record_page, try_out, typed_in
from coalition.desk.networks.members import known_network, membership_in, page_of_removed
from coalition.desk.public_previews import preview_of_network
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import MARK, both_versions, with_mark
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.networks import queries
from coalition.networks.forms import MembershipChange
from coalition.networks.tables import UNKNOWN, Membership
from coalition.organisations.queries import views_by_id
from coalition.organisations.tables import Organisation
from coalition.saved_states import RemovedMeanwhile, SavedMeanwhile
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.desk.public_previews import Preview

_EDIT = "desk/networks/edit.html"
_FIELDS = ("role", "from", "until", "left", "source", "public")
_REMOVING = FinalStep(
    Message("Remove the membership"),
    [Message("This is for what was entered by mistake. Whoever left is given the day of leaving instead, and stays on record.")],
    Message("Nothing brings it back. That it was removed, by whom and when, stays on record."),
    Message("Remove it"),
)


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
    return shown | {"number": membership.id, "values": with_mark(values, membership.base)}


@route("desk.membership.update")
async def update_membership(request: AnyRequest, network: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Change a membership once the person has seen what everybody will see."""
    row, given = await known_network(network), await checked(request)
    try:
        membership = await _membership(row, number, given)
        preview = await _change_if_seen(request, row, membership, given)
    except InvalidForm as problem:
        return invalid_page(request, _EDIT, problem, **await _record(row, membership) | {"values": given})
    except (SavedMeanwhile, RemovedMeanwhile):
        return await _as_it_is_now(request, row, number, given)
    if preview:
        return desk_page(request, _EDIT, **await _record(row, membership) | {"values": given, "preview": preview})
    return done(request, "desk.network.show", "saved", network=row.slug)


async def _change_if_seen(request: AnyRequest, network: Organisation, membership: Membership, given: Mapping[str, Any]) -> Preview | None:
    """Change a membership, or return what everybody will see if the person has not seen it yet."""
    fields = {name: given[name] for name in _FIELDS if name in given}
    change = partial(change_membership, network, membership, MembershipChange.parse({**membership_in(fields), "base": given.get(MARK)}))
    member = (await views_by_id([membership.member]))[membership.member]
    preview = await preview_of_network(given, network, change, [member.slug], language_of(request))
    if preview is None:
        await change()
    return preview


async def _as_it_is_now(request: AnyRequest, network: Organisation, number: str, given: Mapping[str, Any]) -> Response[bytes]:
    """Show what was typed, and what another person saved meanwhile (409)."""
    membership = await queries.by_id(network.id, number_in(number))
    if membership is None:
        return await page_of_removed(request, network, given)
    record = await _record(network, membership)
    return desk_page(request, _EDIT, **record | both_versions(request, given, record["values"]))


@route("desk.membership.remove")
async def delete_membership(request: AnyRequest, network: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remove a membership that was entered by mistake, as it was shown; a page asks first."""
    row, given = await known_network(network), await checked(request)
    change = partial(remove_membership, row, await _membership(row, number), str(given.get(MARK, "")))
    try:
        if not is_sure(given):
            await try_out(change)
            return record_page(request, await _subject(request, row, number), _REMOVING, given, typed=typed_in(given.items()))
        await change()
    except InvalidForm as problem:
        subject = await _subject(request, row, number)
        return record_page(request, subject, _REMOVING, given, typed=typed_in(given.items()), possible=False, **refusal(request, problem))
    except (SavedMeanwhile, RemovedMeanwhile):
        return await _as_it_is_now(request, row, number, given)
    return done(request, "desk.network.show", "removed", network=row.slug)


async def _subject(request: AnyRequest, network: Organisation, number: str) -> Subject:
    membership = await _membership(network, number)
    member = (await views_by_id([membership.member]))[membership.member].primary
    here = {"lang": language_of(request), "network": network.slug, "number": membership.id}
    return Subject(member.language, member.name, "organisations", url_for("desk.membership.edit", **here), url_for("desk.membership.update", **here))


async def _membership(network: Organisation, number: str, given: Mapping[str, Any] | None = None) -> Membership:
    """Return a membership of a network.

    Raises:
        NotFoundException: there is none.
        RemovedMeanwhile: there is none any more; `given` is the form in which it was shown.

    """
    row = await queries.by_id(network.id, number_in(number))
    if row is None:
        raise RemovedMeanwhile if given and given.get("organisation") else NotFoundException
    return row
