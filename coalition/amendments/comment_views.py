"""Comments that were handed in, as those who may read them see them: by provision, with what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.comment_queries import CommentRow, comment_for, comments_after, last_dispositions, number_of_replies
from coalition.amendments.disclosed import named_author
from coalition.amendments.tables import Disposition
from coalition.organisations import queries as organisations
from coalition.rounds.tables import AnswerDisclosure

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from coalition.amendments.readers import Reader
    from coalition.organisations.views import OrganisationView


class CommentView(Struct, frozen=True):
    """A comment; `id` names it to replies and dispositions, `provision` is a key ("" for the whole text), `round` the number of the round.

    `organisation` is None where its author asked for no name. `disclosure` is given to those who work on the draft and to the own
    organisation. `replies` counts those that the reader may read.
    """

    id: int
    provision: str
    text: str
    language: str
    organisation: OrganisationView | None
    is_own: bool
    is_late: bool
    round: int
    disclosure: AnswerDisclosure | None
    disposition: Disposition | None
    disposition_reason: str
    replies: int


class CommentsPage(Struct, frozen=True):
    """A page of comments by id; `after` is where the next page begins, 0 on the last."""

    comments: Sequence[CommentView]
    after: int


async def comments_of(reader: Reader, *, provisions: Collection[str] | None = None, after: int = 0, limit: int) -> CommentsPage:
    """Return a page of the comments that somebody may read, of all provisions or of some, in a fixed number of queries."""
    rows = await comments_after(reader, provisions, after, limit + 1)
    return CommentsPage(await _views(reader, rows[:limit]), rows[limit - 1].id if len(rows) > limit else 0)


async def comment_view(reader: Reader, comment_id: int) -> CommentView | None:
    """Return a comment that somebody may read; None if there is none. Its replies are read by `reply_views.replies_to`."""
    row = await comment_for(reader, comment_id)
    return (await _views(reader, [row]))[0] if row else None


async def _views(reader: Reader, rows: Sequence[CommentRow]) -> list[CommentView]:
    named = await organisations.views_by_id(author for row in rows if (author := named_author(reader, row)))
    dispositions = await last_dispositions(row.id for row in rows)
    replies = await number_of_replies(reader, [row.id for row in rows])
    return [
        CommentView(
            id=row.id,
            provision=row.provision,
            text=row.words,
            language=row.language,
            organisation=named.get(named_author(reader, row) or 0),
            is_own=reader.owns(row.organisation),
            is_late=row.late,
            round=row.round,
            disclosure=AnswerDisclosure(row.disclosure) if reader.is_coordinator or reader.owns(row.organisation) else None,
            disposition=Disposition(dispositions[row.id]["outcome"]) if row.id in dispositions else None,
            disposition_reason=dispositions[row.id]["reason"] if row.id in dispositions else "",
            replies=replies.get(row.id, 0),
        )
        for row in rows
    ]
