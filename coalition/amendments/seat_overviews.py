"""What waits beside each provision of the text that a seat was sent: what others disclosed to it, and its own notes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments import queries
from coalition.amendments.comment_queries import places_of_comments
from coalition.amendments.comment_views import CommentsPage, comments_of
from coalition.amendments.filters import AmendmentFilters
from coalition.amendments.readers import reader_in
from coalition.amendments.seat_texts import SentTexts, sent_texts
from coalition.amendments.views import AmendmentsPage, amendments_of
from coalition.rounds.private_comments import waiting_comments
from coalition.rounds.tables import RoundKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.rounds.seat_links import OpenedSeat

_PAGE = 20


class Beside(Struct, frozen=True):
    """How many open amendments and comments a seat may read beside a provision, and how many notes of its own are not handed in."""

    amendments: int
    comments: int
    private: int


class SeatOverview(Struct, frozen=True):
    """The text that a seat was sent, and what waits in it, by provision ("" for the whole text and its end).

    `on_whole` are the first comments on the whole text; those on a provision stand on its page. `asks_comments`: the round asks for them.
    """

    sent: SentTexts
    amendments: Mapping[str, int]
    comments: Mapping[str, int]
    private: Mapping[str, int]
    on_whole: CommentsPage
    asks_comments: bool

    def beside(self, key: str) -> Beside:
        """Return what waits beside a provision."""
        return Beside(self.amendments.get(key, 0), self.comments.get(key, 0), self.private.get(key, 0))

    @property
    def number_private(self) -> int:
        """How many own notes are not handed in."""
        return sum(self.private.values())


async def seat_overview(opened: OpenedSeat) -> SeatOverview:
    """Return what waits beside the provisions of a seat's text, in a fixed number of queries."""
    reader = reader_in(opened)
    private = Counter(await queries.places_of_private(opened.seat.id))
    private.update((await waiting_comments(opened)).waiting.keys())
    return SeatOverview(
        sent=await sent_texts(opened.round, reader),
        amendments=await queries.number_of_open(reader),
        comments=Counter(provision for _, provision in await places_of_comments(reader)),
        private=private,
        on_whole=await comments_of(reader, provisions=[""], limit=_PAGE),
        asks_comments=opened.round.kind == RoundKind.COMMENTS,
    )


class OwnAmendments(Struct, frozen=True):
    """The first page of what an organisation handed in to its round, beside the text that it was sent."""

    page: AmendmentsPage
    sent: SentTexts


async def own_amendments(opened: OpenedSeat) -> OwnAmendments:
    """Return what the organisation of a seat handed in to its round."""
    reader = reader_in(opened)
    filters = AmendmentFilters(organisations=[reader.organisation], round=opened.round.id)
    return OwnAmendments(await amendments_of(reader, filters, limit=_PAGE, collide=False), await sent_texts(opened.round, reader))
