"""Reading objections to corrections, and whom a new edition concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.tables import Standing
from coalition.database import among
from coalition.editions.tables import CorrectionObjection
from coalition.invitations.tables import Invitation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piccolo.custom_types import Combinable


async def objections_to(correction_ids: Sequence[int]) -> list[CorrectionObjection]:
    """Return the objections to some corrections, oldest first (for those who work on the memorandum; a party sees only its own)."""
    concerned = among(CorrectionObjection.correction, correction_ids)
    return await CorrectionObjection.objects().where(concerned).order_by(CorrectionObjection.id)


async def to_ask_again(memorandum_id: int, digest: str, *, after: int, limit: int) -> list[int]:
    """Return the next organisations whose open invitation, or whose act that stands, is about another text (for operations)."""
    invited, standing = _about_another_text(memorandum_id, digest)
    ids: set[int] = set()
    for table, these in ((Invitation, invited), (Standing, standing)):
        query = table.select(table.organisation).where(these & (table.organisation > after)).order_by(table.organisation)
        ids.update(row["organisation"] for row in await query.limit(limit))
    return sorted(ids)[:limit]


async def number_to_ask_again(memorandum_id: int, digest: str) -> int:
    """Return about how many organisations `to_ask_again` returns: those that are both invited and standing count twice."""
    invited, standing = _about_another_text(memorandum_id, digest)
    return int(await Invitation.count().where(invited)) + int(await Standing.count().where(standing))


def _about_another_text(memorandum_id: int, digest: str) -> tuple[Combinable, Combinable]:
    """Return the conditions for invitations and for standing rows."""
    invited = (Invitation.memorandum == memorandum_id) & Invitation.answered_at.is_null() & (Invitation.digest != digest)
    standing = (Standing.memorandum == memorandum_id) & Standing.stands.eq(True) & (Standing.digest != digest)  # noqa: FBT003 -- a value of the column
    return invited, standing
