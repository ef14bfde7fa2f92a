"""Everything about a memorandum that everybody may read, as at a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts import queries as acts
from coalition.acts import status_queries
from coalition.acts.effect import effect_of
from coalition.forums import queries as forums
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.tables import WordingStatus
from coalition.published.history import text_history
from coalition.statements.queries import statements_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.acts.effect import Effect
    from coalition.acts.status import Status
    from coalition.acts.tables import RecordedCount
    from coalition.forums.views import ForumView
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum, Wording
    from coalition.published.history import TextHistory
    from coalition.statements.queries import Stated


class Published(Struct, frozen=True):
    """A memorandum with everything about it that everybody may read, as at a day; `before` is its status on an earlier day to compare with."""

    view: MemorandumView
    forum: ForumView | None
    wordings: Sequence[Wording]
    status: Status
    reported: Sequence[RecordedCount]
    statements: Sequence[Stated]
    history: TextHistory
    effect: Effect
    before: Status | None = None

    def wording(self, language: str) -> Wording | None:
        """Return the wording in a language."""
        return next((one for one in self.wordings if one.language == language), None)

    @property
    def authentic(self) -> Sequence[Wording]:
        """The wordings that count."""
        return [one for one in self.wordings if one.status == WordingStatus.AUTHENTIC]


async def published(memorandum: Memorandum, as_at: date | None = None, before: date | None = None) -> Published:
    """Read a memorandum as at a day (today when None) in a fixed number of queries; the caller holds the snapshot."""
    statuses = await status_queries.statuses_of(memorandum, [as_at, before] if before else [as_at])
    view = await memoranda.view(memorandum)
    edition = await edition_queries.latest_edition(memorandum.id)
    return Published(
        view=view,
        forum=await forums.view_of(view.forum),
        wordings=await edition_queries.wordings(edition.id),
        status=statuses[0],
        reported=await acts.reported_counts(memorandum.id),
        before=statuses[1] if before else None,
        statements=await statements_of(memorandum, as_at),
        history=await text_history(memorandum),
        effect=await effect_of(memorandum, statuses[0]),
    )


async def in_edition(found: Published, number: int) -> Published | None:
    """Return the same with the texts and the digest of another edition that was fixed; None when there is no such edition."""
    line = found.history.edition(number)
    if line is None:
        return None
    edition = line.edition
    view = replace(found.view, edition=edition.number, digest=edition.digest, adopted=edition.adopted, adoption_rule=edition.adoption_rule)
    return replace(found, view=view, wordings=await edition_queries.wordings(edition.id))
