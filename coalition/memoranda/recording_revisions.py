"""Recording what a wording said each time it was saved."""

from __future__ import annotations

import secrets
import zlib
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from coalition import clock
from coalition.database import put
from coalition.memoranda.revision_queries import has_revision
from coalition.memoranda.tables import Revision, RevisionKind
from coalition.text.blocks import RULES
from coalition.text.divisions import Divided
from coalition.text.sources import read
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coalition.memoranda.tables import Wording
    from coalition.text.blocks import Block
    from coalition.text.sources import StoredBlock


class Content(Struct, frozen=True):
    """What a revision holds: the title, the Markdown, and the key of the provision of each block; no keys where they are not known."""

    title: str
    body: str
    keys: list[str]

    def packed(self) -> bytes:
        """Return the content as it is stored: JSON, compressed."""
        return zlib.compress(msgspec.json.encode(self))

    @classmethod
    def unpacked(cls, stored: bytes) -> Content:
        """Return the content of a stored revision."""
        return msgspec.json.decode(zlib.decompress(stored), type=cls)


class Recorded(Content, frozen=True):
    """What a revision says, with how the present rules divide it; without that where other rules read it last, or none did."""

    divided: Divided | None = None

    @classmethod
    def of(cls, revision: Mapping[str, Any]) -> Recorded:
        """Return what the columns `content`, `divided` and `rules` of a revision say."""
        content = Content.unpacked(bytes(revision["content"]))
        divided = Divided.unpacked(bytes(revision["divided"])) if revision["rules"] == RULES else None
        return cls(content.title, content.body, content.keys, divided)

    @property
    def blocks(self) -> list[tuple[Block, str]]:
        """The blocks of the text under the present rules, each with its lines as `StoredBlock` has them."""
        return read(self.body) if self.divided is None else self.divided.blocks_of(self.body)


def divided(body: str) -> dict[str, Any]:
    """Return the columns of a revision that are made of its text alone: how it is divided, and the version of the rules."""
    return {"divided": Divided.of(body).packed(), "rules": RULES}


class Change(Struct, frozen=True):
    """One step of work on the text: what kind it is, and which provision it is about; `id` is the same for all languages it changes."""

    kind: RevisionKind
    provision: str = ""
    id: str = ""


_change: ContextVar[Change | None] = ContextVar("change", default=None)


@contextmanager
def changing(kind: RevisionKind, provision: str = "") -> Iterator[Change]:
    """Name the step whose revisions are recorded inside the block; an outer step keeps its name."""
    outer = _change.get()
    change = outer or Change(kind, provision, secrets.token_hex(16))
    token = _change.set(change)
    try:
        yield change
    finally:
        _change.reset(token)


async def record_revision(wording: Wording, blocks: Sequence[StoredBlock]) -> None:
    """Record a wording as it is now, inside the caller's transaction.

    A text whose version has a revision is the same text read or corrected in the same step: only its content is replaced.
    """
    content = Content(wording.title, wording.body, [stored.key for stored in blocks]).packed()
    columns: dict[Any, Any] = {"content": content, **divided(wording.body)}
    if await has_revision(wording.id, wording.version):
        await Revision.update(columns).where((Revision.wording == wording.id) & (Revision.number == wording.version))
        return
    actor = current_actor()
    with changing(RevisionKind.SAVED) as change:
        await put(
            Revision,
            wording=wording.id,
            number=wording.version,
            change=change.id,
            kind=change.kind.value,
            provision=change.provision,
            coordinator=actor.coordinator if actor else None,
            saved_at=clock.now(),
            **columns,
        )
