"""Finding accounts and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import one_row
from coalition.people.tables import Coordinator, Login

if TYPE_CHECKING:
    from datetime import datetime


async def active(coordinator_id: int) -> Coordinator | None:
    """Return an account that may sign in."""
    return await one_row(Coordinator, (Coordinator.id == coordinator_id) & Coordinator.disabled_at.is_null())


async def is_active(coordinator_id: int) -> bool:
    """Whether an account may sign in."""
    return await Coordinator.exists().where(Coordinator.id == coordinator_id, Coordinator.disabled_at.is_null())


async def active_by_email(email: str) -> Coordinator | None:
    """Return the account with an address, in capital or small letters, if it may sign in."""
    return await one_row(Coordinator, (Coordinator.email == email.lower()) & Coordinator.disabled_at.is_null())


async def login(token_hash: str) -> Login | None:
    """Return a session."""
    return await one_row(Login, Login.token_hash == token_hash)


async def open_logins(coordinator: Coordinator, *, seen_after: datetime, begun_after: datetime) -> int:
    """Count the sessions that were not ended and still live."""
    living = (Login.seen_at > seen_after) & (Login.created_at > begun_after)
    return int(await Login.count().where((Login.coordinator == coordinator.id) & Login.ended_at.is_null() & living))
