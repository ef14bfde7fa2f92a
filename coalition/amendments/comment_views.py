"""Comments that were handed in, as those who may read them see them: with replies, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.comment_queries import comment_for, comments_on, last_dispositions
from coalition.amendments.disclosed import named_author
from coalition.amendments.reply_views import ReplyView, replies_beside
from coalition.amendments.tables import Disposition
from coalition.organisations import queries as organisations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.amendments.comment_queries import CommentRow
    from coalition.amendments.readers import Reader
    from coalition.organisations.views import OrganisationView


class CommentView(Struct, frozen=True):
    """A comment; `organisation` is None where it is not named to the reader, `disposition` where nothing became of it so far."""

    id: int
    provision: str
    text: str
    language: str
    organisation: OrganisationView | None
    is_own: bool
    round: int
    is_late: bool
    disposition: Disposition | None
    disposition_reason: str
    replies: Sequence[ReplyView]


class CommentsPage(Struct, frozen=True):
    """A page of comments; `after` is where the next one begins, "" on the last."""

    comments: Sequence[CommentView]
    after: str


async def comments_beside(reader: Reader, provision: str, *, after: str = "", limit: int) -> CommentsPage:
    """Return a page of the comments on a provision that somebody may read, in a fixed number of queries."""
    rows = await comments_on(reader, provision, after, limit + 1)
    return CommentsPage(await _views(reader, rows[:limit]), rows[limit - 1].key if len(rows) > limit else "")


async def comment_view(reader: Reader, comment_id: int) -> CommentView | None:
    """Return a comment that somebody may read; None if there is none."""
    row = await comment_for(reader, comment_id)
    return (await _views(reader, [row]))[0] if row else None


async def _views(reader: Reader, rows: Sequence[CommentRow]) -> list[CommentView]:
    named = await organisations.views_by_id({author for row in rows if (author := named_author(reader, row))})
    ids = [row.id for row in rows]
    dispositions = await last_dispositions(ids)
    replies = (await replies_beside(reader, comments=ids)).to_comments
    return [
        CommentView(
            id=row.id,
            provision=row.provision,
            text=row.words,
            language=row.language,
            organisation=named.get(named_author(reader, row) or 0),
            is_own=row.organisation in reader.entries,
            round=row.round,
            is_late=row.late,
            disposition=Disposition(became["outcome"]) if (became := dispositions.get(row.id)) else None,
            disposition_reason=became["reason"] if became else "",
            replies=replies.get(row.id, []),
        )
        for row in rows
    ]
