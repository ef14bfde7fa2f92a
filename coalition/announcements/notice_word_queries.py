"""The condition that a word finds a notification: by what everybody may know now of its memorandum and of its party."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from piccolo.columns.combination import WhereRaw

from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices.tables import Notification
from coalition.organisations.visible_queries import slugs_called
from coalition.search.queries import matching
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

_BARE = re.compile(r"\d{1,7}", re.ASCII)
_NAMED = WhereRaw(
    "EXISTS (SELECT 1 FROM standing JOIN memorandum ON memorandum.id = standing.memorandum"
    " JOIN organisation ON organisation.id = standing.organisation WHERE standing.shown = 'named'"
    " AND memorandum.slug = notification.memorandum AND organisation.slug = notification.organisation)"
)


def says(word: str) -> Combinable:
    """Return the condition that a word is of a name of the memorandum or of the party, as everybody may know them now, or is the number."""
    public = (Memorandum.publicity == Publicity.PUBLIC.value) & matching(Kind.PUBLIC_MEMORANDUM, Memorandum.id, word)
    of_text: Combinable = Notification.memorandum.is_in(Memorandum.select(Memorandum.slug).where(public))
    of_party = Notification.organisation.is_in(slugs_called(word)) & _NAMED
    return of_text | of_party | (Notification.number == int(word)) if _BARE.fullmatch(word) else of_text | of_party
