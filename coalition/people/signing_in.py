"""Signing in by a link that works once, or by password; signing out."""

from __future__ import annotations

from datetime import timedelta

from piccolo.columns.combination import And

from coalition import clock
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.errors import CoalitionError
from coalition.mail.writing import write_letter
from coalition.people import passwords, queries
from coalition.people.forms import AccountForm, PasswordForm, SignInForm
from coalition.people.tables import Coordinator, Login, SignInLink
from coalition.people.tokens import hash_of, new_token
from coalition.settings import load

LINK_LASTS = timedelta(minutes=30)
FIRST_LINK_LASTS = timedelta(days=7)
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)


class LinkNotValid(CoalitionError):
    """The sign-in link was used, is too old, or never existed."""


async def request_link(form: SignInForm, language: str) -> None:
    """Mail a sign-in link when the address has an account; the caller learns nothing either way."""
    coordinator = await queries.active_by_email(form.email)
    if coordinator is None:
        return
    async with transaction():
        token = await make_link(coordinator, LINK_LASTS)
        link = load().base_url + url_for("desk.sign_in_link.show", lang=language, token=token)
        await write_letter("sign_in", address=coordinator.email, language=language, link=link)


async def make_link(coordinator: Coordinator, lasts: timedelta = FIRST_LINK_LASTS) -> str:
    """Make a link's token for an account and return it; it is shown nowhere again."""
    token, token_hash = new_token()
    await SignInLink.insert(SignInLink(coordinator=coordinator.id, token_hash=token_hash, expires_at=clock.now() + lasts))
    return token


async def link_is_valid(token: str) -> bool:
    """Whether the link could still be used; changes nothing."""
    row = await SignInLink.exists().where(_usable(token))
    return bool(row)


async def use_link(token: str) -> str:
    """Use a link up and return the token of the new session.

    Raises:
        LinkNotValid: it was used, is too old, or never existed.

    """
    async with transaction():
        used = await SignInLink.update({SignInLink.used_at: clock.now()}).where(_usable(token)).returning(SignInLink.coordinator)
        if not used or not await queries.is_active(used[0]["coordinator"]):
            raise LinkNotValid
        return await _begin(used[0]["coordinator"])


def _usable(token: str) -> And:
    return (SignInLink.token_hash == hash_of(token)) & SignInLink.used_at.is_null() & (SignInLink.expires_at > clock.now())


async def use_password(form: SignInForm) -> str | None:
    """Return the token of a new session, or None when address and password do not fit; takes equally long."""
    coordinator = await queries.active_by_email(form.email)
    right = await passwords.fits(coordinator.password_hash if coordinator else "", form.password.get_secret_value())
    if coordinator is None or not right:
        return None
    async with transaction():
        return await _begin(coordinator.id)


async def _begin(coordinator_id: int) -> str:
    token, token_hash = new_token()
    now = clock.now()
    await Login.insert(Login(coordinator=coordinator_id, token_hash=token_hash, created_at=now, seen_at=now))
    return token


async def coordinator_of(token: str) -> Coordinator | None:
    """Return whose session this is, if it lives: two hours idle, twelve in all."""
    login = await queries.login(hash_of(token))
    now = clock.now()
    if login is None or login.ended_at or now - login.seen_at > IDLE or now - login.created_at > LONGEST:
        return None
    if now - login.seen_at > _SEEN_EVERY:
        async with transaction():
            await Login.update({Login.seen_at: now}).where(Login.id == login.id)
    return await queries.active(login.coordinator)


async def sign_out(token: str) -> None:
    """End one session."""
    async with transaction():
        await Login.update({Login.ended_at: clock.now()}).where(Login.token_hash == hash_of(token))


async def end_other_logins(coordinator: Coordinator, token: str) -> None:
    """End every session of a person but this one."""
    async with transaction():
        others = (Login.coordinator == coordinator.id) & (Login.token_hash != hash_of(token)) & Login.ended_at.is_null()
        await Login.update({Login.ended_at: clock.now()}).where(others)


async def set_password(coordinator: Coordinator, form: PasswordForm, token: str) -> None:
    """Set or change the password and end every other session."""
    password_hash = await passwords.hashed(form.password.get_secret_value())
    async with transaction():
        await Coordinator.update({Coordinator.password_hash: password_hash}).where(Coordinator.id == coordinator.id)
        await end_other_logins(coordinator, token)


async def change_account(coordinator: Coordinator, form: AccountForm) -> None:
    """Change the own name and language."""
    async with transaction():
        await Coordinator.update({Coordinator.name: form.name, Coordinator.language: form.language}).where(Coordinator.id == coordinator.id)
