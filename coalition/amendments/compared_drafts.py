"""A draft as it was sent beside what it says now, provision by provision, with the ways to read the two.

Those who work on it compare it as it is now with what they sent last. A seat compares what it was sent with what its organisation was sent in
an earlier round: the draft as it is now may hold words that were not disclosed to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.proposals import frozen_text
from coalition.amendments.seat_texts import read_apart, read_each_apart
from coalition.drafting.current_texts import current_texts
from coalition.languages import Message
from coalition.rounds.queries import rounds_of, texts_of
from coalition.text.blocks import BlockKind
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.amendments.seat_texts import SentTexts
    from coalition.drafting.current_texts import TextInLanguage
    from coalition.drafting.provision_texts import ProvisionText


class WayToRead(Word):
    """What a page of a draft shows of each provision."""

    PROPOSALS = "proposals", Message("With all proposals")
    ORIGINAL = "original", Message("As it was sent")
    DIFFERENCE = "difference", Message("What changed since")
    RESULT = "result", Message("As it is now")
    SIDE_BY_SIDE = "side-by-side", Message("Side by side")


class Passage(Struct, frozen=True):
    """A provision as it was sent and as it is now; None where it was not there, or is not any more."""

    key: str
    before: ProvisionText | None
    now: ProvisionText | None

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        text = self.now or self.before
        return text is not None and text.block is not None and text.block.kind is BlockKind.HEADING


class ComparedDraft(Struct, frozen=True):
    """One language of a draft, and the number of the round of the earlier text; 0 if there is none, and then both texts are the same."""

    language: str
    languages: Sequence[str]
    round: int
    passages: Sequence[Passage]
    before: TextInLanguage
    now: TextInLanguage


async def compared_draft(memorandum_id: int, language: str = "") -> ComparedDraft | None:
    """Return a draft in one language, else in the first that it has, in a fixed number of queries; None if it has no text."""
    texts = await current_texts(memorandum_id)
    if not texts.languages:
        return None
    now = texts.languages.get(language) or next(iter(texts.languages.values()))
    sent = next((row for row in await rounds_of(memorandum_id, limit=1) if row.edition == texts.edition), None)
    frozen = {row.language: frozen_text(row) for row in await texts_of(sent.id)} if sent else {}
    number, before = (sent.number, frozen[now.language]) if sent and now.language in frozen else (0, now)
    await read_each_apart(before, now)
    return ComparedDraft(now.language, [*texts.languages], number, _passages(before, now), before, now)


async def compared_for_seat(sent: SentTexts, *languages: str) -> ComparedDraft | None:
    """Return what a seat was sent in the first of some languages, else in any, beside the text of the round before; None if it was sent none."""
    text = sent.of(*languages)
    await read_apart(text)
    if text is None:
        return None
    number, before = text.round_before if text.earlier else 0, text.earlier or text.text
    return ComparedDraft(text.text.language, [*sent.statuses], number, _passages(before, text.text), before, text.text)


def _passages(before: TextInLanguage, now: TextInLanguage) -> list[Passage]:
    """Return the provisions of both texts in the order of the newer one; one that is gone stands after what it followed."""
    order = _in_order(before.provisions, now.provisions)
    return [Passage(key, before.provisions.get(key), now.provisions.get(key)) for key in order]


def _in_order(before: Mapping[str, object], now: Iterable[str]) -> list[str]:
    order, known, previous = [*now], {*now}, ""
    for key in before:
        if key not in known:
            order.insert(order.index(previous) + 1 if previous else 0, key)
        previous = key
    return order
