"""What everybody finds public memoranda by: their titles and symbols, and every provision of the edition in force in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.memoranda.public_text_queries import public_texts
from coalition.search.search_entries import Entry, write_entries
from coalition.search.tables import Section
from coalition.steps import Question
from coalition.text.blocks import BlockKind
from coalition.text.markup import plain_text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coalition.memoranda.public_text_queries import ShownText


# What packages above let everybody find memoranda by, beside their text: they are given the ids of memoranda that are public.
passages_beside_texts: Question[Sequence[int], tuple[int, Entry]] = Question()


async def write_memoranda(ids: Sequence[int]) -> int:
    """Write the search entries of some memoranda anew, inside the caller's transaction; a memorandum that is not public has none."""
    texts = await public_texts(ids)
    names = {number: [_name(texts[number])] if number in texts else [] for number in ids}
    provisions = {number: list(_provisions(texts[number])) if number in texts else [] for number in ids}
    for number, entry in await passages_beside_texts.ask([*texts]) if texts else ():
        provisions[number].append(entry)
    return await write_entries(Section.MEMORANDUM, names) + await write_entries(Section.PROVISION, provisions)


def _name(shown: ShownText) -> Entry:
    return Entry([*shown.names, *shown.titles.values()], frozenset(shown.titles))


def _provisions(shown: ShownText) -> Iterator[Entry]:
    for language, blocks in shown.blocks.items():
        for position, (key, block) in enumerate(blocks):
            text = plain_text_of(block.markdown, tables=block.has_tables)
            found_by = [text, block.number, block.label if block.kind is BlockKind.PROVISION else ""]
            yield Entry(found_by, frozenset({language}), language=language, place=key, label=block.label, position=position, text=text)
