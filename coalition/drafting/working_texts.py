"""The texts of a draft while an operation changes them: all languages in one transaction, each written only if it changed."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition import clock, trail
from coalition.database import transaction
from coalition.drafting.errors import NumberTwice, OthersChange, ProvisionRemoved
from coalition.drafting.provision_texts import read_with_keys, texts_of, under_present_rules
from coalition.drafting.unsaved_texts import let_unsaved_follow
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.feed_titles import feed_follows_titles
from coalition.memoranda.public_changes import less_is_shown
from coalition.memoranda.searched_memoranda import let_memorandum_be_found
from coalition.memoranda.wording import check_editable, place_with_keys
from coalition.text.blocks import BlockKind
from coalition.text.pieces import Pieces, explicitly
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from coalition.drafting.provision_texts import ProvisionText
    from coalition.memoranda.tables import Edition, Memorandum, Wording
    from coalition.text.sources import StoredBlock


class WorkingText(Struct):
    """One language: its row, its blocks under the present rules, its pieces, which operations change, and the keys that they had."""

    wording: Wording
    blocks: Sequence[StoredBlock]
    pieces: Pieces
    keys: Sequence[str]

    @property
    def is_changed(self) -> bool:
        """Whether the pieces say anything else than what is stored, or belong to other provisions."""
        return self.pieces.body() != self.wording.body or [piece.key for piece in self.pieces.pieces] != [*self.keys]

    def text(self, key: str) -> ProvisionText:
        """Return a provision.

        Raises:
            ProvisionRemoved: this language does not have it.

        """
        texts = texts_of(self.wording.title, self.wording.body, self.blocks)
        if key not in texts:
            raise ProvisionRemoved
        return texts[key]

    def block(self, key: str) -> StoredBlock | None:
        """Return the block of a provision, None if this language does not have it."""
        return next((stored for stored in self.blocks if stored.key == key), None)


class WorkingTexts(Struct):
    """The draft of a memorandum: its languages, authentic ones first, and those that were stored."""

    memorandum: Memorandum
    edition: Edition
    languages: Mapping[str, WorkingText]
    stored: list[str] = field(default_factory=list)

    def having(self, key: str) -> list[WorkingText]:
        """Return the languages that have a provision, each of which can be changed.

        Raises:
            ProvisionRemoved: none has it.
            TextFrozen, WasAbandoned: one of them cannot be changed.

        """
        texts = [text for text in self.languages.values() if text.block(key)]
        if not texts:
            raise ProvisionRemoved
        for text in texts:
            self.check(text.wording.language)
        return texts

    def check(self, code: str) -> None:
        """Refuse a language that cannot be changed.

        Raises:
            TextFrozen, WasAbandoned: it cannot be changed.

        """
        check_editable(self.memorandum, self.edition, code)

    def language(self, code: str) -> WorkingText:
        """Return a language that can be changed.

        Raises:
            ProvisionRemoved: there is no text in this language.
            TextFrozen, WasAbandoned: it cannot be changed.

        """
        self.check(code)
        if code not in self.languages:
            raise ProvisionRemoved
        return self.languages[code]

    async def write(self, text: WorkingText, numbers: Mapping[str, str]) -> None:
        """Store a language as its pieces are now; `numbers` are those that its provisions must have then.

        Raises:
            OthersChange: the text would be divided in another way, or a provision would have another number.
            NumberTwice: two provisions would have the same number.

        """
        body, blocks = read_again(text.pieces, numbers)
        labels = [stored.block.label for stored in blocks if stored.block.kind is BlockKind.PROVISION]
        if len(set(labels)) < len(labels):
            raise NumberTwice
        await self.store(text.wording, text.wording.title, body, blocks)

    async def store(self, wording: Wording, title: str, body: str, blocks: Sequence[StoredBlock]) -> None:
        """Store a language as its next version."""
        before = partial(texts_of, wording.title, wording.body, self.languages[wording.language].blocks)
        wording.title, wording.body = title, body
        wording.version, wording.updated_at = wording.version + 1, clock.now()
        await wording.save()
        await place_with_keys(self.edition, wording, blocks)
        await let_unsaved_follow(self.edition, wording, before, blocks)
        self.stored.append(wording.language)


def read_again(pieces: Pieces, numbers: Mapping[str, str]) -> tuple[str, list[StoredBlock]]:
    """Return the text with its blocks; a number that would be read otherwise is written so that it cannot be.

    Raises:
        OthersChange: the text would be divided in another way, or a provision would have another number than it must have.

    """
    keys = [piece.key for piece in pieces.pieces]
    for _ in range(2):
        body = pieces.body()
        blocks = read_with_keys(body, keys)
        read_otherwise = [stored.key for stored in blocks or () if numbers.get(stored.key, stored.block.number) != stored.block.number]
        if blocks is not None and not read_otherwise:
            return body, blocks
        for piece in pieces.pieces:
            if numbers.get(piece.key) and (blocks is None or piece.key in read_otherwise):
                piece.lines = explicitly(piece.lines, numbers[piece.key])
    raise OthersChange


@asynccontextmanager
async def working_on(memorandum: Memorandum) -> AsyncIterator[WorkingTexts]:
    """Let the block change the texts of a draft in one transaction; what readers may see of it follows."""
    async with transaction():
        row = await queries.locked(memorandum.id)
        edition = await edition_queries.edition_worked_on(row.id)
        async with feed_follows_titles(row):
            texts = WorkingTexts(row, edition, await _languages(edition))
            yield texts
        for language in texts.stored:
            await trail.record(TrailAct.TEXT_SAVED, f"language:{language}", row.id)
        await let_memorandum_be_found(row.id)
        await less_is_shown(row)


async def _languages(edition: Edition) -> dict[str, WorkingText]:
    languages = {}
    for wording in await edition_queries.wordings(edition.id):
        blocks = under_present_rules(wording.body, await edition_queries.blocks_of(wording.id))
        languages[wording.language] = WorkingText(wording, blocks, Pieces.of(wording.body, blocks), [stored.key for stored in blocks])
    return languages
