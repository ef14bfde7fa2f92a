"""The lists of members that readers can compare with a text: those of the networks that are shown with it (for the rule of withheld names)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from piccolo.columns.combination import WhereRaw
from piccolo.query.functions import Count

from coalition.database import among
from coalition.networks.tables import UNKNOWN, InvitedNetwork, Membership
from coalition.organisations.queries import remaining_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

    from coalition.memoranda.tables import Memorandum


async def members_and_known(memorandum: Memorandum, known: Select[Any], also: Collection[int]) -> list[tuple[int, int]]:
    """Return for each network shown with a text of how many members the public reads, or read; and how many of them are known.

    A network is shown with a text if the text names or named it, or if all its members were invited. `known` is a query of ids, `also` are
    other known ids.
    """
    these = _once_shown_with(memorandum, known, also)
    members = await _by_network(these)
    by_name = Membership.member.is_in(known) | Membership.member.is_in(remaining_of(known)) | among(Membership.member, also)
    named = await _by_network(these & by_name) if members else {}
    return [(number, named.get(network, 0)) for network, number in members.items()]


def _once_shown_with(memorandum: Memorandum, known: Select[Any], also: Iterable[int]) -> Combinable:
    """Return the condition of the memberships that the public reads, or read, in the networks shown with a text, during its time."""
    invited = InvitedNetwork.select(InvitedNetwork.network).where(InvitedNetwork.memorandum == memorandum.id)
    with_text = Membership.network.is_in(known) | among(Membership.network, also) | Membership.network.is_in(invited)
    shown: Combinable = Membership.once_public.eq(True) & Membership.member.merged_into.is_null()  # noqa: FBT003 -- a value of the column
    return shown & with_text & _during(memorandum)


def _during(memorandum: Memorandum) -> Combinable:
    """Return the condition of the memberships that may have been at a time when the text could be signed.

    Whoever left before, or joined after it was closed, is no candidate for a hidden name; nor is, to be careful, who left on a day that is
    not known. A beginning that is not known may have been before.
    """
    those: Combinable = Membership.until.is_null()
    if memorandum.opens_on:
        day = memorandum.opens_on.isoformat()
        left_since = WhereRaw("until >= substr({}, 1, length(until))", day) & (Membership.until != UNKNOWN)
        those = those | left_since
    if last := memorandum.accession_ended_on if memorandum.accession_opened_on else memorandum.closes_on:
        those = those & (Membership.since.is_null() | (Membership.since <= last.isoformat()))
    return those


async def _by_network(these: Combinable) -> Mapping[int, int]:
    number = Count(distinct=[Membership.member], alias="n")
    rows = await Membership.select(Membership.network, number).where(these).group_by(Membership.network)
    return {row["network"]: row["n"] for row in rows}
