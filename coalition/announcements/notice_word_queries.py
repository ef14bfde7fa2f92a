"""The condition that a word finds a notification: by what everybody may know now of its memorandum and of its party."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from piccolo.columns.combination import WhereRaw

from coalition.database import among
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices.tables import Notification
from coalition.organisations.visible_queries import is_called
from coalition.search.queries import found_if_few, tested_each
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

_BARE = re.compile(r"\d{1,7}", re.ASCII)
# With an OFFSET PostgreSQL asks for each notification that it reads; without one it makes a list of all named acts first.
_NAMED = WhereRaw(
    "EXISTS (SELECT 1 FROM standing JOIN memorandum ON memorandum.id = standing.memorandum"
    " JOIN organisation ON organisation.id = standing.organisation WHERE standing.shown = 'named'"
    " AND memorandum.slug = notification.memorandum AND organisation.slug = notification.organisation LIMIT 1 OFFSET 0)"
)


async def says(word: str) -> Combinable:
    """Return the condition that a word is of a name of the memorandum or of the party, as everybody may know them now, or is the number."""
    of_either = await _is_of_text(word) | await is_called(Notification.organisation, word) & _NAMED
    return of_either | (Notification.number == int(word)) if _BARE.fullmatch(word) else of_either


async def _is_of_text(word: str) -> Combinable:
    """Return the condition that a word is of a public memorandum; few are named, else that of each row that is read is tested."""
    ids = await found_if_few(Kind.PUBLIC_MEMORANDUM, word)
    of_row = (Memorandum.slug == Notification.memorandum) & tested_each(Kind.PUBLIC_MEMORANDUM, Memorandum.id, word)
    public = (Memorandum.publicity == Publicity.PUBLIC.value) & (of_row if ids is None else among(Memorandum.id, ids))
    return Notification.memorandum.is_in(Memorandum.select(Memorandum.slug).where(public))
