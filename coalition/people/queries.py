"""Reads of accounts, sessions and tokens (for the checks of who somebody is)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import one_row
from coalition.people.tables import ApiToken, Coordinator, Login, SignInLink
from coalition.people.tokens import hash_of

if TYPE_CHECKING:
    from datetime import datetime

    from piccolo.columns.combination import And


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


async def open_logins(coordinator: Coordinator, *, seen_after: datetime, begun_after: datetime) -> int:
    """Count the sessions of a person that have not ended or expired (for that person)."""
    not_expired = (Login.seen_at > seen_after) & (Login.created_at > begun_after)
    return int(await Login.count().where((Login.coordinator == coordinator.id) & Login.ended_at.is_null() & not_expired))


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
    return row, row.coordinator
