"""Changing who is a member of a network, and who is shown there: refused while that would single out hidden signatories."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from coalition.acts.withheld_numbers import names_stay_hidden
from coalition.database import put, transaction
from coalition.fields import InvalidForm
from coalition.forums.organisation_choice_queries import slugs_without
from coalition.languages import Message
from coalition.networks import recording_members
from coalition.networks.forms import MOST_AT_ONCE, MembershipForm
from coalition.networks.member_choice_queries import without_membership
from coalition.networks.queries import is_invited, present_by_slug
from coalition.networks.tables import InvitedNetwork
from coalition.organisations.registering import register
from coalition.saved_states import check_base

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from coalition.forums.organisation_choice_queries import Choice
    from coalition.memoranda.tables import Memorandum
    from coalition.networks.forms import JoiningForm, MembershipChange, NetworkChange, NetworkForm
    from coalition.networks.tables import Membership
    from coalition.organisations.tables import Organisation


async def record_network(form: NetworkForm) -> Organisation:
    """Enter a network with its members.

    Raises:
        SlugTaken, LooksAlike, LikelyDuplicates, ContactKnown: as `organisations.registering.register`.
        InvalidForm: as `add_members`.

    """
    async with transaction():
        network = await register(form.entry)
        await add_members(network, form.members, field="members")
    return network


async def add_members(network: Organisation, given: Sequence[MembershipForm], *, field: str = "organisations") -> list[Membership]:
    """Add members to a network, and return their memberships; `field` is the list in the form that errors name.

    Raises:
        InvalidForm: as `recording_members.add_members`, or a published number would single out hidden names.

    """
    async with names_stay_hidden(field):
        return await recording_members.add_members(network, given, field=field)


async def change_membership(network: Organisation, membership: Membership, change: MembershipChange) -> None:
    """Change a membership: its role, its dates, or who may know of it.

    Raises:
        SavedMeanwhile, RemovedMeanwhile: somebody else did that after the person read it.
        InvalidForm: as `recording_members.change_membership`, or a published number would single out hidden names.

    """
    async with names_stay_hidden("public"):
        await recording_members.change_membership(network, membership, change)


async def remove_membership(network: Organisation, membership: Membership, base: str = "") -> None:
    """Remove a membership that was entered by mistake, as the person read it.

    Raises:
        SavedMeanwhile, RemovedMeanwhile: somebody else did that after the person read it.
        InvalidForm: a published number would single out hidden names.

    """
    async with names_stay_hidden(""):
        await recording_members.remove_membership(network, membership, base)


async def amend_network(network: Organisation, change: NetworkChange) -> None:
    """Change organisations that are members of a network now, add others, and remove those that never were.

    Raises:
        SavedMeanwhile: a membership is not what its change began with, or has ended since.
        InvalidForm: as the operations for one membership, or one that is to be removed is no member.

    """
    async with names_stay_hidden("members"):
        present = await present_by_slug(network.id)
        problems: dict[str, Message] = {}
        for at, form in enumerate(change.members):
            with _problems_of_row(problems, at):
                if form.organisation in present:
                    await recording_members.change_membership(network, present[form.organisation], form)
                else:
                    check_base(form.base, "")
                    await recording_members.add_members(network, [form], field="members")
        problems |= {f"removed/{at}": recording_members.NO_MEMBER for at, slug in enumerate(change.removed) if slug not in present}
        if problems:
            raise InvalidForm(problems)
        for slug in dict.fromkeys(change.removed):
            await recording_members.remove_membership(network, present[slug])


@contextmanager
def _problems_of_row(problems: dict[str, Message], at: int) -> Iterator[None]:
    """Add what the block refuses to the problems of a list, at the place of a row."""
    try:
        yield
    except InvalidForm as refused:
        problems |= {f"members/{at}/{field.removeprefix('members/0/')}": message for field, message in refused.problems.items()}


async def note_invited(memorandum: Memorandum, network_ids: Collection[int]) -> None:
    """Note that all members of some networks are invited to sign: their lists are then shown with the text.

    Raises:
        InvalidForm: a published number would single out hidden names.

    """
    async with names_stay_hidden("networks"):
        for number in network_ids:
            if not await is_invited(memorandum.id, number):
                await put(InvitedNetwork, memorandum=memorandum.id, network=number)


async def members_of_choice(
    network: Organisation, choice: Choice, form: JoiningForm, *, ticked: Collection[str] | None = None
) -> list[MembershipForm]:
    """Return the memberships of the chosen organisations that are no members of a network now, of 500 of them at once.

    `ticked` leaves out all others of them. Whether everybody may know of a membership is as for every new one.
    """
    slugs = await slugs_without(choice, without_membership(network.id), MOST_AT_ONCE)
    these = [slug for slug in slugs if ticked is None or slug in ticked]
    return [MembershipForm(organisation=slug, role=form.role, since=form.since) for slug in these]


async def let_join(network: Organisation, choice: Choice, form: JoiningForm, *, ticked: Collection[str] | None = None) -> None:
    """Make the organisations of `members_of_choice` members of a network.

    Raises:
        InvalidForm: as `add_members`, or none of those that are ticked is without a membership.

    """
    async with transaction():
        members = await members_of_choice(network, choice, form, ticked=ticked)
        if not members:
            raise InvalidForm({"organisations": Message("Tick at least one organisation that is no member yet.")})
        await add_members(network, members)
