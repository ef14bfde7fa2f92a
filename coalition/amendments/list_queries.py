"""How many amendments there are, by provision, by round and by memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piccolo.query.functions import Count

from coalition.amendments.queries import matching, readable_by
from coalition.amendments.tables import Amendment, AmendmentState
from coalition.database import among

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.amendments.filters import AmendmentFilters
    from coalition.amendments.readers import Reader


async def numbers_by_provision(reader: Reader, filters: AmendmentFilters) -> dict[str, int]:
    """Return by provision how many amendments somebody may read that filters let through."""
    columns = (Amendment.provision, Count(alias="number"))
    rows = await Amendment.select(*columns).where(matching(reader, filters)).group_by(Amendment.provision)
    return {row["provision"]: row["number"] for row in rows}


async def provision_of(reader: Reader, number: int) -> str | None:
    """Return the key of the provision that an amendment is about; None if somebody may not read it."""
    rows = await Amendment.select(Amendment.provision).where(readable_by(reader) & (Amendment.number == number))
    return str(rows[0]["provision"]) if rows else None


async def numbers_in_round(reader: Reader, round_id: int) -> tuple[int, int]:
    """Return how many amendments of a round somebody may read, and how many of those are open."""
    columns = (Amendment.state, Count(alias="number"))
    rows = await Amendment.select(*columns).where(readable_by(reader) & (Amendment.round == round_id)).group_by(Amendment.state)
    numbers = {row["state"]: row["number"] for row in rows}
    return sum(numbers.values()), numbers.get(AmendmentState.SUBMITTED.value, 0)


async def open_counts(memorandum_ids: Iterable[int]) -> dict[int, int]:
    """Return by memorandum how many amendments wait for a decision (for those who work on these memoranda)."""
    these = among(Amendment.memorandum, memorandum_ids) & (Amendment.state == AmendmentState.SUBMITTED.value)
    rows = await Amendment.select(Amendment.memorandum, Count(alias="number")).where(these).group_by(Amendment.memorandum)
    return {row["memorandum"]: row["number"] for row in rows}
