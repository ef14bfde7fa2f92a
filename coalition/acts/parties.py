"""The parties to a text: whose signature of the edition in force, or of one it corrects, stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts import queries
from coalition.acts.act_kinds import BINDING
from coalition.acts.errors import NotAParty
from coalition.acts.histories import History, current_by_party
from coalition.memoranda import edition_queries

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


async def standing_acts(memorandum_id: int) -> list[History]:
    """Return the signature or support of each organisation that stands, the last of whatever edition (for operations only)."""
    acts = (await queries.acts_on([memorandum_id]))[memorandum_id]
    return [one for one in current_by_party(acts).values() if one.ended is None]


async def superseded_for(memorandum_id: int) -> frozenset[str]:
    """Return the digests of editions whose signatories are not signatories of the one in force."""
    today = clock.today()
    return (await edition_queries.superseded_digests([memorandum_id], today, today))[memorandum_id]


async def acting(memorandum_id: int) -> frozenset[int]:
    """Return the organisations whose signature or support of the edition in force stands: they have nothing to answer (for operations only)."""
    earlier = await superseded_for(memorandum_id)
    return frozenset(one.root.party for one in await standing_acts(memorandum_id) if one.root.digest not in earlier)


async def parties(memorandum_id: int) -> list[int]:
    """Return the organisations bound by the edition in force, a signature ad referendum included (for operations only)."""
    earlier = await superseded_for(memorandum_id)
    return [one.root.party for one in await standing_acts(memorandum_id) if one.root.kind in BINDING and one.root.digest not in earlier]


async def check_party(memorandum: Memorandum, organisation_id: int) -> None:
    """Refuse an organisation that is not bound by the edition in force.

    Raises:
        NotAParty: it is not.

    """
    if organisation_id not in await parties(memorandum.id):
        raise NotAParty
