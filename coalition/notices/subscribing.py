"""Notifications by mail: asked for by anybody, confirmed from the mailbox itself, and stopped with one click."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.addresses import url_for
from coalition.database import one_row, transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.mail.writing import write_letter
from coalition.notices import queries
from coalition.notices.errors import NoSubscription
from coalition.notices.gathering import gather
from coalition.notices.tables import Rhythm, Subscription
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column

    from coalition.notices.forms import RhythmForm, SubscriptionForm

UNCONFIRMED_LASTS = timedelta(days=3)


async def ask(form: SubscriptionForm) -> None:
    """Keep what is asked for and mail the link by which it is confirmed; what was confirmed before stays as it is.

    The same letter goes out either way: whoever asks learns nothing, and whoever has the mailbox can change what is sent there.
    """
    token = token_of(form.email, form.memorandum)
    wanted: dict[str, Any] = {"rhythm": form.rhythm.value, "language": form.language, "asked_at": clock.now(), "token_hash": _hash_of(token)}
    row = Subscription(email=form.email, memorandum=form.memorandum, **wanted)
    mine = (Subscription.email == form.email) & (Subscription.memorandum == form.memorandum)
    async with transaction():
        await Subscription.insert(row).on_conflict(action="DO NOTHING")
        await Subscription.update(**wanted).where(mine & Subscription.confirmed_at.is_null())
        await _forget_later()
        await write_letter(
            "subscription",
            address=form.email,
            language=form.language,
            everything=not form.memorandum,
            link=link_to("public.subscription_link.show", form.language, token),
        )


async def _forget_later() -> None:
    due = clock.now() + UNCONFIRMED_LASTS
    key = f"forget_unconfirmed_subscriptions:{due:%Y-%m-%dT%H}"
    await enqueue("forget_unconfirmed_subscriptions", {}, run_at=due + timedelta(hours=1), dedupe_key=key)


def token_of(email: str, memorandum: str) -> str:
    """Return the token of a subscription's links: every letter holds it, so it is computed from the secret key instead of kept."""
    secret = load().secret_key.get_secret_value().encode()
    return urlsafe_b64encode(hmac.digest(secret, f"subscription {memorandum} {email}".encode(), "sha256")).rstrip(b"=").decode()


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def keep_token(row: Subscription) -> str:
    """Return the token for a letter, and keep its hash anew if the secret key was changed since, inside the caller's transaction."""
    token = token_of(row.email, row.memorandum)
    if row.token_hash != _hash_of(token):
        await Subscription.update({Subscription.token_hash: _hash_of(token)}).where(Subscription.id == row.id)
    return token


def link_to(name: str, language: str, token: str) -> str:
    """Return the whole address of a page of a subscription."""
    return load().base_url + url_for(name, lang=language, token=token)


async def find(token: str) -> Subscription:
    """Return what is mailed, or asked for, under a link.

    Raises:
        NoSubscription: nothing is.

    """
    row = await one_row(Subscription, Subscription.token_hash == _hash_of(token))
    if row is None:
        raise NoSubscription
    return row


async def confirm(token: str, form: RhythmForm) -> None:
    """Let letters come as the form says; the first confirmation begins with the next notification.

    Raises:
        NoSubscription: nothing was asked for under this link.

    """
    async with transaction():
        row = await find(token)
        values: dict[Column | str, Any] = {Subscription.rhythm: form.rhythm.value, Subscription.language: form.language}
        if row.confirmed_at is None:
            values |= {Subscription.confirmed_at: clock.now(), Subscription.last: await queries.last_id()}
        await Subscription.update(values).where(Subscription.id == row.id)
        await gather([Rhythm(form.rhythm)])  # what waited for another rhythm is not forgotten


async def remove(token: str) -> None:
    """Stop the letters and forget the address.

    Raises:
        NoSubscription: nothing is mailed under this link.

    """
    async with transaction():
        row = await find(token)
        await Subscription.delete().where(Subscription.id == row.id)


@handles("forget_unconfirmed_subscriptions")
async def forget_unconfirmed(_: Mapping[str, Any]) -> None:
    """Forget addresses whose owners did not confirm: strangers may have entered them."""
    async with transaction():
        old = Subscription.confirmed_at.is_null() & (Subscription.asked_at <= clock.now() - UNCONFIRMED_LASTS)
        await Subscription.delete().where(old)
