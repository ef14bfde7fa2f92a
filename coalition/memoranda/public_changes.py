"""Which public pages change with a memorandum: nothing of one that is not public is on any page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.memoranda.happenings import less_is_known
from coalition.memoranda.tables import Publicity
from coalition.notices import page_subjects
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import MEMORANDA

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


async def record_changes(memorandum: Memorandum, *, published: bool = False) -> None:
    """Render the pages about a memorandum again, inside the caller's transaction: its texts, states or dates changed, or it was `published`."""
    if published or memorandum.publicity == Publicity.PUBLIC:
        linked = [memorandum.id, memorandum.successor] if memorandum.successor else [memorandum.id]
        await pages_change(MEMORANDA, *map(page_subjects.memorandum, linked))


async def acts_change(memorandum: Memorandum, *organisations: int) -> None:
    """Render the pages about the signatories of a memorandum again: public acts or statements of some organisations (ids) were added."""
    if memorandum.publicity == Publicity.PUBLIC:
        subjects = map(page_subjects.organisation, organisations)
        await pages_change(page_subjects.signatories(memorandum.id), *subjects)


async def less_is_shown(memorandum: Memorandum) -> None:
    """Stop serving every page that may show what everybody read of a memorandum until now, and sending letters that may say it."""
    await less_is_known(memorandum.id)
    if memorandum.publicity == Publicity.PUBLIC:
        await pages_change()
