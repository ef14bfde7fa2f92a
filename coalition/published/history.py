"""The public history of a text: its editions, its corrections, the memoranda that it replaced and the one that replaced it."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.editions.corrected_text import name_of_place
from coalition.editions.correction_states import StateTexts, texts_of
from coalition.languages import Message
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.edition_chains import chains
from coalition.memoranda.label_queries import Labels, labels_of
from coalition.memoranda.tables import CorrectionKind, CorrectionState
from coalition.published.past_days import corrections_on, editions_on
from coalition.text.differences import difference_parts, unchanged_parts
from coalition.text.recorded_words import recorded_parts
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Correction, Edition, Memorandum
    from coalition.text.differences import DifferencePart
    from coalition.text.word_differences import Parts


_LONG = 3000  # characters of a correction


class EditionState(Word):
    """What an edition is worth today."""

    IN_FORCE = "in_force", Message("in force")
    RECTIFIED = "rectified", Message("rectified")
    SUPERSEDED = "superseded", Message("superseded")


class PublicEdition(Struct, frozen=True):
    """A fixed edition; its texts have its `id`.

    `corrects` is the edition it rectifies, `made_by` the correction that created it, `followed_by` the edition that replaced it.
    """

    id: int
    number: int
    digest: str
    adopted: str | None
    adoption_rule: str | None
    authenticated_on: date
    corrects: int | None
    state: EditionState
    made_by: int | None
    followed_by: int | None


class PublicCorrection(Struct, frozen=True):
    """A correction of one passage; `provision` is its key, or `title`; objections have its `id`, for those who may see them.

    `words` are the passage before and after as people read it.
    `rectified` is the edition with the error; `corrected` is the edition without it, once there is one.
    """

    id: int
    number: int
    kind: CorrectionKind
    state: CorrectionState
    language: str
    provision: str
    name: Message
    old_text: str
    new_text: str
    words: tuple[str, str]
    reason: str
    proposed_on: date
    objections_until: date
    decided_on: date | None
    rectified: PublicEdition | None
    corrected: PublicEdition | None

    @property
    def texts(self) -> StateTexts:
        """The sentences about its state."""
        return texts_of(self)

    @property
    def is_long(self) -> bool:
        """Whether its words are too many to stand above the text."""
        return len(self.old_text) + len(self.new_text) + sum(map(len, self.words)) + len(self.reason) > _LONG

    @property
    def passages(self) -> tuple[Sequence[DifferencePart], Sequence[DifferencePart]]:
        """The passage before and after, with its tables."""
        before, after = self._parts
        return unchanged_parts(before), unchanged_parts(after)

    @property
    def difference(self) -> Sequence[DifferencePart]:
        """The differences between the two: words and cells of tables that are equal, deleted and inserted."""
        return difference_parts(*self._parts)

    @property
    def _parts(self) -> tuple[Parts, Parts]:
        return recorded_parts(self.words[0], self.old_text), recorded_parts(self.words[1], self.new_text)


class TextHistory(Struct, frozen=True):
    """Everything public about the history of a text; editions and corrections oldest first."""

    editions: Sequence[PublicEdition] = ()
    corrections: Sequence[PublicCorrection] = ()
    replaces: Sequence[MemorandumView] = ()
    successor: MemorandumView | None = None

    @property
    def open_corrections(self) -> Sequence[PublicCorrection]:
        """The corrections that are not decided."""
        return [correction for correction in self.corrections if correction.state is CorrectionState.PROPOSED]

    def edition(self, number: int) -> PublicEdition | None:
        """Return an edition by its number."""
        return next((edition for edition in self.editions if edition.number == number), None)

    def correction(self, number: int) -> PublicCorrection | None:
        """Return a correction by its number."""
        return next((correction for correction in self.corrections if correction.number == number), None)


async def text_history(memorandum: Memorandum, as_at: date | None = None) -> TextHistory:
    """Read the history of a text until a day (today when None), without drafts, in a fixed number of queries."""
    day = as_at or clock.today()
    rows = editions_on(await edition_queries.fixed_editions(memorandum.id), day, historical=memorandum.historical)
    correction_rows = corrections_on(await edition_queries.corrections_of(memorandum.id), day)
    labels = await labels_of([row.id for row in rows], {row.language for row in correction_rows}) if correction_rows else Labels({}, {})
    replaces, successor = await queries.replaced_and_replacing(memorandum)
    editions = _editions(rows, {row.edition: row.number for row in correction_rows if row.edition})
    return TextHistory(
        editions=editions,
        corrections=[_correction(row, editions, labels) for row in correction_rows],
        replaces=replaces,
        successor=successor,
    )


def _editions(rows: Sequence[Edition], made_by: Mapping[int, int]) -> list[PublicEdition]:
    """Return the editions with their states; `made_by` is the number of a correction by the id of the edition it created."""
    all_chains = chains(rows)
    editions = []
    for chain, next_chain in zip_longest(all_chains, all_chains[1:]):
        followers = [*chain[1:], next_chain[0] if next_chain else None]
        for row, follower in zip(chain, followers, strict=True):
            state = EditionState.RECTIFIED if row is not chain[-1] else EditionState.SUPERSEDED if follower else EditionState.IN_FORCE
            editions.append(_edition(row, state, made_by.get(row.id), follower.number if follower else None))
    return editions


def _edition(row: Edition, state: EditionState, made_by: int | None, followed_by: int | None) -> PublicEdition:
    return PublicEdition(
        **{name: getattr(row, name) for name in ("id", "number", "digest", "adopted", "adoption_rule", "corrects")},
        authenticated_on=row.authenticated_at.date(),
        state=state,
        made_by=made_by,
        followed_by=followed_by,
    )


def _correction(row: Correction, editions: Sequence[PublicEdition], labels: Labels) -> PublicCorrection:
    corrected = next((edition for edition in editions if edition.id == row.edition), None)
    copied = ("id", "number", "language", "provision", "reason", "proposed_on", "objections_until", "decided_on")
    return PublicCorrection(
        **{name: getattr(row, name) for name in copied},
        kind=CorrectionKind(row.kind),
        state=CorrectionState(row.state),
        name=name_of_place(row.provision, labels.in_text(row.provision, row.language)),
        old_text=row.before,
        new_text=row.after,
        words=(row.before_words, row.after_words),
        rectified=next((edition for edition in editions if corrected and edition.number == corrected.corrects), None),
        corrected=corrected,
    )
