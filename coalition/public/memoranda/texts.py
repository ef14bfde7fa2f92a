"""A wording rendered for a page: alone, or beside another wording."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message, language_name
from coalition.memoranda import edition_queries
from coalition.rendering import component
from coalition.text.apart import apart_if_long
from coalition.text.html import render
from coalition.text.text_contents import contents_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from coalition.published.memorandum import PublicMemorandum, PublicText
    from coalition.text.html import RenderedBlock, RenderedText
    from coalition.text.sources import StoredBlock
    from coalition.text.text_contents import Entry


def chosen(memorandum: PublicMemorandum, wanted: str, language: str) -> PublicText | None:
    """Return the wording in the language `wanted`; by default the page's language, else the first authentic language."""
    if wanted:
        return memorandum.text(wanted)
    return memorandum.text(language) or next(iter(memorandum.texts), None)


class StatementLink(Struct, frozen=True):
    """A link from a provision to a statement about it, or to all of them; `title` is in the page's language."""

    provision: str
    href: str
    title: str
    stands: bool = True


class TextOnPage(Struct, frozen=True):
    """A wording as HTML, and its contents if it is long."""

    html: Markup
    contents: Sequence[Entry]


async def text_on_page(wording: PublicText, links: Sequence[StatementLink], language: str) -> TextOnPage:
    """Return a wording for a page in `language`; provisions have links to the statements about them."""
    blocks = await edition_queries.blocks_of(wording.id)
    return await apart_if_long(wording.body, _on_page, tuple(blocks), wording.language, language, tuple(links))


@lru_cache(maxsize=16)
def _on_page(blocks: Sequence[StoredBlock], text_language: str, language: str, links: Sequence[StatementLink]) -> TextOnPage:
    """Render a text, cached: its page is rendered again after every signature, but the text stays the same."""
    rendered = _rendered(blocks, text_language)
    html = component("memoranda/text", language, rendered, statements=_by_provision(links), notes_name=_notes_name(text_language, language))
    return TextOnPage(html, contents_of([stored.block for stored in blocks], [stored.key for stored in blocks]))


def _by_provision(links: Sequence[StatementLink]) -> Mapping[str, Sequence[StatementLink]]:
    groups = defaultdict(list)
    for link in links:
        groups[link.provision].append(link)
    return groups


def _notes_name(text_language: str, language: str) -> str:
    """Return a name for the notes of a text, so that the notes of two texts on a page have different names."""
    return Message("Notes, {language}", language=language_name(text_language, language)).text(language)


class Side(Struct, frozen=True):
    """One of two wordings on a page, with its rendered text and its blocks by key."""

    wording: PublicText
    text: RenderedText
    blocks: Mapping[str, RenderedBlock]
    notes_name: str


class SideBySide(Struct, frozen=True):
    """Two wordings, and the keys of all provisions of either wording, in the edition's order."""

    sides: tuple[Side, Side]
    keys: Sequence[str]

    @property
    def has_notes(self) -> bool:
        """Whether either of the texts has notes."""
        return any(side.text.notes for side in self.sides)


async def side_by_side(left: PublicText, right: PublicText, language: str) -> SideBySide:
    """Render two wordings of an edition for a page in `language`."""
    sides = await _side(left, "left-", language), await _side(right, "right-", language)
    keys = [provision.key for provision in await edition_queries.provisions(left.edition)]
    return SideBySide(sides, [key for key in keys if any(key in side.blocks for side in sides)])


def _rendered(blocks: Sequence[StoredBlock], language: str, id_prefix: str = "") -> RenderedText:
    return render([stored.block for stored in blocks], [stored.key for stored in blocks], language, id_prefix=id_prefix)


async def _side(wording: PublicText, id_prefix: str, language: str) -> Side:
    text = await apart_if_long(wording.body, _rendered, await edition_queries.blocks_of(wording.id), wording.language, id_prefix)
    return Side(wording, text, {block.key: block for block in text.blocks}, _notes_name(wording.language, language))
