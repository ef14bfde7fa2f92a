"""Choosing notifications of the public list by words, year and kind; what is not public now is chosen by its number or its year only.

A word finds a notification by a name that everybody may know now: of its memorandum while that is public, of its party while it is listed
and named; or by the words of its kind, such as "signed". The notifications that are chosen are then read as everybody reads them, and
tombstones among them are left out.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.announcements.notice_verbs import kinds_saying
from coalition.announcements.notice_word_queries import says
from coalition.announcements.reading import announcements
from coalition.database import one_of
from coalition.memoranda.queries import views_of
from coalition.notices.page_subjects import MEMORANDA, REGISTER, depends_on
from coalition.notices.queries import latest
from coalition.notices.tables import NoticeKind, Notification
from coalition.organisations.names import name_for
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.search.match_marks import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piccolo.custom_types import Combinable

    from coalition.announcements.reading import Announcement
    from coalition.memoranda.queries import MemorandumView

_NUMBER = re.compile(r"(?:n\.)?(\d{1,7})[./](\d{4})", re.ASCII | re.IGNORECASE)


class NoticeFilter(Struct, frozen=True):
    """Which notifications are asked for; an empty value chooses all. `words` are of names, or a number such as N.3.2026."""

    words: Words = Words()
    year: int = 0
    kind: NoticeKind | None = None

    def __bool__(self) -> bool:
        """Whether it leaves notifications out."""
        return bool(self.words or self.year or self.kind)

    @property
    def number(self) -> tuple[int, int] | None:
        """The (year, number) that the words are, if they are the number of a notification."""
        match = _NUMBER.fullmatch(self.words.query.strip())
        return (int(match[2]), int(match[1])) if match else None

    @property
    def shows_tombstones(self) -> bool:
        """Whether nothing is asked for that a tombstone does not tell."""
        return self.kind is None and (not self.words or self.number is not None)

    async def condition(self) -> Combinable | None:
        """Return the condition on notifications; None if all of them fulfil it."""
        conditions: list[Combinable] = [Notification.year == self.year] if self.year else []
        if self.kind:
            conditions.append(Notification.kind == self.kind.value)
        if self.number:
            conditions.append((Notification.year == self.number[0]) & (Notification.number == self.number[1]))
        elif self.words:
            conditions += [await _says(word) for word in self.words.each]
        return reduce(and_, conditions) if conditions else None


async def _says(word: str) -> Combinable:
    """Return the condition that a notification has a word in its names, or that its kind says it."""
    kinds = kinds_saying(word)
    named = await says(word)
    return named | one_of(Notification.kind, [kind.value for kind in kinds]) if kinds else named


async def chosen_announcements(
    chosen: NoticeFilter, only: MemorandumView | None = None, *, before: tuple[int, int] | None = None, limit: int
) -> list[Announcement]:
    """Return the notifications that are asked for as everybody reads them, newest first, of one memorandum or of all."""
    if chosen.words:
        depends_on(MEMORANDA, REGISTER)
    read: list[Announcement] = []
    these = await chosen.condition()
    while len(read) < limit:
        rows = await latest(memorandum=only.slug if only else None, these=these, before=before, limit=limit)
        read += [each for each in await announcements(rows, only) if each.is_public or chosen.shows_tombstones]
        if len(rows) < limit:
            break
        before = rows[-1].year, rows[-1].number
    return read[:limit]


async def names_found(read: Sequence[Announcement], words: Words, language: str) -> dict[str, tuple[str, str]]:
    """Return, by the number of a notification, a present name or title that has a word which nothing shown has; each with its language."""
    unexplained = [each for each in read if each.is_public and not words.are_in(_shown(each, language))]
    if not unexplained:
        return {}
    texts = await views_of({each.notification.memorandum for each in unexplained})
    slugs = {each.organisation.slug for each in unexplained if each.organisation}
    parties = await visible_organisations(Viewer.EVERYBODY).histories(slugs) if slugs else {}
    names: dict[str, tuple[str, str]] = {}
    for each in unexplained:
        party = parties.get(each.organisation.slug) if each.organisation else None
        others = [*(party.every_name if party else ()), *texts[each.notification.memorandum].titles.items()]
        if other := words.other(_shown(each, language), others):
            names[each.number] = other
    return names


def _shown(each: Announcement, language: str) -> list[str]:
    """Return what a list shows of the names in a notification."""
    party = [name_for(each.organisation, language).name] if each.organisation else []
    return [*party, each.number, each.memorandum.title(language)[1] if each.memorandum else ""]
