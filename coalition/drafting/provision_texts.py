"""What one provision says in one language: its Markdown, its digest, and what of it is shown."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.text.blocks import Block
from coalition.text.differences import difference_parts, unchanged_parts
from coalition.text.html import passage_parts
from coalition.text.sources import sources_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.confirmation_queries import ComparedText
    from coalition.memoranda.tables import Wording
    from coalition.text.differences import DifferencePart
    from coalition.text.sources import StoredBlock
    from coalition.text.word_differences import Parts

TITLE = "title"  # the key of the title, which is compared as a provision is
ABSENT = ""  # the digest of a provision that a language does not have


class ProvisionText(Struct, frozen=True):
    """A provision in one language: its Markdown with its number and notes, and its block; the title has none."""

    source: str
    block: Block | None = None

    @property
    def digest(self) -> str:
        """The digest by which a change is recognised; a text that is changed back is the same again."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    @property
    def words(self) -> Parts:
        """What is shown of it: its words with its number, and its tables."""
        return passage_parts(self.block) if self.block else [self.source]


def texts_in(title: str, body: str, blocks: Sequence[StoredBlock]) -> dict[str, ProvisionText]:
    """Return the title and the provisions of a text by key, in its order."""
    passages = zip(blocks, sources_of(body, blocks), strict=True)
    return {TITLE: ProvisionText(title)} | {stored.key: ProvisionText(source, stored.block) for stored, source in passages}


def texts_of(wording: Wording | ComparedText, blocks: Sequence[StoredBlock]) -> dict[str, ProvisionText]:
    """Return the same of a wording."""
    return texts_in(wording.title, wording.body, blocks)


def digest_in(texts: Mapping[str, ProvisionText], key: str) -> str:
    """Return the digest of a provision in a language; `ABSENT` where that does not have it."""
    return texts[key].digest if key in texts else ABSENT


def shown(text: ProvisionText | None, before: ProvisionText | None = None) -> Sequence[DifferencePart]:
    """Return a provision with what changed since it said `before`; as it is where that is not known.

    The words are compared; where only the Markdown differs, the Markdown is.
    """
    now = text.words if text else []
    if before is None:
        return unchanged_parts(now)
    if text and text.source != before.source and now == before.words:
        return difference_parts([before.source], [text.source])
    return difference_parts(before.words, now)
