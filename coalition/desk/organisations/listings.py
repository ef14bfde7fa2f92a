"""The public register: listing an organisation after a look at its public page, taking it out, and confirming what is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.acts.unlisting import list_with_parts, unlist_organisation
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.approvals.queries import is_alone, waits_about
from coalition.desk.approvals.approvals import code_of
from coalition.desk.desk_pages import checked, desk_page, done, person_of
from coalition.desk.organisations.merging import MERGING_REFUSALS
from coalition.desk.organisations.organisations import known_organisation
from coalition.desk.paging import PAGE, asked_in
from coalition.desk.public_previews import preview_of_listing
from coalition.desk.refusals import refusal
from coalition.desk.ticks import MOST_TICKED, only_shows, show_list, ticks_in
from coalition.fields import InvalidForm
from coalition.forums.queries import forums_of
from coalition.organisations import queries
from coalition.organisations.errors import IsMerged
from coalition.organisations.forms import ListingForm
from coalition.organisations.listing import confirm_listings, reason_words
from coalition.organisations.listing_queries import unconfirmed, unconfirmed_count
from coalition.organisations.merged_queries import is_one_at_risk
from coalition.organisations.tables import Organisation
from coalition.organisations.visible_queries import Viewer
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

_EDIT = "desk/listings/edit.html"


@route("desk.listing.edit")
async def edit_listing(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Show whether an organisation is listed, and the form that changes it."""
    return await _page(request, await known_organisation(organisation))


@route("desk.listing.create")
async def create_listing(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """List an organisation once the person has seen its public page."""
    row, given = await known_organisation(organisation), await checked(request, lists=("forums",))
    try:
        reason, forums = ListingForm.parse(given, ignore_unknown=True).listing_reason, await _forum_ids(row, given)
        preview = await preview_of_listing(given, row.slug, lambda: _list(row, reason, forums))
        if preview:
            return await _page(request, row, values=given, preview=preview)
        made = await changing.list_publicly(row, reason, person_of(request), forums)
    except (InvalidForm, AlreadyAsked, NobodyToApprove, IsMerged) as problem:
        return await _page(request, row, values=given, **refusal(request, problem, MERGING_REFUSALS))
    return done(request, "desk.listing.edit", code_of(made, "listed"), organisation=row.slug)


async def _list(row: Organisation, reason: str, forums: list[int]) -> None:
    """List an organisation, as a second coordinator may still have to approve: only to show what that leads to."""
    await list_with_parts(row, reason, forums, approved=True)


async def _forum_ids(row: Organisation, given: Mapping[str, Any]) -> list[int]:
    """Return the ids of the chosen forums; none for an organisation at risk, whose parts are shown one by one."""
    async with database.reading():
        forums = {} if await is_one_at_risk([row.id]) else {forum.slug: forum.id for _, forum in await forums_of(row.id, Viewer.COORDINATOR)}
    return [forums[slug] for slug in dict.fromkeys(given["forums"]) if slug in forums]


@route("desk.listing.remove")
async def remove_listing(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Take an organisation out of the public register."""
    row, given = await known_organisation(organisation), await checked(request)
    try:
        await unlist_organisation(row, ListingForm.parse(given, ignore_unknown=True).listing_reason)
    except InvalidForm as problem:
        return await _page(request, row, values=given, **refusal(request, problem))
    return done(request, "desk.listing.edit", "unlisted", organisation=row.slug)


async def _page(request: AnyRequest, row: Organisation, **context: Any) -> Response[bytes]:
    async with database.reading():
        shown = await queries.view_of(row)
        public = {forum.slug for _, forum in await forums_of(row.id, Viewer.EVERYBODY)}
        forums = [(role, forum) for role, forum in await forums_of(row.id, Viewer.COORDINATOR) if forum.slug not in public]
        needs_two = await is_one_at_risk([row.id])
        waiting = await waits_about(f"organisation:{row.id}") if needs_two else 0
        alone = needs_two and await is_alone(person_of(request).id)
    facts: dict[str, Any] = {
        "needs_two": needs_two,
        "organisation": shown,
        "reason": reason_words(row.listing_reason),
        "confirmed": row.listing_confirmed,
    }
    return desk_page(request, _EDIT, section="organisations", forums=forums, waiting=waiting, is_alone=alone, **facts, **context)


@route("desk.listings.list")
async def list_listings(request: AnyRequest, ticked: FromQuery[str] = "") -> Response[bytes]:
    """Show the organisations whose listing no coordinator has confirmed yet, or those of them that words and a filter find."""
    asked = asked_in(request, "listed", sorts=("name_last",))
    order: dict[str, Any] = {"after": asked.after, "limit": PAGE, "descending": asked.sort == "name_last"}
    async with database.reading():
        page = await unconfirmed(language_of(request), asked.q, listed=asked.chosen("listed"), **order)
        total = await unconfirmed_count()
    shown = [(listing.organisation, reason_words(listing.reason)) for listing in page.listings]
    here = {f"{row.id}-{'yes' if row.listed else 'no'}" for row, _ in shown}
    context: dict[str, Any] = {"listings": shown, "total": total, "more": page.after, "asked": asked, "ticks_all": ticked == "all"}
    context |= {"ticked": (ticks := ticks_in(request)), "elsewhere": [tick for tick in ticks if tick not in here]}
    return desk_page(request, "desk/listings/list.html", section="organisations", **context)


@route("desk.listings.confirm")
async def confirm_list(request: AnyRequest) -> Response[bytes]:
    """Confirm what the person saw of the ticked organisations. Some buttons only show the list."""
    given = await checked(request, lists=("seen",))
    if only_shows(given):
        return show_list(request, "desk.listings.list", given, given["seen"])
    await confirm_listings(dict(_seen(str(value)) for value in given["seen"][:MOST_TICKED]))
    return done(request, "desk.listings.list", "confirmed")


def _seen(value: str) -> tuple[int, bool]:
    number, _, listed = value.partition("-")
    return number_in(number), listed == "yes"
