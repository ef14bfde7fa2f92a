"""Reads of accounts, sessions and tokens (for the checks of who somebody is)."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.database import among, is_postgres, one_row, transaction
from coalition.people.tables import AccountPlace, ApiToken, Coordinator, Login, Role, SignInLink
from coalition.people.tokens import hash_of
from coalition.search.place_queries import are_complete, in_order_for
from coalition.search.queries import Listing, Places, search, tested
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from piccolo.columns.combination import And
    from piccolo.custom_types import Combinable


async def active(coordinator_id: int) -> Coordinator | None:
    """Return an account, or None if it is unknown or disabled."""
    return await one_row(Coordinator, (Coordinator.id == coordinator_id) & Coordinator.disabled_at.is_null())


async def is_active(coordinator_id: int) -> bool:
    """Return whether an account exists and is not disabled."""
    return await Coordinator.exists().where(Coordinator.id == coordinator_id, Coordinator.disabled_at.is_null())


async def active_by_email(email: str) -> Coordinator | None:
    """Return the account with an e-mail address (case is ignored), or None if it is unknown or disabled."""
    return await one_row(Coordinator, (Coordinator.email == email.lower()) & Coordinator.disabled_at.is_null())


async def login(token_hash: str) -> Login | None:
    """Return a session."""
    return await one_row(Login, Login.token_hash == token_hash)


async def hashes_of_logins(coordinator_id: int, begun_after: datetime) -> list[str]:
    """Return the hashes of the tokens of a person's sessions, ended or not, that began after a moment (for that person)."""
    recent = (Login.coordinator == coordinator_id) & (Login.created_at > begun_after)
    return list(await Login.select(Login.token_hash).where(recent).output(as_list=True))


async def account(coordinator_id: int) -> Coordinator | None:
    """Return an account, disabled or not (for coordinators, and for commands)."""
    return await one_row(Coordinator, Coordinator.id == coordinator_id)


