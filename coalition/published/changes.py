"""The passages of a text that changed between two editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.editions.corrected_text import name_of_place
from coalition.memoranda import edition_queries
from coalition.text.differences import TextVersion, changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.languages import Message
    from coalition.memoranda.tables import Wording
    from coalition.published.memorandum import PublicText
    from coalition.text.differences import DifferencePart


class NamedChange(Struct, frozen=True):
    """A passage that differs between two editions, with its name for people."""

    key: str
    name: Message
    parts: Sequence[DifferencePart]


async def changes_between(old: Wording | PublicText, new: Wording | PublicText) -> list[NamedChange]:
    """Return the passages that differ between two texts in one language."""
    differing = changes(await _version(old), await _version(new))
    return [NamedChange(change.key, name_of_place(change.key, change.label), change.parts) for change in differing]


async def _version(text: Wording | PublicText) -> TextVersion:
    return TextVersion(text.title, text.body, await edition_queries.blocks_of(text.id))
