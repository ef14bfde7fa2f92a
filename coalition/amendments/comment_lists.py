"""The list of comments in the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.amendments.comment_queries import number_of_comments, provision_of_comment
from coalition.amendments.comment_views import CommentsPage, CommentView, comments_of
from coalition.amendments.text_order import Listing, TextOrder, page_in_order
from coalition.amendments.views import texts_read_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.amendments.readers import Reader


async def comments_by_provision(reader: Reader, provision: str | None = None, *, after: int = 0, limit: int) -> CommentsPage:
    """Return a page of the comments that somebody may read, in the order of the text; with a `provision` ("" for the whole text), those about it."""

    async def read(keys: Sequence[str], begin: int, most: int) -> tuple[Sequence[CommentView], bool]:
        page = await comments_of(reader, provisions=keys, after=begin, limit=most)
        return page.comments, bool(page.after)

    counts = await number_of_comments(reader, None if provision is None else [provision])
    listing = Listing(counts, lambda comment: comment.id, lambda comment: comment.provision, read)
    begun = await provision_of_comment(reader, after) if after else None
    order = TextOrder.of(await texts_read_by(reader), whole_text_first=True)
    return CommentsPage(*await page_in_order(listing, order, begun=begun, after=after, limit=limit))
