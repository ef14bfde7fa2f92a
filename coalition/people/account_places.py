"""The places of accounts in lists by name. A key begins with whether the account is disabled; between equal names the older account is first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coalition.collation import collation_key
from coalition.database import analyse, put_rows, transaction
from coalition.people.queries import accounts_after, stored_places
from coalition.people.tables import AccountPlace
from coalition.search.place_queries import check_not_mixed, write_places

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator

AT_ONCE = 50  # accounts; each has a place for every language


async def place_account(account: Coordinator) -> None:
    """Write the place of an account that is new or has another name, inside the caller's transaction.

    Raises:
        Unavailable: the places stored are those of another version of ICU; the database is being upgraded.

    """
    await check_not_mixed(AccountPlace)
    await _write([account])


async def move_account(account: Coordinator, *, disabled: bool) -> None:
    """Let an account stand among those that are disabled, or among the others, inside the caller's transaction.

    The rest of the key stays, of whatever version of ICU it is: an account can be disabled while the database is being upgraded.
    """
    places = await stored_places(account)
    await AccountPlace.delete().where(AccountPlace.coordinator == account.id)
    await put_rows(AccountPlace, [place | {"key": _first(disabled=disabled) + bytes(place["key"])[1:]} for place in places])


async def rebuild_account_places() -> int:
    """Write every place that is not stored as this version of ICU makes it; return of how many accounts.

    If it is interrupted, another run does what is left.
    """
    number, last = 0, 0
    while accounts := await accounts_after(last, AT_ONCE):
        last = accounts[-1].id
        async with transaction():
            number += await _write(accounts)
    await analyse("account_place")
    return number


async def _write(accounts: list[Coordinator]) -> int:
    return len(await write_places(AccountPlace.coordinator, {account.id: partial(_key_of, account) for account in accounts}))


def _key_of(account: Coordinator, language: str) -> bytes:
    return _first(disabled=account.disabled_at is not None) + collation_key(account.name, language, f"{account.id:010}")


def _first(*, disabled: bool) -> bytes:
    return b"%d" % disabled
