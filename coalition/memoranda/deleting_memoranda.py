"""Deleting a memorandum that was begun by mistake, while nothing rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import is_referred_to, transaction
from coalition.errors import StillUsed
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.searched_memoranda import let_nobody_find
from coalition.memoranda.tables import Decision, Edition, Memorandum, MemorandumMember, Publicity, SigningState, TextState
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from piccolo.table import Table

_ITS_OWN: tuple[type[Table], ...] = (MemorandumMember, Edition, Decision)
_BEFORE_ADOPTION = {TextState.DRAFT.value, TextState.CIRCULATED.value, TextState.ABANDONED.value}
_NEVER_SHOWN = {Publicity.COORDINATORS.value, Publicity.EMBARGOED.value}


async def delete_memorandum(memorandum: Memorandum) -> None:
    """Delete a memorandum with its texts; its address name is free again.

    Raises:
        StillUsed: an edition was adopted, it was shown to others or opened, or anything but its texts, its members and decisions refers to it.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        if not is_only_a_draft(row) or await edition_queries.fixed_editions(row.id) or await is_referred_to(Memorandum, row.id, _ITS_OWN):
            raise StillUsed
        await Memorandum.delete().where(Memorandum.id == row.id)
        await let_nobody_find(row.id)
        await trail.record(TrailAct.MEMORANDUM_DELETED, f"memorandum:{row.id}")


def is_only_a_draft(memorandum: Memorandum | queries.MemorandumView) -> bool:
    """Whether no text of a memorandum was ever adopted, opened or shown to anybody but those who work on it."""
    is_draft = memorandum.text_state in _BEFORE_ADOPTION and not memorandum.historical
    return is_draft and memorandum.signing_state == SigningState.NOT_OPEN and memorandum.publicity in _NEVER_SHOWN
