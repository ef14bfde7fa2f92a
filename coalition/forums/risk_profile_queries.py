"""Reading the risk profile of a forum (for rules; not public)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import is_postgres, prepared
from coalition.forums.tables import Forum, RiskProfile

if TYPE_CHECKING:
    from piccolo.query import Select


async def risk_profile_of(forum_id: int) -> RiskProfile:
    """Return the risk profile of a forum."""
    [row] = await _risk_profile(forum_id)
    return RiskProfile(row["risk_profile"])


@prepared
def _risk_profile(forum_id: int) -> Select[Forum]:
    return Forum.select(Forum.risk_profile).where(Forum.id == forum_id)


async def locked_risk_profile(forum_id: int) -> RiskProfile | None:
    """Return the risk profile of a forum, which nobody else changes until the transaction ends; None if there is no such forum."""
    rows = await _locked_risk_profile(forum_id)
    return RiskProfile(rows[0]["risk_profile"]) if rows else None


@prepared
def _locked_risk_profile(forum_id: int) -> Select[Forum]:
    query = Forum.select(Forum.risk_profile).where(Forum.id == forum_id)
    return query.lock_rows("NO KEY UPDATE") if is_postgres() else query


async def profile_of_forum(forum_id: int | None) -> RiskProfile:
    """Return the risk profile that a memorandum has by its forum: without a forum it is open."""
    return await risk_profile_of(forum_id) if forum_id else RiskProfile.OPEN
