"""Reading the summaries of a memorandum; whoever may read the memorandum may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import prepared
from coalition.memoranda.tables import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.query import Select


async def summaries_of(memorandum_id: int) -> Mapping[str, str]:
    """Return the summaries of a memorandum by language, in the order in which they were first written."""
    return {row["language"]: row["text"] for row in await _summaries(memorandum_id)}


@prepared
def _summaries(memorandum_id: int) -> Select[Summary]:
    return Summary.select(Summary.language, Summary.text).where(Summary.memorandum == memorandum_id).order_by(Summary.id)
