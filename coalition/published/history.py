"""A text through time as everybody may read it: its editions, its corrections, what it replaced and what replaced it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.editions.corrected_text import TITLE, name_of_place
from coalition.editions.correction_states import StateTexts, texts_of
from coalition.languages import Message
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.edition_chains import chains
from coalition.memoranda.tables import CorrectionKind, CorrectionState
from coalition.text.differences import Piece, pieces_of
from coalition.text.html import plain
from coalition.text.provisions import parse
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Correction, Edition, Memorandum


class EditionState(Word):
    """What an edition is worth today."""

    IN_FORCE = "in_force", Message("in force")
    RECTIFIED = "rectified", Message("rectified")
    SUPERSEDED = "superseded", Message("superseded")


class EditionLine(Struct, frozen=True):
    """An edition, what it is worth, the correction that made it, and the edition in force, or the one that took its place."""

    edition: Edition
    state: EditionState
    made_by: int | None = None
    followed_by: int | None = None


class CorrectionView(Struct, frozen=True):
    """A correction as pages show it: the passage as it was and as it is to be, in plain words, and the difference."""

    row: Correction
    name: Message
    before: Edition | None
    after: Edition | None

    @property
    def kind(self) -> CorrectionKind:
        """What is wrong."""
        return CorrectionKind(self.row.kind)

    @property
    def state(self) -> CorrectionState:
        """What became of it."""
        return CorrectionState(self.row.state)

    @property
    def texts(self) -> StateTexts:
        """What pages say of its state."""
        return texts_of(self.row)

    @property
    def words(self) -> tuple[str, str]:
        """The passage before and after: as it is read, or as it is written where only the markup differs."""
        source = self.row.before, self.row.after
        read = source if self.row.provision == TITLE else (plain(parse(source[0])), plain(parse(source[1])))
        return source if read[0] == read[1] else read

    @property
    def pieces(self) -> Sequence[Piece]:
        """What stays, goes and comes."""
        return pieces_of(*self.words)


class TextHistory(Struct, frozen=True):
    """Everything public about a text through time; editions and corrections oldest first."""

    editions: Sequence[EditionLine] = ()
    corrections: Sequence[CorrectionView] = ()
    replaces: Sequence[MemorandumView] = ()
    successor: MemorandumView | None = None

    @property
    def open_corrections(self) -> Sequence[CorrectionView]:
        """Those that are not decided."""
        return [one for one in self.corrections if one.state is CorrectionState.PROPOSED]

    def edition(self, number: int) -> EditionLine | None:
        """Return an edition by its number."""
        return next((one for one in self.editions if one.edition.number == number), None)

    def correction(self, number: int) -> CorrectionView | None:
        """Return a correction by its number."""
        return next((one for one in self.corrections if one.row.number == number), None)


async def text_history(memorandum: Memorandum) -> TextHistory:
    """Read a text through time in a fixed number of queries; drafts are not in it."""
    editions = await edition_queries.fixed_editions(memorandum.id)
    rows = await edition_queries.corrections_of(memorandum.id)
    labels = await edition_queries.labels_of([one.id for one in editions]) if rows else {}
    replaces, successor = await queries.replaced_and_replacing(memorandum)
    return TextHistory(
        editions=_lines(editions, {row.edition: row.number for row in rows if row.edition}),
        corrections=[_correction(row, editions, labels) for row in rows],
        replaces=replaces,
        successor=successor,
    )


def _lines(editions: Sequence[Edition], made_by: Mapping[int, int]) -> list[EditionLine]:
    found = chains(editions)
    lines = []
    for at, chain in enumerate(found):
        following = [*chain[1:], found[at + 1][0] if at + 1 < len(found) else None]
        for edition, after in zip(chain, following, strict=True):
            state = EditionState.RECTIFIED if edition is not chain[-1] else EditionState.SUPERSEDED if after else EditionState.IN_FORCE
            lines.append(EditionLine(edition, state, made_by.get(edition.id), after.number if after else None))
    return lines


def _correction(row: Correction, editions: Sequence[Edition], labels: Mapping[str, str]) -> CorrectionView:
    after = next((one for one in editions if one.id == row.edition), None)
    before = next((one for one in editions if after and one.number == after.corrects), None)
    return CorrectionView(row, name_of_place(row.provision, labels), before, after)
