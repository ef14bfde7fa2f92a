"""A draft as a letter to all seats of a round says it: read in one way, as plain text, and no longer than a letter may be.

It compares what pages of seats compare: the text that was sent with that of a round before, here of the last one that went to every organisation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments import queries
from coalition.amendments.compared_drafts import WayToRead, compared_for_seat
from coalition.amendments.readers import every_seat_of
from coalition.amendments.seat_texts import sent_to_every_seat
from coalition.amendments.texts_in_letters import beginning_of, marked, plain
from coalition.drafting.provision_texts import ProvisionText, shown
from coalition.text.apart import apart_if_long

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coalition.amendments.compared_drafts import ComparedDraft, Passage
    from coalition.rounds.tables import ConsultationRound

WHOLE = 8000  # characters of a text that stands in a letter as a whole
MOST = 30  # passages of a longer one, or of a comparison
COMPARING = frozenset({WayToRead.DIFFERENCE, WayToRead.SIDE_BY_SIDE})


class LetterPassage(Struct, frozen=True):
    """A provision in a letter; `before` is what it said in the round before, where both stand there, and either is empty where it was not."""

    text: str
    before: str = ""


class LetterText(Struct, frozen=True):
    """A language of a draft in a letter; `is_excerpt`: only what changed or has proposals. `more` counts passages that the letter leaves out."""

    language: str
    passages: Sequence[LetterPassage]
    more: int
    is_excerpt: bool


class LetterDraft(Struct, frozen=True):
    """A draft as letters to all seats say it; `before` is the number of the round that it is compared with, 0 where there is none."""

    way: WayToRead
    round: int
    before: int
    texts: Mapping[str, LetterText]

    @property
    def says_something(self) -> bool:
        """Whether any language of it has something to compare; a text that is not compared can always be read."""
        return self.way not in COMPARING or any(text.passages for text in self.texts.values())

    def of(self, language: str) -> LetterText:
        """Return the text in a language, else in the first one that it has."""
        return self.texts.get(language) or next(iter(self.texts.values()))


async def draft_in_letters(row: ConsultationRound, way: WayToRead) -> LetterDraft:
    """Return what letters to all seats of a round say of its text in each language, in a fixed number of queries."""
    sent = await sent_to_every_seat(row)
    proposed = (await queries.number_of_open(every_seat_of(row))).keys()
    drafts = [draft for language in sent.statuses if (draft := await compared_for_seat(sent, language))]
    before = max((draft.round for draft in drafts), default=0)
    texts = [await _read(draft, way, proposed) for draft in drafts if draft.round or way not in COMPARING]
    return LetterDraft(way, row.number, before, {text.language: text for text in texts})


async def _read(draft: ComparedDraft, way: WayToRead, proposed: Collection[str]) -> LetterText:
    length = "".join(text.source for passage in draft.passages for text in (passage.before, passage.now) if text)
    return await apart_if_long(length, _in_letter, draft, way, proposed)


def _in_letter(draft: ComparedDraft, way: WayToRead, proposed: Collection[str]) -> LetterText:
    if way in COMPARING:
        changed = [passage for passage in draft.passages if _is_changed(passage)]
        both = _both if way is WayToRead.SIDE_BY_SIDE else _difference
        return LetterText(draft.language, [both(passage) for passage in changed[:MOST]], max(0, len(changed) - MOST), is_excerpt=False)
    there = [(passage, text) for passage in draft.passages if (text := passage.before if way is WayToRead.ORIGINAL else passage.now)]
    if sum(len(text.source) for _, text in there) <= WHOLE:
        return LetterText(draft.language, [LetterPassage(_words(text)) for _, text in there], 0, is_excerpt=False)
    some = [text for passage, text in there if _is_changed(passage) or passage.key in proposed]
    excerpt = [LetterPassage(beginning_of(_words(text))) for text in some[:MOST]]
    return LetterText(draft.language, excerpt, max(0, len(some) - MOST), is_excerpt=True)


def _is_changed(passage: Passage) -> bool:
    before, now = passage.before, passage.now
    return before is None or now is None or before.source != now.source


def _difference(passage: Passage) -> LetterPassage:
    return LetterPassage(marked(shown(passage.now, passage.before or ProvisionText(passage.key, ""))))


def _both(passage: Passage) -> LetterPassage:
    now, before = (beginning_of(_words(text)) if text else "" for text in (passage.now, passage.before))
    return LetterPassage(now, before)


def _words(text: ProvisionText) -> str:
    return plain(shown(text))