async def names_of(coordinator_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of accounts, disabled or not, by id (for their colleagues)."""
    rows = await Coordinator.select(Coordinator.id, Coordinator.name).where(among(Coordinator.id, coordinator_ids))
    return {row["id"]: row["name"] for row in rows}


async def account_by_email(email: str) -> Coordinator | None:
    """Return the account with an e-mail address, disabled or not (for commands)."""
    return await one_row(Coordinator, Coordinator.email == email.lower())


async def active_coordinators() -> list[Coordinator]:
    """Return the coordinators who can sign in (to write to them, and for approvals)."""
    active = Coordinator.disabled_at.is_null() & (Coordinator.role == Role.COORDINATOR.value)
    return await Coordinator.objects().where(active).order_by(Coordinator.id)


async def lock_coordinators() -> set[int]:
    """Return the ids of the coordinators who can sign in, and let nobody else disable or enable one until the transaction ends."""
    query = Coordinator.select(Coordinator.id, Coordinator.disabled_at).where(Coordinator.role == Role.COORDINATOR.value).order_by(Coordinator.id)
    rows = await (query.lock_rows("NO KEY UPDATE") if is_postgres() else query)
    return {row["id"] for row in rows if row["disabled_at"] is None}


async def accounts_after(after: int, limit: int) -> list[Coordinator]:
    """Return the accounts that follow an id, for what is rebuilt for one after the other."""
    return await Coordinator.objects().where(Coordinator.id > after).order_by(Coordinator.id).limit(limit)


async def number_of_accounts() -> int:
    """Return how many accounts there are (for checks of what is computed from them)."""
    return int(await Coordinator.count())


async def stored_places(account: Coordinator) -> list[dict[str, Any]]:
    """Return the places of an account in lists (for what writes them)."""
    columns = (AccountPlace.coordinator, AccountPlace.language, AccountPlace.icu_version, AccountPlace.key)
    return await AccountPlace.select(*columns).where(AccountPlace.coordinator == account.id)


async def are_placed() -> bool:
    """Return whether every account has a place of this version of ICU for every language of the interface."""
    return await are_complete(AccountPlace, await number_of_accounts())


def account_filters(*, role: str = "", disabled: str = "") -> Combinable | None:
    """Return the condition on accounts of a role, and of whether they are disabled (yes or no); None if everybody is asked for."""
    conditions: list[Combinable] = [Coordinator.role == role] if role else []
    if disabled:
        conditions.append(Coordinator.disabled_at.is_not_null() if disabled == "yes" else Coordinator.disabled_at.is_null())
    return reduce(and_, conditions) if conditions else None


async def by_name(  # noqa: PLR0913 -- the choices of a list
    language: str, text: str = "", filters: Combinable | None = None, *, after: str = "", limit: int, descending: bool = False
) -> Places:
    """Return a page of accounts by name as readers of a language expect it, the active ones first (for coordinators)."""
    order = (AccountPlace, AccountPlace.coordinator, AccountPlace.key, in_order_for(AccountPlace, language))
    listing = Listing(Kind.ACCOUNT, Coordinator, Coordinator.id, *order)
    return await search(listing, text, filters, after=after, limit=limit, descending=descending)


async def by_age(text: str = "", filters: Combinable | None = None, *, after: int = 0, limit: int, newest_first: bool) -> Places:
    """Return a page of accounts, the newest or the oldest first (for coordinators); `after` is the id of the last one before, 0 for none."""
    query = Coordinator.select(Coordinator.id).order_by(Coordinator.id, ascending=not newest_first).limit(limit + 1)
    if after:
        query = query.where(Coordinator.id < after if newest_first else Coordinator.id > after)
    if text:
        query = query.where(await tested(Kind.ACCOUNT, Coordinator.id, text))
    ids = [row["id"] for row in await (query if filters is None else query.where(filters))]
    return Places(ids[:limit], str(ids[limit - 1]) if len(ids) > limit else "")


async def with_sessions(ids: Sequence[int], *, seen_after: datetime, begun_after: datetime) -> list[AccountView]:
    """Return some accounts in their order, with the numbers of their sessions and tokens (for coordinators)."""
    accounts = {account.id: account for account in await Coordinator.objects().where(among(Coordinator.id, ids))}
    logins: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for login in await Login.select(Login.coordinator, Login.created_at, Login.seen_at, Login.ended_at).where(among(Login.coordinator, ids)):
        logins[login["coordinator"]].append(login)
    valid = among(ApiToken.coordinator, ids) & ApiToken.revoked_at.is_null()
    tokens = Counter(await ApiToken.select(ApiToken.coordinator).where(valid).output(as_list=True))
    return [_view(accounts[number], logins[number], tokens[number], (seen_after, begun_after)) for number in ids]


class AccountView(Struct, frozen=True):
    """An account, the day of its last request, and the numbers of its open sessions and tokens."""

    account: Coordinator
    seen_on: date | None
    logins: int
    tokens: int


def _view(row: Coordinator, logins: Sequence[dict[str, Any]], tokens: int, open_since: tuple[datetime, datetime]) -> AccountView:
    seen_after, begun_after = open_since
    is_open = [not login["ended_at"] and login["seen_at"] > seen_after and login["created_at"] > begun_after for login in logins]
    return AccountView(row, max((login["seen_at"].date() for login in logins), default=None), sum(is_open), tokens)


async def open_logins(coordinator: Coordinator, *, seen_after: datetime, begun_after: datetime) -> Sequence[dict[str, Any]]:
    """Return the sessions of a person that have not ended or expired, the newest first (for that person)."""
    not_expired = (Login.seen_at > seen_after) & (Login.created_at > begun_after)
    columns = (Login.id, Login.created_at, Login.seen_at, Login.token_hash)
    own = (Login.coordinator == coordinator.id) & Login.ended_at.is_null() & not_expired
    return await Login.select(*columns).where(own).order_by(Login.created_at, ascending=False)


async def tokens_of(coordinator: Coordinator) -> Sequence[dict[str, Any]]:
    """Return the API tokens of a person that are not revoked (for that person)."""
    columns = (ApiToken.id, ApiToken.name, ApiToken.scope, ApiToken.created_at, ApiToken.last_used_on)
    return await ApiToken.select(*columns).where((ApiToken.coordinator == coordinator.id) & ApiToken.revoked_at.is_null()).order_by(ApiToken.id)


async def all_tokens() -> Sequence[dict[str, Any]]:
    """Return every API token that is not revoked, with the address of its holder (for commands)."""
    columns = (ApiToken.id, ApiToken.name, ApiToken.scope, ApiToken.created_at, ApiToken.last_used_on, ApiToken.coordinator.email.as_alias("email"))
    return await ApiToken.select(*columns).where(ApiToken.revoked_at.is_null()).order_by(ApiToken.id)


def usable_link(token_hash: str, now: datetime) -> And:
    """Return the condition for a sign-in link that can still be used."""
    return (SignInLink.token_hash == token_hash) & SignInLink.used_at.is_null() & (SignInLink.expires_at > now)


async def link_exists(token_hash: str, now: datetime) -> bool:
    """Return whether there is a sign-in link that can still be used."""
    return await SignInLink.exists().where(usable_link(token_hash, now))


async def token_holder(token: str) -> tuple[ApiToken, Coordinator] | None:
    """Return an API token and its coordinator, or None if the token is revoked or the account disabled."""
    row = await ApiToken.objects(ApiToken.coordinator).get((ApiToken.token_hash == hash_of(token)) & ApiToken.revoked_at.is_null())
    if row is None or row.coordinator.disabled_at:
        return None
    await _note_use(row)
    return row, row.coordinator


async def _note_use(token: ApiToken) -> None:
    """Store the day of the last use, once a day."""
    if token.last_used_on != clock.today():
        async with transaction(brief=True):
            await ApiToken.update({ApiToken.last_used_on: clock.today()}).where(ApiToken.id == token.id)
