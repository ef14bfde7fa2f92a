"""What colleagues are found by at the desk: their name in any script, and their address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import transaction
from coalition.people.queries import accounts_after
from coalition.search.indexing import index
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator

AT_ONCE = 200


async def index_account(account: Coordinator, name: str) -> None:
    """Let an account be found by a name, and by no earlier one, inside the caller's transaction."""
    await index(Kind.ACCOUNT, {account.id: [name, account.email]})


async def rebuild_account_search() -> int:
    """Write every text that accounts are found by and that is not stored as this version makes it; return how many."""
    changed, last = 0, 0
    while accounts := await accounts_after(last, AT_ONCE):
        last = accounts[-1].id
        async with transaction():
            changed += await index(Kind.ACCOUNT, {account.id: [account.name, account.email] for account in accounts})
    return changed
