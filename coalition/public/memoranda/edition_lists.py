"""The lists of the editions and of the corrections of a text: what words find in them, and pages by number."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from coalition.languages import Message, date_text
from coalition.memoranda.edition_queries import titles_of
from coalition.public.loading import number_in
from coalition.search.excerpts import excerpt
from coalition.search.folding import is_found
from coalition.search.match_marks import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.published.history import PublicCorrection, PublicEdition, TextHistory

EDITIONS_AT_ONCE = 10
CORRECTIONS_AT_ONCE = 20
_SHOWN = 200  # characters of a passage beside the sentence about its correction

ListedT = TypeVar("ListedT", "ListedEdition", "ListedCorrection")


class ListedEdition(Struct, frozen=True):
    """An edition in a list, with its titles by language, authentic ones first."""

    edition: PublicEdition
    titles: Mapping[str, str]

    @property
    def number(self) -> int:
        """Its number."""
        return self.edition.number

    def title(self, language: str) -> tuple[str, str]:
        """Return a language and the title in it: the reader's, else the first; nothing if there is none."""
        code = language if language in self.titles else next(iter(self.titles), "")
        return code, self.titles.get(code, "")

    @property
    def heading(self) -> Message:
        """What it is called."""
        return Message("Edition {number}", number=self.number)

    def shown(self, language: str) -> list[str]:
        """Return what the list shows of it."""
        row, title = self.edition, self.title(language)[1]
        made_by = [Message("Correction {number}", number=row.made_by).text(language)] if row.made_by else []
        days = [date_text(day, language) for day in (row.adopted, row.authenticated_on) if day]
        return [self.heading.text(language), title, row.state.word.text(language), *days, *made_by, row.digest]

    def names(self, language: str) -> list[str]:
        """Return everything that words find it by."""
        return [*self.shown(language), *self.titles.values()]


class ListedCorrection(Struct, frozen=True):
    """A correction in a list."""

    correction: PublicCorrection

    @property
    def number(self) -> int:
        """Its number."""
        return self.correction.number

    @property
    def heading(self) -> Message:
        """What it is called."""
        return self.correction.texts.heading

    def shown(self, language: str) -> list[str]:
        """Return what the list shows of it."""
        return [self.correction.texts.sentence.text(language)]

    def names(self, language: str) -> list[str]:
        """Return everything that words find it by: what its page shows."""
        return [*self.shown(language), *(text for _, text in self._beside(language))]

    def passage(self, language: str, words: Words) -> tuple[str, str] | None:
        """Return the language and a part of what has a word that the sentence has not; None if there is none."""
        other = words.other(self.shown(language), self._beside(language)) if words else None
        return other and (other[0], excerpt(other[1], _SHOWN, words))

    def _beside(self, language: str) -> list[tuple[str, str]]:
        row = self.correction
        return [(language, row.name.text(language)), ("", row.reason), *((row.language, text) for text in row.words)]


class NumberedPage(Struct, frozen=True):
    """A page of a list, the latest first: `matches` of all its rows (`among`) are asked for; `more` is the number where the next page begins.

    `called` says that they are called what is looked for: then nothing else of them is marked.
    """

    rows: Sequence[ListedEdition] | Sequence[ListedCorrection]
    more: int | None
    matches: int
    among: int
    called: bool = False


class ListsAsked(Struct, frozen=True):
    """What of the two lists is asked for: what words find, and what stands before the number of an edition, and of a correction."""

    words: Words = Words()
    editions: str = ""
    corrections: str = ""


async def edition_lists(history: TextHistory, asked: ListsAsked, language: str) -> tuple[NumberedPage, NumberedPage]:
    """Return a page of the editions and one of the corrections.

    Raises:
        NotFoundException: a place is no number.

    """
    titles = await titles_of([edition.id for edition in history.editions])
    editions = [ListedEdition(edition, titles.get(edition.id, {})) for edition in history.editions]
    corrections = [ListedCorrection(correction) for correction in history.corrections]

    return await asyncio.to_thread(
        lambda: (
            _page(editions, asked.words, language, asked.editions, EDITIONS_AT_ONCE),
            _page(corrections, asked.words, language, asked.corrections, CORRECTIONS_AT_ONCE),
        )
    )


def _is_called(row: ListedEdition | ListedCorrection, query: str, language: str) -> bool:
    numbers = [int(word) for word in query.split() if word.isdecimal()]
    return numbers == [row.number] and is_found(query, [row.heading.text(language)])


def _page(rows: Sequence[ListedT], words: Words, language: str, before: str, limit: int) -> NumberedPage:
    """Return a page of the rows that are called what is looked for, as "edition 2"; else of those in which every word is."""
    last = number_in(before) if before else None
    called = [row for row in rows if _is_called(row, words.query, language)]
    matching = called or [row for row in rows if not words or is_found(words.query, row.names(language))]
    following = [row for row in reversed(matching) if last is None or row.number < last]
    more = following[limit - 1].number if len(following) > limit else None
    return NumberedPage(following[:limit], more, len(matching), len(rows), called=bool(called))
