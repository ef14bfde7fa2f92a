"""Choosing memoranda of the public list by words, their stage and their kind."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.database import one_of
from coalition.languages import Message
from coalition.memoranda.tables import Memorandum, MemorandumKind, SigningState
from coalition.search.match_marks import Words
from coalition.search.queries import matching
from coalition.search.tables import Kind
from coalition.words import Word, for_each

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piccolo.custom_types import Combinable


class MemorandumStage(Word):
    """How far the signing of a memorandum is, as readers choose it."""

    NOT_OPEN = "not_open", Message("Not yet open")
    OPEN = "open", Message("Open for signature or accession")
    CLOSED = "closed", Message("Closed")
    PAST = "past", Message("Record of the past")


_SIGNED_NOW: Mapping[MemorandumStage, Sequence[SigningState]] = for_each(
    MemorandumStage,
    {
        MemorandumStage.NOT_OPEN: (SigningState.NOT_OPEN,),
        MemorandumStage.OPEN: (SigningState.OPEN, SigningState.ACCESSION_ONLY),
        MemorandumStage.CLOSED: (SigningState.CLOSED, SigningState.ENDED),
        MemorandumStage.PAST: (),
    },
)


class MemorandumFilter(Struct, frozen=True):
    """Which public memoranda are asked for; an empty value chooses all. `words` are of a title in any language, or of the symbol."""

    words: Words = Words()
    stage: MemorandumStage | None = None
    kind: MemorandumKind | None = None

    def __bool__(self) -> bool:
        """Whether it leaves memoranda out."""
        return bool(self.words or self.stage or self.kind)

    @property
    def condition(self) -> Combinable | None:
        """The condition on memoranda, beside that they are public; None if all of them fulfil it."""
        conditions: list[Combinable] = [matching(Kind.PUBLIC_MEMORANDUM, Memorandum.id, self.words.query)] if self.words else []
        if self.stage:
            conditions.append(_in_stage(self.stage))
        if self.kind:
            conditions.append(Memorandum.kind == self.kind.value)
        return reduce(and_, conditions) if conditions else None


def _in_stage(stage: MemorandumStage) -> Combinable:
    """Return the condition of a stage; what was terminated is closed, whatever its window."""
    if stage is MemorandumStage.PAST:
        return Memorandum.historical.eq(True)  # noqa: FBT003 -- a value of the column
    states = one_of(Memorandum.signing_state, [state.value for state in _SIGNED_NOW[stage]])
    if stage is MemorandumStage.CLOSED:
        in_stage: Combinable = states | Memorandum.terminated_on.is_not_null()
    else:
        in_stage = states & Memorandum.terminated_on.is_null()
    return in_stage & Memorandum.historical.eq(False)  # noqa: FBT003 -- a value of the column
