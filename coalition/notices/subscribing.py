"""Subscriptions to notifications by mail: anybody asks, the owner of the mailbox confirms, and one click stops the letters."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.jobs.queue import enqueue, enqueue_request
from coalition.jobs.worker import handles
from coalition.mail.writing import write_letter
from coalition.notices import queries
from coalition.notices.errors import NoSubscription
from coalition.notices.forms import SubscriptionForm
from coalition.notices.letter_schedule import schedule_letters
from coalition.notices.tables import Rhythm, Subscription
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column

    from coalition.notices.forms import RhythmForm

UNCONFIRMED_LASTS = timedelta(days=3)


async def ask_for_letter(form: SubscriptionForm) -> None:
    """Let the request be saved and its letter be sent; the same is done for every mailbox."""
    await enqueue_request("subscription_request", form.model_dump(mode="json"))


@handles("subscription_request")
async def save_request(payload: Mapping[str, Any]) -> None:
    """Save a request that somebody made."""
    await ask(SubscriptionForm.parse(payload))


async def ask(form: SubscriptionForm) -> None:
    """Save the request and mail the link that confirms it; a confirmed subscription does not change.

    The letter is the same in both cases: a stranger learns nothing, and the owner of the mailbox can change the subscription.
    """
    token = token_of(form.email, form.memorandum)
    wanted: dict[str, Any] = {"rhythm": form.rhythm.value, "language": form.language, "asked_at": clock.now(), "token_hash": _hash_of(token)}
    row = Subscription(email=form.email, memorandum=form.memorandum, **wanted)
    same = (Subscription.email == form.email) & (Subscription.memorandum == form.memorandum)
    async with transaction():
        await Subscription.insert(row).on_conflict(action="DO NOTHING")
        await Subscription.update(**wanted).where(same & Subscription.confirmed_at.is_null())
        await _enqueue_deletion()
        await write_letter(
            "subscription",
            address=form.email,
            language=form.language,
            answering=None,
            discreet=False,
            everything=not form.memorandum,
            link=link_to("public.subscription_link.show", form.language, token),
        )


async def _enqueue_deletion() -> None:
    due = clock.now() + UNCONFIRMED_LASTS
    key = f"forget_unconfirmed_subscriptions:{due:%Y-%m-%dT%H}"
    await enqueue("forget_unconfirmed_subscriptions", {}, run_at=due + timedelta(hours=1), dedupe_key=key)


def token_of(email: str, memorandum: str) -> str:
    """Return the token of a subscription's links; every letter needs it, so it is computed from the secret key and not stored."""
    secret = load().secret_key.get_secret_value().encode()
    return urlsafe_b64encode(hmac.digest(secret, f"subscription {memorandum} {email}".encode(), "sha256")).rstrip(b"=").decode()


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def keep_token(row: Subscription) -> str:
    """Return the token for a letter; if the secret key has changed, store the new hash inside the caller's transaction."""
    token = token_of(row.email, row.memorandum)
    if row.token_hash != _hash_of(token):
        await Subscription.update({Subscription.token_hash: _hash_of(token)}).where(Subscription.id == row.id)
    return token


def link_to(name: str, language: str, token: str) -> str:
    """Return the whole address of a page of a subscription."""
    return load().base_url + url_for(name, lang=language, token=token)


async def find(token: str) -> Subscription:
    """Return the subscription of a link, confirmed or not.

    Raises:
        NoSubscription: the link has none.

    """
    row = await queries.subscription_by_hash(_hash_of(token))
    if row is None:
        raise NoSubscription
    return row


async def confirm(token: str, form: RhythmForm) -> None:
    """Confirm or change a subscription; letters begin with the first notification after the first confirmation.

    Raises:
        NoSubscription: the link has no subscription.

    """
    async with transaction():
        row = await find(token)
        values: dict[Column | str, Any] = {Subscription.rhythm: form.rhythm.value, Subscription.language: form.language}
        if row.confirmed_at is None:
            values |= {Subscription.confirmed_at: clock.now(), Subscription.last: await queries.last_id()}
        await Subscription.update(values).where(Subscription.id == row.id)
        await schedule_letters([Rhythm(form.rhythm)])  # notifications that waited for another rhythm are not lost


async def remove(token: str) -> None:
    """Stop the letters and delete the address.

    Raises:
        NoSubscription: the link has no subscription.

    """
    async with transaction():
        row = await find(token)
        await Subscription.delete().where(Subscription.id == row.id)


@handles("forget_unconfirmed_subscriptions")
async def forget_unconfirmed(_: Mapping[str, Any]) -> None:
    """Delete subscriptions that were not confirmed, because strangers may have entered the addresses."""
    async with transaction():
        old = Subscription.confirmed_at.is_null() & (Subscription.asked_at <= clock.now() - UNCONFIRMED_LASTS)
        await Subscription.delete().where(old)
