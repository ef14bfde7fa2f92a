"""The public view of a memorandum: plain values, from which pages, files and the answers of the API are written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts import queries as acts
from coalition.acts import status_queries
from coalition.acts.effect import effect_of
from coalition.acts.status_pages import sliced
from coalition.acts.tables import ActKind
from coalition.acts.visible_histories import is_past
from coalition.forums import queries as forums
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.replaced_day_queries import days_on
from coalition.memoranda.tables import WordingStatus
from coalition.partial_dates import PartialDate
from coalition.published.history import text_history
from coalition.published.past_view import view_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from coalition.acts.effect import Effect
    from coalition.acts.status import Status
    from coalition.acts.status_pages import Asked
    from coalition.forums.views import ForumTextView, ForumView
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum
    from coalition.published.history import TextHistory


class PublicForum(Struct, frozen=True):
    """The forum of a memorandum: its title and summary by language, and the countries it is about."""

    slug: str
    countries: tuple[str, ...]
    words: Mapping[str, ForumTextView]

    def text(self, language: str) -> ForumTextView:
        """Return the title and summary in a language, else in English, else in any language."""
        return self.words.get(language) or self.words.get("en") or next(iter(self.words.values()))


class PublicText(Struct, frozen=True):
    """The text of an edition in one language; `id` and `edition` are the ids of the wording and of its edition."""

    id: int
    edition: int
    language: str
    status: WordingStatus
    title: str
    body: str


class ReportedCount(Struct, frozen=True):
    """A number of organisations that a source reports without naming them."""

    act: ActKind
    at_least: int
    source: str


class PublicMemorandum(Struct, frozen=True):
    """A memorandum with everything public about it, as at a day, but for the statements of its parties.

    `texts` are those of the shown edition, authentic ones first; `earlier_status` is the status on an earlier day to compare with.
    `recorded_counts` are the numbers that sources report, whatever the day.
    """

    view: MemorandumView
    forum: PublicForum | None
    texts: Sequence[PublicText]
    status: Status
    recorded_counts: Sequence[ReportedCount]
    history: TextHistory
    effect: Effect
    earlier_status: Status | None = None

    def text(self, language: str) -> PublicText | None:
        """Return the text in a language."""
        return next((text for text in self.texts if text.language == language), None)

    @property
    def reported(self) -> Sequence[ReportedCount]:
        """The numbers that sources report, from the day on which the memorandum was announced; on every day if that is not known."""
        announced = PartialDate(self.view.announced) if self.view.announced else None
        return self.recorded_counts if is_past(announced, self.status.as_at, clock.today()) else ()

    @property
    def authentic_texts(self) -> Sequence[PublicText]:
        """The texts that are signed."""
        return [text for text in self.texts if text.status is WordingStatus.AUTHENTIC]


async def public_view(
    memorandum: Memorandum, as_at: date | None = None, earlier: date | None = None, *, asked: Asked = status_queries.FIRST
) -> PublicMemorandum:
    """Read a memorandum as at a day (today when None) in a fixed number of queries, inside the caller's read transaction.

    The status has the lines that are asked for, by default the first; with an `earlier` day both statuses are whole.
    The caller checks whether the reader may see the memorandum.
    """
    whole = await status_queries.statuses_of(memorandum, [as_at, earlier]) if earlier else await status_queries.past_statuses(memorandum, as_at)
    status = whole[0] if whole else await status_queries.status_page(memorandum, asked)
    day = status.as_at
    view = replace(await memoranda.view(memorandum), drafted=None)
    history = await text_history(memorandum, day)
    if day < clock.today():
        view = view_on(view, history.editions[-1] if history.editions else None, day, await days_on(memorandum.id, day))
    return PublicMemorandum(
        view=view,
        forum=_forum(await forums.view_of(view.forum)),
        texts=await _texts(history.editions[-1].id if history.editions else (await edition_queries.latest_edition(memorandum.id)).id),
        status=status if earlier or not whole else await asyncio.to_thread(sliced, status, asked),
        recorded_counts=[ReportedCount(ActKind(row.kind), row.at_least, row.source) for row in await acts.reported_counts(memorandum.id)],
        earlier_status=whole[1] if earlier else None,
        history=history,
        effect=await effect_of(view, status),
    )


def _forum(view: ForumView | None) -> PublicForum | None:
    return PublicForum(view.slug, view.countries, view.texts) if view else None


async def _texts(edition_id: int) -> list[PublicText]:
    rows = await edition_queries.wordings(edition_id)
    return [PublicText(row.id, edition_id, row.language, WordingStatus(row.status), row.title, row.body) for row in rows]


async def in_edition(public: PublicMemorandum, number: int) -> PublicMemorandum | None:
    """Return the same view with the texts and the digest of another fixed edition; None if there is no such edition."""
    edition = public.history.edition(number)
    if edition is None:
        return None
    view = replace(public.view, edition=edition.number, digest=edition.digest, adopted=edition.adopted, adoption_rule=edition.adoption_rule)
    return replace(public, view=view, texts=await _texts(edition.id))
