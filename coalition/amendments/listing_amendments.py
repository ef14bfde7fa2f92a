"""The list of amendments in the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition.amendments.filters import EVERY_AMENDMENT, AmendmentFilters
from coalition.amendments.list_queries import numbers_by_provision, provision_of
from coalition.amendments.text_order import Listing, TextOrder, page_in_order
from coalition.amendments.views import AmendmentLine, AmendmentsPage, amendments_of, texts_read_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.amendments.readers import Reader


async def amendments_by_provision(reader: Reader, filters: AmendmentFilters = EVERY_AMENDMENT, *, after: int = 0, limit: int) -> AmendmentsPage:
    """Return a page of the amendments that somebody may read, in the order of the text, beginning after the one with a number."""

    async def read(keys: Sequence[str], begin: int, most: int) -> tuple[Sequence[AmendmentLine], bool]:
        page = await amendments_of(reader, replace(filters, provisions=keys), after=begin, limit=most)
        return page.lines, bool(page.after)

    listing = Listing(await numbers_by_provision(reader, filters), lambda line: line.number, lambda line: line.provision, read)
    begun = await provision_of(reader, after) if after else None
    order = TextOrder.of(await texts_read_by(reader))
    return AmendmentsPage(*await page_in_order(listing, order, begun=begun, after=after, limit=limit))
