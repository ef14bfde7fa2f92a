"""The text of each provision of a wording, as it is written and as it is compared."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.text.blocks import RULES, other_labels
from coalition.text.passages import split
from coalition.text.provision_keys import Known, keys_for
from coalition.text.sources import StoredBlock, read, sources_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.text.blocks import Block

TITLE = "title"


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


def digest_of(source: str) -> str:
    """Return the digest of the Markdown of a provision."""
    return hashlib.sha256(source.encode()).hexdigest()[:32]


def texts_of(title: str, body: str, blocks: Sequence[StoredBlock]) -> dict[str, ProvisionText]:
    """Return the provisions of a wording by key, in order, the title first."""
    sources = zip(blocks, sources_of(body, blocks), strict=True)
    return {TITLE: ProvisionText(TITLE, title)} | {stored.key: ProvisionText(stored.key, source, stored.block) for stored, source in sources}


def read_with_keys(body: str, keys: Sequence[str]) -> list[StoredBlock] | None:
    """Read a text whose blocks are known to have these keys, in order; None if it has another number of blocks."""
    blocks = read(body)
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
