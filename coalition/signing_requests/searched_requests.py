"""What requests to sign are found by at the desk: the names of the organisation, in any script, and that of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import transaction
from coalition.search.indexing import index
from coalition.search.tables import Kind
from coalition.signing_requests.queries import requests_after

if TYPE_CHECKING:
    from coalition.signing_requests.tables import SigningRequest

AT_ONCE = 200


async def index_request(number: int, row: SigningRequest) -> None:
    """Let a new request be found, inside the caller's transaction."""
    await index(Kind.REQUEST, {number: _names(row)})


async def rebuild_request_search() -> int:
    """Write every text that requests are found by and that is not stored as this version makes it; return how many."""
    changed, last = 0, 0
    while rows := await requests_after(last, AT_ONCE):
        last = rows[-1].id
        async with transaction():
            changed += await index(Kind.REQUEST, {row.id: _names(row) for row in rows})
    return changed


def _names(row: SigningRequest) -> list[str]:
    return [name for name in (row.organisation_name, row.english_name, row.person) if name]
