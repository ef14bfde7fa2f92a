"""How a text is divided into its blocks, written down in few characters, so that a text that does not change is not read again."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from coalition.text.blocks import Block, BlockKind
from coalition.text.sources import read, sources_at

_KINDS = {kind.value: kind for kind in BlockKind}  # the call of an enum is slow


class Division(Struct, frozen=True, array_like=True):
    """A block without its words, which stand in the text.

    `lines` are as in `StoredBlock`. `words` says how many characters at the end of those lines are the Markdown of the block; where it is
    not written there in one piece, it is that Markdown.
    """

    kind: str
    number: str
    label: str
    level: int
    lines: str
    words: int | str


class Divided(Struct, frozen=True, array_like=True):
    """The divisions of a text; `digest` is that of the text, so that they are never used for another one."""

    digest: str
    divisions: Sequence[Division]

    @classmethod
    def of(cls, body: str) -> Divided:
        """Divide a text under the present rules."""
        return cls(_digest(body), _divisions(body))

    def packed(self) -> bytes:
        """Return the divisions as they are stored: JSON, compressed."""
        return zlib.compress(msgspec.json.encode(self))

    @classmethod
    def unpacked(cls, stored: bytes) -> Divided:
        """Return divisions that are stored."""
        return msgspec.json.decode(zlib.decompress(stored), type=cls)

    def blocks_of(self, body: str) -> list[tuple[Block, str]]:
        """Return what `sources.read` returns for a text: it is read only if these are the divisions of another one."""
        if _digest(body) != self.digest:
            return read(body)
        sources = sources_at(body, [division.lines for division in self.divisions])
        return [(_block(division, source), division.lines) for division, source in zip(self.divisions, sources, strict=True)]


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode(errors="surrogatepass")).hexdigest()


def _divisions(body: str) -> list[Division]:
    blocks = read(body)
    sources = sources_at(body, [lines for _, lines in blocks])
    return [
        Division(block.kind.value, block.number, block.label, block.level, lines, _words(block.markdown, source))
        for (block, lines), source in zip(blocks, sources, strict=True)
    ]


def _words(markdown: str, source: str) -> int | str:
    return len(markdown) if source.endswith(markdown) else markdown


def _block(division: Division, source: str) -> Block:
    words = division.words
    markdown = words if isinstance(words, str) else source[len(source) - words :]
    return Block(_KINDS[division.kind], division.number, division.label, division.level, markdown)
