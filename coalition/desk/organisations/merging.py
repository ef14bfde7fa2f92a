"""Merging an entry of the register into another one after a look at both, and undoing that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath, FromQuery

from coalition import database, trail
from coalition.approvals.changing import merge_entries, undo_merging
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.desk import rows
from coalition.desk.approvals.approvals import REFUSALS, code_of
from coalition.desk.desk_pages import checked, desk_page, done, person_of
from coalition.desk.organisations.organisations import known_organisation
from coalition.desk.refusals import refusal
from coalition.duplicates.candidates import compared
from coalition.duplicates.errors import (
    BothActed,
    BothInvited,
    BothSeated,
    ChangeWaits,
    MergingNeedsApproval,
    NotMerged,
    SameEntry,
    UndoingOver,
    WouldBeHidden,
)
from coalition.duplicates.merging import can_be_undone, needs_approval
from coalition.duplicates.queries import mergers
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations import queries
from coalition.organisations.errors import IsMerged
from coalition.organisations.likely_duplicates import record_contacts_shown
from coalition.organisations.merged_queries import is_one_at_risk, merging_in_force
from coalition.organisations.pair_queries import are_different, pair_of
from coalition.trail import TrailAct
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.organisations.tables import Merging, Organisation

MERGING_REFUSALS: Mapping[type[CoalitionError], Message] = {
    **REFUSALS,
    IsMerged: Message("It is merged into another entry already."),
    SameEntry: Message("These are one entry, or one is merged into the other already."),
    WouldBeHidden: Message(
        "The entry that would remain is not in the public register, and the other one is. Merge the other way round, or list it first."
    ),
    BothActed: Message(
        "An act of each stands on the same memorandum: one that you work on, or whose public list names both. One has to end before they are merged."
    ),
    BothInvited: Message(
        "On a memorandum that you work on each is invited, or one is and the other has acted. Take back an invitation before they are merged."
    ),
    BothSeated: Message(
        "Both have a seat in an open round of a text that you work on. Close it, or wait until it is closed, before they are merged."
    ),
    ChangeWaits: Message("A change of one of them waits for approval. Decide it first."),
    MergingNeedsApproval: Message("One of them is at risk: two coordinators have to agree."),
    NotMerged: Message("It is not merged into another entry."),
    UndoingOver: Message("It was merged more than thirty days ago, so it cannot be undone."),
}


@route("desk.merging.new")
async def new_merging(request: AnyRequest, organisation: FromPath[str], remaining: FromQuery[str] = "") -> Response[bytes]:
    """Show two entries side by side and what merging them does; or, of an entry that is merged, when that was and whether it can be undone."""
    row = await known_organisation(organisation)
    if row.merged_into:
        return await _merged_page(request, row)
    try:
        other = await _entry(remaining) if remaining else None
    except InvalidForm as problem:
        return await _page(request, row, None, values={"remaining": remaining}, **refusal(request, problem))
    return await _page(request, row, other)


@route("desk.merging.create")
async def create_merging(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Merge an entry into another one, or ask another coordinator to agree."""
    row, given = await known_organisation(organisation), await checked(request)
    other = await known_organisation(str(given.get("remaining", "")))
    try:
        made = await merge_entries(row, other, person_of(request))
    except (InvalidForm, AlreadyAsked, NobodyToApprove, *_OF_MERGING) as problem:
        return await _page(request, row, other, **refusal(request, problem, MERGING_REFUSALS))
    return done(request, "desk.organisation.edit", code_of(made, "merged"), organisation=other.slug)


_OF_MERGING = (IsMerged, SameEntry, WouldBeHidden, BothActed, BothInvited, BothSeated, ChangeWaits)


@route("desk.merging.remove")
async def remove_merging(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Undo the merging of an entry, or ask another coordinator to agree."""
    row = await known_organisation(organisation)
    await checked(request)
    try:
        made = await undo_merging(row, person_of(request))
    except (NotMerged, UndoingOver, AlreadyAsked, NobodyToApprove) as problem:
        show = _merged_page(request, row, **refusal(request, problem, MERGING_REFUSALS)) if row.merged_into else _page(request, row, None)
        return await show
    return done(request, "desk.organisation.edit", code_of(made, "merging_undone"), organisation=row.slug)


async def _entry(typed: str) -> Organisation:
    """Return the entry that a person means, by its address name or by a name that no other has.

    Raises:
        InvalidForm: as `slug_in`.

    """
    return await known_organisation(await rows.slug_in({"remaining": typed}, "remaining"))


async def _page(request: AnyRequest, row: Organisation, other: Organisation | None, **context: Any) -> Response[bytes]:
    async with database.reading():
        shown = await queries.view_of(row)
        pair = await compared(person_of(request).id, row.id, other.id) if other and other.id != row.id else None
        different = await are_different(pair_of(row.id, other.id)) if other and pair else False
    if pair:
        await record_contacts_shown(pair.shown_contacts)
    facts: dict[str, Any] = {"organisation": shown, "pair": pair, "other": other, "different": different}
    facts |= {"asks_approval": bool(other and await needs_approval(row, other))}
    return desk_page(request, "desk/merging/new.html", section="organisations", **facts, **context)


async def _merged_page(request: AnyRequest, row: Organisation, **context: Any) -> Response[bytes]:
    if row.at_risk:
        await trail.record_reading(TrailAct.CONTACTS_READ, f"organisation:{row.id}")
    async with database.reading():
        views = await queries.views_by_id([row.id, row.merged_into])
        merging: Merging | None = await merging_in_force(row.id)
        by = await mergers([merging.id]) if merging else {}
        contacts = await queries.contacts_of_one(row.id)
    facts: dict[str, Any] = {"organisation": views[row.id], "remaining": views[row.merged_into], "contacts": contacts}
    if merging:
        facts |= {"merged_at": merging.merged_at, "by": by[merging.id], "undoable": can_be_undone(merging.merged_at)}
        facts |= {"asks_approval": await is_one_at_risk([row.id])}
    return desk_page(request, "desk/merging/show.html", section="organisations", **facts, **context)
