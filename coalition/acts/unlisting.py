"""The public register and acts: what a public act names is listed, and what public outputs name is not taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.acts import queries
from coalition.acts.changing_names import change_names
from coalition.acts.hiding_relations import hide_because_of_risk, hide_relations_of
from coalition.acts.standing_queries import named_and_unlisted
from coalition.acts.withheld_numbers import names_stay_hidden
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.forums.parts import show_parts_of
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.publication import when_published
from coalition.networks.queries import has_members
from coalition.notices.issuing import remove_mentions
from coalition.notices.queries import mentioning
from coalition.organisations import registering
from coalition.organisations.listing import ListingNeedsApproval, list_by_act, list_organisation, take_out
from coalition.organisations.merged_queries import entries_merged_into
from coalition.organisations.queries import lock, lock_lists
from coalition.organisations.tables import OrganisationKind
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Collection

    from coalition.organisations.forms import OrganisationChange
    from coalition.organisations.tables import Organisation


@when_published
async def _list_named_parties(memorandum_id: int) -> None:
    """List the organisations that the acts on a memorandum name, when it becomes public."""
    for organisation in await named_and_unlisted(memorandum_id):
        await list_by_act(organisation)


async def check_unlisting(organisation: Organisation) -> None:
    """Refuse to take an organisation out of the public register while a public output names it.

    Raises:
        InvalidForm: a public act or the rules of a memorandum name it.

    """
    if await queries.public_acts_of(organisation.id):
        raise InvalidForm({"listed": Message("A public act names it, so it stays in the public register. Hide its name on the act first.")})
    if await queries.is_effect_party(organisation.id):
        raise InvalidForm({"listed": Message("The rules of a memorandum name it, so it stays in the public register.")})
    if any(entry.organisation.listed for entry in (await entries_merged_into([organisation.id])).get(organisation.id, ())):
        raise InvalidForm({"listed": Message("An entry in the public register is merged into it. Take that one out first, or undo the merging.")})


async def list_with_parts(organisation: Organisation, reason: str, forum_ids: Collection[int], *, approved: bool = False) -> None:
    """List an organisation in the public register, with the reason, and show its parts in some forums.

    Raises:
        ListingNeedsApproval, IsMerged: as `list_organisation`.
        InvalidForm: with its part shown, a published number would single out hidden names.

    """
    async with names_stay_hidden("forums"):
        await list_organisation(organisation, reason, approved=approved)
        await show_parts_of(organisation.id, forum_ids)


async def unlist_organisation(organisation: Organisation, reason: str) -> None:
    """Take an organisation out of the public register, with the reason.

    Its parts in forums, its memberships, and that it is a partner, are not public any more.

    Raises:
        InvalidForm: as `check_unlisting`, or a published number would single out hidden names.

    """
    async with names_stay_hidden("listed"):
        await lock([organisation.id])  # whoever signs for it now is waited for, or lists it again
        await check_unlisting(organisation)
        await hide_relations_of(organisation.id)
        await _remove_mentions(organisation.slug)
        await take_out(organisation, reason)


async def _remove_mentions(slug: str) -> None:
    """Delete an organisation from the notifications that mention it, as a successor for instance: they can only show less."""
    notifications = await mentioning(slug)
    await remove_mentions(slug, await memoranda.views_of(notification.memorandum for notification in notifications))


async def amend_organisation(
    organisation: Organisation, change: OrganisationChange, *, names_were_shown: bool = False, approved: bool = False
) -> None:
    """Change an organisation, and whether it is listed if the form says so.

    If it is marked as at risk, its parts in forums, its memberships, and that it is a partner, are not public any more.

    Raises:
        LooksAlike, RiskNeedsApproval: as `registering.amend`.
        ListingNeedsApproval: it is at risk and would be listed, and no second coordinator `approved` that.
        NamesOnRecord: as `change_names`.
        InvalidForm: as `check_unlisting`, or a network with members would be none any more.

    """
    async with transaction():
        if change.listed is False:
            await lock_lists()
        await _check_kind(organisation, change)
        if await change_names(organisation, change):
            await trail.record(TrailAct.NAME_CORRECTED, f"organisation:{organisation.id}")
        await registering.amend(organisation, change, names_were_shown=names_were_shown, approved=approved)
        await hide_because_of_risk(organisation, change)
        if change.listed is None or change.listed == organisation.listed:
            return
        if not change.listed:
            await unlist_organisation(organisation, change.listing_reason)
        elif change.at_risk and not approved:
            raise ListingNeedsApproval
        else:
            await list_organisation(organisation, change.listing_reason, approved=approved)


async def _check_kind(organisation: Organisation, change: OrganisationChange) -> None:
    if organisation.kind == OrganisationKind.NETWORK and change.kind not in {None, OrganisationKind.NETWORK} and await has_members(organisation.id):
        raise InvalidForm({"kind": Message("It has members on record, so it stays a network.")})
