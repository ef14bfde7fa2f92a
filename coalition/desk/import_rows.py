"""The rows of an import, a page at a time: those that it would write, and the memberships that it added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import database
from coalition.desk.paging import PAGE, Asked, asked_in
from coalition.imports.membership_queries import memberships_of_import
from coalition.search_keys import search_key
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.imports.file_previews import Preview, RowShown
    from coalition.imports.tables import Import
    from coalition.web.routing import AnyRequest


class RowsPage(Struct, frozen=True):
    """A page of rows, what its address asks for, and where the next page begins; "" if there is none."""

    rows: Sequence[Any]
    asked: Asked
    more: str

    @property
    def can_be_searched(self) -> bool:
        """Whether there are more rows than fit on a page."""
        return bool(self.asked.q or self.asked.after or self.more)

    @property
    def first(self) -> str:
        """The query of the address of the first page; "" on it."""
        return f"?{self.asked.other()}" if self.asked.after else ""

    @property
    def next(self) -> str:
        """The query of the address of the next page; "" on the last one."""
        return f"?{self.asked.other(after=self.more)}" if self.more else ""


def rows_to_write(request: AnyRequest, preview: Preview) -> RowsPage:
    """Return a page of the rows that an import would write, in the order of the file: all, or those with words like those looked for."""
    asked = asked_in(request)
    words = search_key(asked.q).split()
    found = [row for row in preview.rows if _has(row, words) and row.number > number_or_zero(asked.after)]
    more = str(found[PAGE - 1].number) if len(found) > PAGE else ""
    return RowsPage(found[:PAGE], asked, more)


def _has(row: RowShown, words: Sequence[str]) -> bool:
    text = search_key(" ".join((row.name, row.slug, *row.cells, *row.details))) if words else ""
    return all(word in text for word in words)


async def added_memberships(request: AnyRequest, row: Import) -> RowsPage:
    """Return a page of the memberships that an import added, as they are now, by name of the member."""
    asked = asked_in(request)
    async with database.reading():
        page = await memberships_of_import(row.id, asked.q, language=language_of(request), after=asked.after, limit=PAGE)
    return RowsPage(page.members, asked, page.after)
