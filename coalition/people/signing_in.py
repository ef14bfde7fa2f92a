"""Signing in with a one-time link or a password, and signing out."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.errors import CoalitionError
from coalition.jobs.queue import enqueue_request
from coalition.jobs.worker import handles
from coalition.mail.writing import write_letter
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import CONTACTS
from coalition.people import passwords, queries
from coalition.people.account_letters import letter_subject
from coalition.people.account_places import place_account
from coalition.people.forms import AccountForm, PasswordForm, SignInForm
from coalition.people.revoking import end_links, end_logins
from coalition.people.searched_accounts import index_account
from coalition.people.tables import Coordinator, Login, SignInLink
from coalition.people.tokens import derived, hash_of, new_token
from coalition.settings import load
from coalition.trail import Actor, ActorKind, TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

LINK_LIFETIME = timedelta(minutes=30)
FIRST_LINK_LIFETIME = timedelta(days=7)
IDLE_LIMIT = timedelta(minutes=30)
SESSION_LIMIT = timedelta(hours=12)
_UPDATE_SEEN_AFTER = timedelta(minutes=1)
_FORMS_KNOWN_FOR = timedelta(days=7)


class LinkNotValid(CoalitionError):
    """The sign-in link is used, expired or unknown."""


async def ask_for_link(form: SignInForm, language: str) -> None:
    """Let a sign-in link be mailed if the address has an account; the same is done for every address."""
    await enqueue_request("sign_in_link", {"email": form.email, "language": language})


@handles("sign_in_link")
async def mail_link(payload: Mapping[str, Any]) -> None:
    """Mail a sign-in link that somebody asked for."""
    await request_link(SignInForm.parse({"email": payload["email"]}), payload["language"])


async def request_link(form: SignInForm, language: str) -> None:
    """Mail a sign-in link if the address has an account; the caller cannot tell whether it has."""
    coordinator = await queries.active_by_email(form.email)
    if coordinator is None:
        return
    async with transaction():
        await send_link(coordinator, language, LINK_LIFETIME)


async def send_link(coordinator: Coordinator, language: str, lasts: timedelta) -> None:
    """Mail a sign-in link to a person, inside the caller's transaction."""
    token = await make_link(coordinator, lasts)
    link = load().base_url + url_for("desk.sign_in_link.show", lang=language, token=token)
    about = letter_subject(coordinator)
    await write_letter("sign_in", address=coordinator.email, language=language, answering=None, about=about, discreet=False, link=link)


async def make_link(coordinator: Coordinator, lasts: timedelta = FIRST_LINK_LIFETIME) -> str:
    """Store a sign-in link for an account and return its token; only the hash is stored."""
    token, token_hash = new_token()
    await SignInLink.insert(SignInLink(coordinator=coordinator.id, token_hash=token_hash, expires_at=clock.now() + lasts))
    return token


async def link_is_valid(token: str) -> bool:
    """Return whether a link can still be used; changes nothing."""
    return await queries.link_exists(hash_of(token), clock.now())


async def use_link(token: str) -> str:
    """Mark a link as used and return the token of a new session.

    Raises:
        LinkNotValid: the link is used, expired or unknown.

    """
    async with transaction():
        used = (
            await SignInLink.update({SignInLink.used_at: clock.now()})
            .where(queries.usable_link(hash_of(token), clock.now()))
            .returning(SignInLink.coordinator)
        )
        if not used or not await queries.is_active(used[0]["coordinator"]):
            raise LinkNotValid
        return await _start_session(used[0]["coordinator"])


async def use_password(form: SignInForm) -> str | None:
    """Return the token of a new session, or None if address or password is wrong; takes the same time in both cases."""
    coordinator = await queries.active_by_email(form.email)
    is_right = await passwords.matches(coordinator.password_hash if coordinator else "", form.password.get_secret_value())
    if coordinator is None or not is_right:
        return None
    better = await passwords.hashed(form.password.get_secret_value()) if passwords.is_weak(coordinator.password_hash) else ""
    async with transaction():
        if better:
            unchanged = (Coordinator.id == coordinator.id) & (Coordinator.password_hash == coordinator.password_hash)
            await Coordinator.update({Coordinator.password_hash: better}).where(unchanged)
        return await _start_session(coordinator.id)


async def _start_session(coordinator_id: int) -> str:
    token, token_hash = new_token()
    now = clock.now()
    await Login.insert(Login(coordinator=coordinator_id, token_hash=token_hash, created_at=now, seen_at=now))
    await trail.record(TrailAct.SIGNED_IN, actor=Actor(ActorKind.DESK, coordinator_id))
    return token


async def coordinator_of(token: str) -> Coordinator | None:
    """Return the person of a session, or None if it ended: after thirty minutes without a request, or twelve hours in all."""
    login = await queries.login(hash_of(token))
    now = clock.now()
    if login is None or login.ended_at or now - login.seen_at > IDLE_LIMIT or now - login.created_at > SESSION_LIMIT:
        return None
    if now - login.seen_at > _UPDATE_SEEN_AFTER:
        async with transaction():
            await Login.update({Login.seen_at: now}).where(Login.id == login.id)
    return await queries.active(login.coordinator)


async def is_same_person(token: str, other_token: str) -> bool:
    """Return whether two sessions, ended or not, are of one person."""
    session, other = [await queries.login(hash_of(either)) for either in (token, other_token)]
    return session is not None and other is not None and session.coordinator == other.coordinator


def desk_form_token(token_hash: str) -> str:
    """Return the hidden field that ties a form of the desk to a session, of which the hash of its token is known."""
    return derived(token_hash, "form")


async def showed_form(token: str, form_token: str) -> bool:
    """Return whether a page showed a form to the person of a session, in that session or another one of the last week, ended or not."""
    session = await queries.login(hash_of(token))
    if session is None:
        return False
    hashes = await queries.hashes_of_logins(session.coordinator, clock.now() - _FORMS_KNOWN_FOR)
    return any(hmac.compare_digest(desk_form_token(token_hash).encode(), form_token.encode()) for token_hash in hashes)


async def sign_out(token: str) -> None:
    """End one session."""
    async with transaction():
        open_login = (Login.token_hash == hash_of(token)) & Login.ended_at.is_null()
        if await Login.update({Login.ended_at: clock.now()}).where(open_login).returning(Login.id):
            await trail.record(TrailAct.SIGNED_OUT)


async def set_password(coordinator: Coordinator, form: PasswordForm, token: str) -> None:
    """Set or change the password; end every other session, and the sign-in links that were not used yet."""
    password_hash = await passwords.hashed(form.password.get_secret_value())
    async with transaction():
        await Coordinator.update({Coordinator.password_hash: password_hash}).where(Coordinator.id == coordinator.id)
        await end_logins(coordinator, except_token=token)
        await end_links(coordinator)
        await trail.record(TrailAct.PASSWORD_SET)


async def change_account(coordinator: Coordinator, form: AccountForm) -> None:
    """Change the name and language of a person's own account."""
    async with transaction():
        await Coordinator.update({Coordinator.name: form.name, Coordinator.language: form.language}).where(Coordinator.id == coordinator.id)
        await pages_change(CONTACTS)
        await index_account(coordinator, form.name)
        if (renamed := await queries.account(coordinator.id)) is not None:  # on PostgreSQL whoever disables it meanwhile waits
            await place_account(renamed)
        await trail.record(TrailAct.ACCOUNT_CHANGED)
