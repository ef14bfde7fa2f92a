"""Accounts of coordinators and the tokens of their programs."""

from __future__ import annotations

from coalition import clock
from coalition.database import Duplicate, transaction
from coalition.errors import CoalitionError
from coalition.people.forms import CoordinatorForm
from coalition.people.queries import active_by_email
from coalition.people.tables import ApiToken, Coordinator, Role, Scope
from coalition.people.tokens import hash_of, new_token


class EmailTaken(CoalitionError):
    """There is an account with this address."""


class NoSuchCoordinator(CoalitionError):
    """There is no account with this address."""


async def add_coordinator(form: CoordinatorForm) -> Coordinator:
    """Make an account.

    Raises:
        EmailTaken: the address has one.

    """
    row = Coordinator(email=form.email, name=form.name, role=form.role.value, language=form.language, created_at=clock.now())
    try:
        async with transaction():
            await row.save()
    except Duplicate as duplicate:
        raise EmailTaken from duplicate
    return row


async def add_token(email: str, scope: Scope) -> str:
    """Make an API token for a coordinator and return it; only its hash is kept.

    Raises:
        NoSuchCoordinator: the address has no account, or that of an editor, for whom the API does nothing.

    """
    coordinator = await active_by_email(email)
    if coordinator is None or coordinator.role != Role.COORDINATOR:
        raise NoSuchCoordinator
    token, token_hash = new_token()
    async with transaction():
        await ApiToken.insert(ApiToken(coordinator=coordinator.id, token_hash=token_hash, scope=scope.value, created_at=clock.now()))
    return token


async def token_holder(token: str) -> tuple[ApiToken, Coordinator] | None:
    """Return an API token's row and whose it is, unless it was revoked or its holder disabled."""
    row = await ApiToken.objects(ApiToken.coordinator).get((ApiToken.token_hash == hash_of(token)) & ApiToken.revoked_at.is_null())
    if row is None or row.coordinator.disabled_at:
        return None
    return row, row.coordinator
