"""The parties to a memorandum: organisations whose signature of the edition in force, or of an edition it corrects, stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts import queries
from coalition.acts.act_kinds import BINDING
from coalition.acts.errors import NotAParty
from coalition.acts.histories import History, current_by_party, level_of
from coalition.memoranda import edition_queries

if TYPE_CHECKING:
    from coalition.acts.disclosure_levels import Level
    from coalition.memoranda.tables import Memorandum


async def standing_acts(memorandum_id: int) -> list[History]:
    """Return the last signature or support of each organisation, of any edition, if it stands (for operations only)."""
    acts = (await queries.acts_on([memorandum_id]))[memorandum_id]
    return [history for history in current_by_party(acts).values() if history.ended is None]


async def superseded_for(memorandum_id: int) -> frozenset[str]:
    """Return the digests of editions whose signatories are not signatories of the one in force."""
    today = clock.today()
    return (await edition_queries.superseded_digests([memorandum_id], today, today))[memorandum_id]


async def acting(memorandum_id: int) -> frozenset[int]:
    """Return the organisations whose signature or support of the edition in force stands: they need no invitation (for operations only)."""
    superseded = await superseded_for(memorandum_id)
    return frozenset(history.root.party for history in await standing_acts(memorandum_id) if history.root.digest not in superseded)


async def parties(memorandum_id: int) -> list[int]:
    """Return the organisations bound by the edition in force, including those that signed ad referendum (for operations only)."""
    return list(await levels_of_parties(memorandum_id))


async def levels_of_parties(memorandum_id: int) -> dict[int, Level]:
    """Return the disclosure level of each organisation of `parties`: it decides when a letter to it leaves (for operations only)."""
    superseded = await superseded_for(memorandum_id)
    histories = await standing_acts(memorandum_id)
    return {history.root.party: level_of(history) for history in histories if history.root.kind in BINDING and history.root.digest not in superseded}


async def bound_number(memorandum_id: int) -> int:
    """Return how many organisations are bound by the edition in force, named or not (for those who work on the memorandum)."""
    superseded = await superseded_for(memorandum_id)
    return sum(history.binds and history.root.digest not in superseded for history in await standing_acts(memorandum_id))


async def check_party(memorandum: Memorandum, organisation_id: int) -> None:
    """Refuse an organisation that is not bound by the edition in force.

    Raises:
        NotAParty: the organisation is not bound.

    """
    if organisation_id not in await parties(memorandum.id):
        raise NotAParty
