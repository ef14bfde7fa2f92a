"""A page of a draft that is read in one way: the passages of one part, as the difference shows them, and what is proposed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.compared_drafts import WayToRead
from coalition.amendments.queries import number_of_open
from coalition.drafting.draft_parts import divided, part_with
from coalition.drafting.provision_texts import ProvisionText, shown
from coalition.text.apart import apart_if_long

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from coalition.amendments.compared_drafts import ComparedDraft, Passage
    from coalition.amendments.open_proposals import OpenProposal
    from coalition.amendments.readers import Reader
    from coalition.drafting.draft_parts import Part
    from coalition.text.differences import DifferencePart

    Reading = Callable[[Sequence[str], str], Awaitable[Mapping[str, Sequence[OpenProposal]]]]

_END = ""  # the key of what would stand at the end


class ShownPassage(Struct, frozen=True):
    """A provision of a page: one text or the difference, and beside it a second one where two are shown."""

    key: str
    parts: Sequence[DifferencePart]
    beside: Sequence[DifferencePart] = ()


class DraftPage(Struct, frozen=True):
    """A part of a draft that is read in one way; `proposals` stand under the keys of their provisions, those for the end under ""."""

    way: WayToRead
    draft: ComparedDraft
    part: Part
    passages: Sequence[ShownPassage]
    proposals: Mapping[str, Sequence[OpenProposal]]


def way_called(name: str) -> WayToRead:
    """Return the way to read with a name, else the first."""
    return next((way for way in WayToRead if way == name), WayToRead.PROPOSALS)


async def draft_page(draft: ComparedDraft, way: WayToRead, at: str, reader: Reader, proposals_of: Reading) -> DraftPage:
    """Return the part of a draft in which a provision stands, else the first; `proposals_of` reads what the reader may read of some provisions.

    With proposals, each takes a place on the page as a passage does.
    """
    keys = [passage.key for passage in draft.passages]
    beside = await number_of_open(reader, draft.language) if way is WayToRead.PROPOSALS else {}
    headings = [passage.is_heading for passage in draft.passages]
    part = part_with(divided(headings, keys, [beside.get(key, 0) for key in keys]), keys, at)
    some = keys[part.first : part.end] if part.following else [*keys[part.first :], _END]
    proposals = await proposals_of(some, draft.language) if way is WayToRead.PROPOSALS else {}
    return DraftPage(way, draft, part, await _shown(draft, part, way), proposals)


async def _shown(draft: ComparedDraft, part: Part, way: WayToRead) -> list[ShownPassage]:
    some = draft.passages[part.first : part.end]
    length = "".join(passage.now.source for passage in some if passage.now)
    return await apart_if_long(length, lambda: [each for each in (shown_passage(passage, way) for passage in some) if each.parts or each.beside])


def shown_passage(passage: Passage, way: WayToRead) -> ShownPassage:
    """Return a provision as it is read in one way."""
    before, now = passage.before, passage.now
    if way is WayToRead.ORIGINAL:
        return ShownPassage(passage.key, shown(before))
    if way is WayToRead.DIFFERENCE:
        return ShownPassage(passage.key, shown(now, before or _nothing(passage.key)))
    if way is WayToRead.SIDE_BY_SIDE:
        return ShownPassage(passage.key, shown(before), shown(now, before or _nothing(passage.key)) if now else ())
    return ShownPassage(passage.key, shown(now))


def _nothing(key: str) -> ProvisionText:
    return ProvisionText(key, "")
