"""Notifications as results: they are found by their number, and by the names that everybody may know now of those of whom they speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.announcements.notice_filters import NoticeFilter, chosen_announcements, names_found
from coalition.results.result import Address, Passage, Result, ResultKind
from coalition.search.marked_words import marked
from coalition.search.match_marks import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.announcements.reading import Announcement
    from coalition.search.everywhere import Matches


async def notification_results(query: str, matches: Matches, language: str, before: tuple[int, int] | None, limit: int) -> list[Result]:
    """Return notifications, newest first; if the words of the query find none, then those that the nearest words find."""
    for words in dict.fromkeys((query, matches.corrected)):
        chosen = NoticeFilter(Words(words))
        read = await chosen_announcements(chosen, limit=limit, before=before) if words else []
        if read:
            others = await names_found(read, chosen.words, language)
            return [_result(each, matches, language, others.get(each.number)) for each in read]
    return []


def _result(each: Announcement, matches: Matches, language: str, other: tuple[str, str] | None) -> Result:
    address = Address("public.notification.show", each.place)
    number = (each.notification.year, each.notification.number)
    passages = _title_as_passage(each, matches, language, address)
    sentence = each.sentence.text(language)
    return Result(ResultKind.NOTIFICATION, each.number, sentence, language, address, matches.terms, other, passages, number)


def _title_as_passage(each: Announcement, matches: Matches, language: str, address: Address) -> Sequence[Passage]:
    """Return the title of the memorandum, which the sentence does not name."""
    if each.memorandum is None:
        return ()
    code, title = each.memorandum.title(language)
    return [Passage("", None, code, marked(title, matches.terms), address)]
