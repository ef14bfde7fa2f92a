"""Reading the revisions of wordings (for those who work on a memorandum)."""

from __future__ import annotations

from coalition.database import among, one_row
from coalition.memoranda.tables import Revision
from coalition.people.tables import Coordinator
from coalition.text.blocks import RULES


async def has_revision(wording_id: int, number: int) -> bool:
    """Whether a wording has a revision with this number."""
    return await Revision.exists().where((Revision.wording == wording_id) & (Revision.number == number))


async def revision_of(wording_id: int, number: int) -> Revision | None:
    """Return a revision of a wording with its content, None if the wording has none with this number."""
    return await one_row(Revision, (Revision.wording == wording_id) & (Revision.number == number))


async def names_of_savers(wording_id: int, after: int) -> set[str]:
    """Return the names of those who saved a wording after a revision; "" for a revision of nobody who signs in."""
    later = (Revision.wording == wording_id) & (Revision.number > after)
    ids = {row["coordinator"] for row in await Revision.select(Revision.coordinator).where(later)}
    known = await Coordinator.select(Coordinator.name).where(among(Coordinator.id, ids - {None}))
    return {row["name"] for row in known} | ({""} if None in ids else set())


async def divided_otherwise(limit: int) -> list[tuple[int, bytes]]:
    """Return the ids and the content of revisions that other rules divided last, or none (for the operation that divides them)."""
    others = (Revision.rules < RULES) | (Revision.rules > RULES)
    rows = await Revision.select(Revision.id, Revision.content).where(others).limit(limit)
    return [(row["id"], bytes(row["content"])) for row in rows]
