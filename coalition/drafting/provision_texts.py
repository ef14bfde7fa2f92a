"""The text of each provision of a wording, as it is written and as it is compared."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.text.blocks import RULES, Block, other_labels
from coalition.text.differences import difference_parts, unchanged_parts
from coalition.text.html import passage_parts
from coalition.text.passages import split
from coalition.text.provision_keys import Known, keys_for
from coalition.text.sources import StoredBlock, read, sources_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.text.differences import DifferencePart
    from coalition.text.word_differences import Parts

TITLE = "title"
ABSENT = ""  # the digest of a provision that a language does not have


class ProvisionText(Struct, frozen=True):
    """A provision in one language: its key, and its Markdown with number and notes; the title is the provision `title`, without a block."""

    key: str
    source: str
    block: Block | None = None

    @property
    def digest(self) -> str:
        """The digest of the Markdown, by which a form says what it began from."""
        return digest_of(self.source)

    @property
    def number(self) -> str:
        """The number as it is written."""
        return self.block.number if self.block else ""

    @property
    def words(self) -> Parts:
        """What is shown of it: its words with its number, and its tables."""
        return passage_parts(self.block) if self.block else [self.source]


def digest_of(source: str) -> str:
    """Return the digest of the Markdown of a provision."""
    return hashlib.sha256(source.encode()).hexdigest()


def texts_of(title: str, body: str, blocks: Sequence[StoredBlock]) -> dict[str, ProvisionText]:
    """Return the provisions of a wording by key, in order, the title first."""
    sources = zip(blocks, sources_of(body, blocks), strict=True)
    return {TITLE: ProvisionText(TITLE, title)} | {stored.key: ProvisionText(stored.key, source, stored.block) for stored, source in sources}


def read_with_keys(body: str, keys: Sequence[str]) -> list[StoredBlock] | None:
    """Read a text whose blocks are known to have these keys, in order; None if it has another number of blocks."""
    return with_keys(read(body), keys)


def with_keys(blocks: Sequence[tuple[Block, str]], keys: Sequence[str]) -> list[StoredBlock] | None:
    """Return blocks, each with its lines, under these keys, in order; None if there is another number of them."""
    if len(blocks) != len(keys):
        return None
    return [StoredBlock(key, block, lines) for key, (block, lines) in zip(keys, blocks, strict=True)]


def under_present_rules(body: str, blocks: Sequence[StoredBlock]) -> list[StoredBlock]:
    """Return the blocks of a text as the present rules read it, with the keys they have; blocks that older rules did not know get new ones."""
    if all(stored.block.rules == RULES for stored in blocks):
        return [*blocks]
    if again := read_with_keys(body, [stored.key for stored in blocks]):
        return again
    both = read(body)
    known = [Known(stored.key, stored.block.label, place) for place, stored in enumerate(blocks)]
    keys = keys_for([block for block, _ in both], known, other_labels(split(body)))
    return [StoredBlock(key, block, lines) for key, (block, lines) in zip(keys, both, strict=True)]


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
