"""Comments that were handed in, as those who work on the draft read them: the list in the order of the text, and one with its replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.comment_queries import (
    CommentRow,
    comment_for,
    comments_about,
    last_dispositions,
    numbers_by_provision,
    provision_of_comment,
)
from coalition.amendments.disclosed import named_author
from coalition.amendments.reply_views import ReplyView, replies_to
from coalition.amendments.tables import Disposition
from coalition.amendments.text_order import Listing, TextOrder, page_in_order
from coalition.amendments.views import texts_read_by
from coalition.organisations import queries as organisations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.amendments.readers import Reader
    from coalition.organisations.views import OrganisationView


class CommentLine(Struct, frozen=True):
    """A comment with what became of it, None so far; `organisation` is None where the reader may not know it."""

    comment: CommentRow
    organisation: OrganisationView | None
    disposition: Disposition | None
    disposition_reason: str


class CommentView(Struct, frozen=True):
    """A comment with its replies."""

    line: CommentLine
    replies: Sequence[ReplyView]


async def comments_by_provision(reader: Reader, provision: str | None = None, *, after: int = 0, limit: int) -> tuple[list[CommentLine], int]:
    """Return a page of the comments that somebody may read, in the order of the text, and the id after which the next one begins, or 0.

    With a `provision` ("" for the whole text), those about it.
    """

    async def read(keys: Sequence[str], begin: int, most: int) -> tuple[Sequence[CommentRow], bool]:
        rows = await comments_about(reader, keys, begin, most + 1)
        return rows[:most], len(rows) > most

    listing = Listing(await numbers_by_provision(reader, provision), lambda row: row.id, lambda row: row.provision, read)
    begun = await provision_of_comment(reader, after) if after else None
    order = TextOrder.of(await texts_read_by(reader), whole_text_first=True)
    rows, more = await page_in_order(listing, order, begun=begun, after=after, limit=limit)
    return await _lines(reader, rows), more


async def comment_view(reader: Reader, comment: int) -> CommentView | None:
    """Return a comment that somebody may read; None if there is none."""
    row = await comment_for(reader, comment)
    if row is None:
        return None
    [line] = await _lines(reader, [row])
    return CommentView(line, await replies_to(reader, comment=comment))


async def _lines(reader: Reader, rows: Sequence[CommentRow]) -> list[CommentLine]:
    authors = {row.id: author for row in rows if (author := named_author(reader, row))}
    named = await organisations.views_by_id({*authors.values()})
    dispositions = await last_dispositions(row.id for row in rows)
    return [
        CommentLine(
            row,
            named.get(authors.get(row.id, 0)),
            Disposition(dispositions[row.id]["outcome"]) if row.id in dispositions else None,
            dispositions[row.id]["reason"] if row.id in dispositions else "",
        )
        for row in rows
    ]
