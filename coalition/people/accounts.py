"""Adding accounts and API tokens, and inviting colleagues by letter."""

from __future__ import annotations

from typing import Any

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.database import Duplicate, put, savepoint, transaction
from coalition.directions import PersonName
from coalition.errors import CoalitionError
from coalition.languages import Message
from coalition.mail.writing import write_letter
from coalition.people import queries
from coalition.people.account_letters import letter_subject, tell
from coalition.people.account_places import place_account
from coalition.people.forms import CoordinatorForm
from coalition.people.searched_accounts import index_account
from coalition.people.signing_in import FIRST_LINK_LIFETIME, LINK_LIFETIME, make_link, send_link
from coalition.people.tables import ApiToken, Coordinator, Role, Scope
from coalition.people.tokens import new_token
from coalition.settings import load
from coalition.trail import TrailAct


class EmailTaken(CoalitionError):
    """Another account has this e-mail address."""


class NoSuchCoordinator(CoalitionError):
    """No coordinator has this e-mail address."""


async def add_coordinator(form: CoordinatorForm) -> Coordinator:
    """Add an account.

    Raises:
        EmailTaken: another account has the address.

    """
    columns: dict[str, Any] = {"email": form.email, "name": form.name, "role": form.role.value, "language": form.language}
    try:
        async with transaction():
            async with savepoint():
                row = await put(Coordinator, **columns, created_at=clock.now())
            await index_account(row, row.name)
            await place_account(row)
            await trail.record(TrailAct.ACCOUNT_ADDED, f"coordinator:{row.id}")
    except Duplicate as duplicate:
        raise EmailTaken from duplicate
    return row


async def tell_of_account(person: Coordinator, by: Coordinator | None = None) -> None:
    """Tell the other coordinators that an account was added; `by` is who added it at the desk."""
    async with transaction():
        others = [other for other in await queries.active_coordinators() if other.id != person.id]
        await tell(others, Message("An account was added: {whom}, {role}.", whom=PersonName(person.name), role=Role(person.role).word), by=by)


async def invite_colleague(form: CoordinatorForm, by: Coordinator | None = None) -> None:
    """Add an account and mail its first sign-in link; `by` is who invites at the desk.

    The caller is not told whether the address has an account already: then the person gets an ordinary sign-in link, unless the
    account is disabled.
    """
    async with transaction():
        await trail.record(TrailAct.COLLEAGUE_INVITED)
        try:
            person = await add_coordinator(form)
        except EmailTaken:
            known = await queries.active_by_email(form.email)
            if known is not None:
                await send_link(known, known.language, LINK_LIFETIME)
            return
        await tell_of_account(person, by)
        token = await make_link(person)
        link = load().base_url + url_for("desk.sign_in_link.show", lang=person.language, token=token)
        expires = clock.now() + FIRST_LINK_LIFETIME
        letter: dict[str, Any] = {"name": person.name, "inviter": by.name if by else "", "link": link, "expires": expires}
        letter["about"] = letter_subject(person)
        await write_letter("first_sign_in", address=person.email, language=person.language, answering=None, discreet=False, **letter)


async def add_token(email: str, scope: Scope, name: str = "") -> str:
    """Add an API token for a coordinator and return it; only its hash is stored.

    Raises:
        NoSuchCoordinator: nobody has the address, or an editor has it (editors cannot use the API).

    """
    coordinator = await queries.active_by_email(email)
    if coordinator is None or coordinator.role != Role.COORDINATOR:
        raise NoSuchCoordinator
    token, token_hash = new_token()
    async with transaction():
        row = await put(ApiToken, coordinator=coordinator.id, token_hash=token_hash, name=name, scope=scope.value, created_at=clock.now())
        await trail.record(TrailAct.TOKEN_ADDED, f"token:{row.id}")
    return token
