"""What everybody finds appeals by beside their texts: whom they are about, without a name, and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.appeals.queries import public_appeals
from coalition.memoranda.memorandum_entries import passages_beside_texts
from coalition.search.search_entries import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coalition.appeals.views import AppealView


@passages_beside_texts.at(10)
async def _passages(memorandum_ids: Sequence[int]) -> Sequence[tuple[int, Entry]]:
    """Return the passages of appeals; the name of a person is in no index, so that nothing of it is left when the consent ends."""
    appeals = await public_appeals(memorandum_ids)
    return [(number, entry) for number, appeal in appeals.items() for entry in _of(appeal)]


def _of(appeal: AppealView) -> Iterator[Entry]:
    for code, words in appeal.words.items():
        for position, text in enumerate((words.about, words.asked), start=-2):
            yield Entry([text], frozenset({code}), language=code, position=position, text=text)
