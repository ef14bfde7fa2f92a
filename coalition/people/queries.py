"""Finding accounts and sessions."""

from __future__ import annotations

from coalition.people.tables import Coordinator, Login


async def active(coordinator_id: int) -> Coordinator | None:
    """Return an account that may sign in."""
    return await Coordinator.objects().get((Coordinator.id == coordinator_id) & Coordinator.disabled_at.is_null())


async def is_active(coordinator_id: int) -> bool:
    """Whether an account may sign in."""
    return await Coordinator.exists().where(Coordinator.id == coordinator_id, Coordinator.disabled_at.is_null())


async def active_by_email(email: str) -> Coordinator | None:
    """Return the account with an address, if it may sign in."""
    return await Coordinator.objects().get((Coordinator.email == email) & Coordinator.disabled_at.is_null())


async def login(token_hash: str) -> Login | None:
    """Return a session."""
    return await Login.objects().get(Login.token_hash == token_hash)


async def open_logins(coordinator: Coordinator) -> int:
    """Count the sessions that were not ended."""
    return int(await Login.count().where((Login.coordinator == coordinator.id) & Login.ended_at.is_null()))
