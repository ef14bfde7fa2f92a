"""Letters about the timeline for contacts of parties: asked for with a private link, stopped there or with the link in each letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.addresses import url_for
from coalition.database import put, transaction
from coalition.deliveries import subscriber_queries as queries
from coalition.deliveries.errors import NobodyToWriteTo, NoSuchSubscriber
from coalition.deliveries.tables import TimelineSubscriber
from coalition.invitations.recipient_queries import recipients_of
from coalition.invitations.recipients import addressee_of
from coalition.mail.letter_changes import when_bounced
from coalition.people.tokens import derived, hash_of
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.invitations.links import Opened
    from coalition.organisations.tables import Contact

ABOUT = "timeline_subscriber:"


class OwnLetters(Struct, frozen=True):
    """Whether there is a contact to whom letters can go, and whether it gets them."""

    possible: bool
    wanted: bool


async def own_letters(opened: Opened) -> OwnLetters:
    """Return whether the holder of a private link gets letters about the timeline."""
    contact = await _contact(opened)
    wanted = contact is not None and await queries.subscriber_of(opened.memorandum.id, contact.id) is not None
    return OwnLetters(contact is not None, wanted)


async def subscribe(opened: Opened) -> None:
    """Let letters go to the contact of a private link about what becomes public from now on.

    Raises:
        NobodyToWriteTo: no address is on record.

    """
    contact = await _contact(opened)
    if contact is None:
        raise NobodyToWriteTo
    values: dict[str, Any] = {"memorandum": opened.memorandum.id, "organisation": opened.invitation.organisation, "contact": contact.id}
    token_hash = hash_of(token_of(opened.memorandum.id, contact.id))
    async with transaction():
        await put(TimelineSubscriber, unless_there=True, **values, token_hash=token_hash, written_until=clock.now())


async def unsubscribe(opened: Opened) -> None:
    """Stop the letters to the contact of a private link."""
    contact = await _contact(opened)
    if contact:
        here = (TimelineSubscriber.memorandum == opened.memorandum.id) & (TimelineSubscriber.contact == contact.id)
        async with transaction():
            await TimelineSubscriber.delete().where(here)


async def _contact(opened: Opened) -> Contact | None:
    """Return the recipient of a private link, else that of the invitation."""
    recipients = await recipients_of(opened.invitation.id)
    own = next((contact for contact in recipients if contact.id == opened.link.recipient), None)
    return own or addressee_of(opened.invitation, recipients)


def token_of(memorandum_id: int, contact_id: int) -> str:
    """Return the token of the link in the letters; every letter needs it, so it is computed from the secret key and not stored."""
    return derived(load().secret_key.get_secret_value(), f"timeline {memorandum_id} {contact_id}")


async def store_token(row: TimelineSubscriber) -> str:
    """Return the token for a letter; if the secret key has changed, store the new hash inside the caller's transaction."""
    token = token_of(row.memorandum, row.contact)
    if row.token_hash != hash_of(token):
        await TimelineSubscriber.update({TimelineSubscriber.token_hash: hash_of(token)}).where(TimelineSubscriber.id == row.id)
    return token


def link_to(name: str, language: str, token: str) -> str:
    """Return the whole address of a page of a subscriber."""
    return load().base_url + url_for(name, lang=language, token=token)


async def subscriber_with(token: str) -> TimelineSubscriber:
    """Return the subscriber of the link in a letter.

    Raises:
        NoSuchSubscriber: the letters were stopped, or the link never existed.

    """
    row = await queries.subscriber_by_hash(hash_of(token))
    if row is None:
        raise NoSuchSubscriber
    return row


async def stop_letters(token: str) -> None:
    """Stop the letters with the link that stands in each of them.

    Raises:
        NoSuchSubscriber: as `subscriber_with`.

    """
    async with transaction():
        row = await subscriber_with(token)
        await TimelineSubscriber.delete().where(TimelineSubscriber.id == row.id)


@when_bounced
async def _forget_address(about: str) -> None:
    """Stop the letters to an address from which a letter came back, inside the caller's transaction."""
    if about.startswith(ABOUT):
        await TimelineSubscriber.delete().where(TimelineSubscriber.token_hash == about.removeprefix(ABOUT))
