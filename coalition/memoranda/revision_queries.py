"""Reading the revisions of wordings (for those who work on a memorandum)."""

from __future__ import annotations

from coalition.memoranda.tables import Revision


async def has_revision(wording_id: int, number: int) -> bool:
    """Whether a wording has a revision with this number."""
    return await Revision.exists().where((Revision.wording == wording_id) & (Revision.number == number))


async def content_of(wording_id: int, number: int) -> bytes | None:
    """Return the packed content of a revision of a wording; None if there is no such revision."""
    rows = await Revision.select(Revision.content).where((Revision.wording == wording_id) & (Revision.number == number))
    return bytes(rows[0]["content"]) if rows else None
