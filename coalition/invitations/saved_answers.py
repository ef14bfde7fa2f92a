"""Answers that a representative saves to go on later: sealed under a key from the token of their private link (decision 51).

The database has only the hash of the token. A session has the key, sealed under a key from its own token, which the browser alone holds.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from coalition import clock
from coalition.database import among, prepared, transaction
from coalition.invitations.ended_sessions import erase_sessions_over
from coalition.invitations.saved_answer_queries import ids_of, outdated, sealed_key_of, stored_answers
from coalition.invitations.tables import LinkPurpose, SavedAnswers
from coalition.jobs.worker import when_idle
from coalition.keys.sealing import CannotOpen, key_from, open_sealed, seal, seal_padded, version_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from piccolo.custom_types import Combinable
    from piccolo.query import Delete

    from coalition.invitations.tables import Link

LARGEST = 32 * 1024  # bytes: every field of the form at its longest, in any script
_PAUSE = timedelta(minutes=1)
_OF_LINK, _OF_SESSION = "answers of a private link", "answers of a signing session"


class TooLong(Exception):
    """The answers are longer than what is saved."""


class Saved(Struct, frozen=True):
    """Saved answers: the fields as they were typed, when, and until when they are there; `version` changes each time they are saved."""

    fields: Mapping[str, str]
    saved_at: datetime
    expires_at: datetime
    version: str

    @property
    def digest(self) -> str:
        """The digest of the text that was read before."""
        return self.fields.get("digest", "")


def key_for_session(link_token: str, link: Link, session: str) -> str:
    """Return the key of a link's answers, sealed for a session that begins with the link; empty if the link is none to answer with."""
    if link.purpose != LinkPurpose.ANSWER:
        return ""
    return seal(key_from(session, _OF_SESSION), key_from(link_token, _OF_LINK), f"link {link.id}")


async def key_in(session: str, link: Link) -> bytes | None:
    """Return the key of a link's answers to a session that began with the link; None if the session has none."""
    sealed = await sealed_key_of(session)
    try:
        return open_sealed(key_from(session, _OF_SESSION), sealed, f"link {link.id}") if sealed else None
    except CannotOpen:
        return None


async def saved_for(key: bytes, invitation_id: UUID) -> Saved | None:
    """Return the saved answers to an invitation; None if there are none, their time is over, or the key is that of another link."""
    row = await stored_answers(invitation_id)
    if row is None or row.expires_at <= clock.now():
        return None
    try:
        fields = msgspec.json.decode(open_sealed(key, row.sealed, _place(invitation_id)), type=dict[str, str])
    except CannotOpen:
        return None
    return Saved(fields, row.saved_at, row.expires_at, version_of(row.sealed))


async def store(key: bytes, invitation_id: UUID, fields: Mapping[str, str], until: datetime) -> None:
    """Store answers in place of earlier ones, inside the caller's transaction, which holds the invitation.

    Raises:
        TooLong: they are longer than `LARGEST`.

    """
    content = msgspec.json.encode(fields)
    if len(content) > LARGEST:
        raise TooLong
    sealed = seal_padded(key, content, _place(invitation_id))
    await erase_answers(invitation_id)
    await SavedAnswers.insert(SavedAnswers(invitation=invitation_id, sealed=sealed, saved_at=clock.now(), expires_at=until))


def _place(invitation_id: UUID) -> str:
    return f"saved_answers {invitation_id}"


async def erase_answers(invitation_id: UUID) -> None:
    """Erase the saved answers to an invitation, inside the caller's transaction."""
    await _erase(invitation_id)


@prepared
def _erase(invitation: UUID) -> Delete:
    return SavedAnswers.delete().where(SavedAnswers.invitation == invitation)


async def erase_answers_of(invitations: Combinable, *, saved_until: datetime | None = None) -> None:
    """Erase the saved answers to some invitations, all or those saved until a moment, inside the caller's transaction."""
    those = SavedAnswers.invitation.is_in(ids_of(invitations))
    await SavedAnswers.delete().where(those & (SavedAnswers.saved_at <= (saved_until or clock.now())))


class _Erasing:
    """When outdated answers were last looked for."""

    last = datetime.min.replace(tzinfo=UTC)


_erasing = _Erasing()


@when_idle
async def erase_outdated() -> None:
    """Erase saved answers whose time is over, that nobody can sign with, or that need care now, and sessions that are over; once a minute at most."""
    now = clock.now()
    if _erasing.last <= now < _erasing.last + _PAUSE:
        return
    _erasing.last = now
    async with transaction(brief=True):
        await erase_sessions_over()
    while rows := await outdated():
        async with transaction(brief=True):
            await SavedAnswers.delete().where(among(SavedAnswers.id, rows))
