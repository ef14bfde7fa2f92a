"""Adding accounts of coordinators and their API tokens."""

from __future__ import annotations

from coalition import clock
from coalition.database import Duplicate, transaction
from coalition.errors import CoalitionError
from coalition.people.forms import CoordinatorForm
from coalition.people.queries import active_by_email
from coalition.people.tables import ApiToken, Coordinator, Role, Scope
from coalition.people.tokens import new_token


class EmailTaken(CoalitionError):
    """Another account has this e-mail address."""


class NoSuchCoordinator(CoalitionError):
    """No coordinator has this e-mail address."""


async def add_coordinator(form: CoordinatorForm) -> Coordinator:
    """Add an account.

    Raises:
        EmailTaken: another account has the address.

    """
    row = Coordinator(email=form.email, name=form.name, role=form.role.value, language=form.language, created_at=clock.now())
    try:
        async with transaction():
            await row.save()
    except Duplicate as duplicate:
        raise EmailTaken from duplicate
    return row


async def add_token(email: str, scope: Scope) -> str:
    """Add an API token for a coordinator and return it; only its hash is stored.

    Raises:
        NoSuchCoordinator: nobody has the address, or an editor has it (editors cannot use the API).

    """
    coordinator = await active_by_email(email)
    if coordinator is None or coordinator.role != Role.COORDINATOR:
        raise NoSuchCoordinator
    token, token_hash = new_token()
    async with transaction():
        await ApiToken.insert(ApiToken(coordinator=coordinator.id, token_hash=token_hash, scope=scope.value, created_at=clock.now()))
    return token
