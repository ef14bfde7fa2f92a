"""Appeals in lists that everybody reads: those that are open first, then those that ended, each group with the newest first."""

from __future__ import annotations

import re
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.appeals.queries import public_appeals, was_sent
from coalition.deliveries.timelines import public_outcomes
from coalition.languages import Message
from coalition.memoranda.queries import newest_public
from coalition.memoranda.tables import Memorandum, MemorandumKind, SigningState
from coalition.search.match_marks import Words
from coalition.search.queries import matching
from coalition.search.tables import Kind
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piccolo.custom_types import Combinable

    from coalition.appeals.views import AppealView
    from coalition.deliveries.views import EntryView
    from coalition.memoranda.queries import MemorandumView

_PLACE = re.compile(r"(open|ended)\.(.{1,200})")


class AppealStage(Word):
    """Whether an appeal can be signed, as readers choose it."""

    OPEN = "open", Message("Open")
    ENDED = "ended", Message("Ended")


class AppealFilter(Struct, frozen=True):
    """Which appeals are asked for; an empty value chooses all. `words` are of a title in any language."""

    words: Words = Words()
    stage: AppealStage | None = None

    def __bool__(self) -> bool:
        """Whether it leaves appeals out."""
        return bool(self.words or self.stage)


OPEN_NOW = AppealFilter(stage=AppealStage.OPEN)


class ListedAppeal(Struct, frozen=True):
    """An appeal in a list; `outcome` is what became of it, as far as everybody reads it."""

    view: MemorandumView
    appeal: AppealView
    outcome: EntryView | None

    @property
    def place(self) -> str:
        """Where it stands in the list."""
        return f"{AppealStage.OPEN.value if self.view.is_open else AppealStage.ENDED.value}.{self.view.place}"


class AppealsPage(Struct, frozen=True):
    """A page of a list; `after` is where the next page begins, "" on the last."""

    appeals: Sequence[ListedAppeal]
    after: str


async def listed_appeals(chosen: AppealFilter, *, after: str = "", limit: int) -> AppealsPage:
    """Return a page of the appeals that everybody reads; the views have names only while the consent counts.

    `after` is the `place` of the last one shown; what is no place begins the list.
    """
    views = await _memoranda(chosen, after, limit + 1)
    ids = [view.id for view in views[:limit]]
    appeals, outcomes = await public_appeals(ids), await public_outcomes(ids)
    shown = [ListedAppeal(view, appeals[view.id], outcomes.get(view.id)) for view in views[:limit] if view.id in appeals]
    return AppealsPage(shown, shown[-1].place if len(views) > limit else "")


async def _memoranda(chosen: AppealFilter, after: str, limit: int) -> Sequence[MemorandumView]:
    match = _PLACE.fullmatch(after)
    begins, place = (AppealStage(match[1]), match[2]) if match else (AppealStage.OPEN, "")
    views: list[MemorandumView] = []
    for stage in AppealStage:
        if chosen.stage in {None, stage} and (begins is AppealStage.OPEN or stage is AppealStage.ENDED) and len(views) < limit:
            left = limit - len(views)
            views += await newest_public(these=_condition(chosen.words, stage), after=place if stage is begins else "", limit=left)
    return views


def _condition(words: Words, stage: AppealStage) -> Combinable:
    opened = Memorandum.signing_state == SigningState.OPEN.value
    state = opened if stage is AppealStage.OPEN else Memorandum.signing_state != SigningState.OPEN.value
    found: list[Combinable] = [matching(Kind.PUBLIC_MEMORANDUM, Memorandum.id, words.query)] if words else []
    return reduce(and_, [Memorandum.kind == MemorandumKind.URGENT_APPEAL.value, Memorandum.id.is_in(was_sent()), state, *found])
