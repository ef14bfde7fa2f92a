"""Revoking at once: accounts, sessions, sign-in links and API tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import transaction
from coalition.directions import PersonName
from coalition.errors import CoalitionError
from coalition.languages import Message
from coalition.notices.issuing import pages_change
from coalition.people import queries
from coalition.people.account_letters import tell_colleagues
from coalition.people.account_places import move_account
from coalition.people.after_disabling import disabled
from coalition.people.tables import ApiToken, Coordinator, Login, Role, SignInLink
from coalition.people.tokens import hash_of
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from piccolo.columns import Column
    from piccolo.custom_types import Combinable


class OwnAccount(CoalitionError):
    """Nobody can disable their own account."""


class LastCoordinator(CoalitionError):
    """The last active coordinator cannot be disabled: nobody could sign in to undo it."""


class NotRevocable(CoalitionError):
    """There is no such session or token, or it has ended before."""


async def disable(account: Coordinator, by: Coordinator | None = None) -> None:
    """Disable an account and end its sessions, sign-in links and API tokens; `by` is who does it at the desk.

    Raises:
        OwnAccount: it is their own.
        LastCoordinator: no other coordinator could sign in.

    """
    if by is not None and by.id == account.id:
        raise OwnAccount
    async with transaction():
        coordinators = await queries.lock_coordinators()
        if account.role == Role.COORDINATOR and not coordinators - {account.id}:
            raise LastCoordinator
        values: dict[Column | str, Any] = {Coordinator.disabled_at: clock.now(), Coordinator.disabled_by: by.id if by else None}
        if not await Coordinator.update(values).where(_enabled(account)).returning(Coordinator.id):
            return
        await _end_everything(account)
        await disabled(account.id)
        await move_account(account, disabled=True)
        account.disabled_at = clock.now()
        await pages_change()  # the person may be the contact of a text
        await trail.record(TrailAct.ACCOUNT_DISABLED, f"coordinator:{account.id}")
        sentence = Message(
            "The account of {whom} was disabled. Its sessions, sign-in links and API tokens were ended.", whom=PersonName(account.name)
        )
        await tell_colleagues(sentence, whom=account, by=by)


async def _end_everything(account: Coordinator) -> None:
    await _end_logins(Login.coordinator == account.id)
    await end_links(account)
    await ApiToken.update({ApiToken.revoked_at: clock.now()}).where((ApiToken.coordinator == account.id) & ApiToken.revoked_at.is_null())


def _enabled(account: Coordinator) -> Combinable:
    return (Coordinator.id == account.id) & Coordinator.disabled_at.is_null()


async def enable(account: Coordinator, by: Coordinator | None = None) -> None:
    """Enable a disabled account; its sessions, links and tokens stay ended."""
    async with transaction():
        values: dict[Column | str, Any] = {Coordinator.disabled_at: None, Coordinator.disabled_by: None, Coordinator.enabled_at: clock.now()}
        until_now = (Coordinator.id == account.id) & Coordinator.disabled_at.is_not_null()
        if not await Coordinator.update(values).where(until_now).returning(Coordinator.id):
            return
        await _end_everything(account)  # a session that began while the account was being disabled does not revive
        account.disabled_at = None
        await move_account(account, disabled=False)
        await trail.record(TrailAct.ACCOUNT_ENABLED, f"coordinator:{account.id}")
        await tell_colleagues(Message("The account of {whom} was enabled again.", whom=PersonName(account.name)), whom=account, by=by)


async def end_links(account: Coordinator) -> None:
    """Let no sign-in link of an account work any more, inside the caller's transaction."""
    now = clock.now()
    usable = (SignInLink.coordinator == account.id) & SignInLink.used_at.is_null() & (SignInLink.expires_at > now)
    await SignInLink.update({SignInLink.expires_at: now}).where(usable)


async def end_login(account: Coordinator, login_id: int) -> None:
    """End one session of a person.

    Raises:
        NotRevocable: the person has no such session.

    """
    async with transaction():
        if not await _end_logins((Login.coordinator == account.id) & (Login.id == login_id)):
            raise NotRevocable
        await trail.record(TrailAct.SESSIONS_ENDED, f"coordinator:{account.id}")


async def end_logins(account: Coordinator, *, except_token: str = "") -> None:
    """End every session of a person, except the one with a token."""
    async with transaction():
        await _end_logins((Login.coordinator == account.id) & (Login.token_hash != hash_of(except_token)))
        await trail.record(TrailAct.SESSIONS_ENDED, f"coordinator:{account.id}")


async def sign_out_everywhere(account: Coordinator, by: Coordinator | None = None) -> None:
    """End every session and sign-in link of somebody, and tell the person and the other coordinators."""
    async with transaction():
        await end_logins(account)
        await end_links(account)
        sentence = Message("All sessions of {whom} at the desk were ended, and sign-in links that were not used yet.", whom=PersonName(account.name))
        await tell_colleagues(sentence, whom=account, by=by)


async def _end_logins(condition: Combinable) -> bool:
    ended = await Login.update({Login.ended_at: clock.now()}).where(condition & Login.ended_at.is_null()).returning(Login.id)
    return bool(ended)


async def revoke_token(token_id: int, holder: Coordinator | None = None) -> None:
    """Revoke an API token; `holder` is who revokes their own at the desk, and nobody is told then.

    Raises:
        NotRevocable: there is no such token, it was revoked before, or it is not the holder's.

    """
    condition: Combinable = (ApiToken.id == token_id) & ApiToken.revoked_at.is_null()
    if holder is not None:
        condition &= ApiToken.coordinator == holder.id
    async with transaction():
        revoked = await ApiToken.update({ApiToken.revoked_at: clock.now()}).where(condition).returning(ApiToken.coordinator)
        if not revoked:
            raise NotRevocable
        await trail.record(TrailAct.TOKEN_REVOKED, f"token:{token_id}")
        owner = await queries.account(revoked[0]["coordinator"])
        if holder is None and owner is not None:
            sentence = Message("API token {number} of {whom} was revoked.", number=token_id, whom=PersonName(owner.name))
            await tell_colleagues(sentence, whom=owner)
