"""The parties to a memorandum: organisations whose signature of the edition in force, or of an edition it corrects, stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts import standing_queries
from coalition.acts.act_kinds import BINDING
from coalition.acts.errors import NotAParty
from coalition.acts.standing_count_queries import bound_number
from coalition.acts.tables import Shown
from coalition.memoranda import edition_queries
from coalition.memoranda.edition_chains import superseded

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


async def superseded_for(memorandum_id: int) -> frozenset[str]:
    """Return the digests of editions whose signatories are not signatories of the one in force."""
    today = clock.today()
    return superseded(await edition_queries.fixed_editions(memorandum_id), today, today)


async def parties(memorandum_id: int, *, after: int, limit: int) -> dict[int, bool]:
    """Return the next organisations bound by the edition in force, or that signed it ad referendum, and whether each is named (for operations).

    They are in the order of their ids, those `after` one; each has one act that binds it.
    """
    rows = await standing_queries.parties(memorandum_id, after=after, limit=limit)
    return {row["organisation"]: row["shown"] == Shown.NAMED for row in rows}


async def number_of_parties(memorandum_id: int) -> int:
    """Return how many organisations `parties` returns in all."""
    return await bound_number(memorandum_id, [kind.value for kind in BINDING])


async def check_party(memorandum: Memorandum, organisation_id: int) -> None:
    """Refuse an organisation that is not bound by the edition in force.

    Raises:
        NotAParty: the organisation is not bound.

    """
    if not await standing_queries.is_party(memorandum.id, organisation_id):
        raise NotAParty
