"""Answers on a check page, stored with the session so that Back and reload send no form: sealed under a key from its token (decision 55).

The database has only the hash of the token; the browser alone can open the answers. They end with the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from coalition.database import transaction
from coalition.invitations.link_queries import sealed_answers_in
from coalition.invitations.tables import SigningSession
from coalition.keys.sealing import CannotOpen, key_from, open_sealed, seal_padded
from coalition.people.tokens import hash_of

if TYPE_CHECKING:
    from collections.abc import Mapping


SIGNATURE, STATEMENT = "signature", "statement"  # the pages on which answers are checked


async def store_checked(session: str, page: str, fields: Mapping[str, str]) -> None:
    """Store the answers of a check page, in place of those that the session checked before."""
    sealed = seal_padded(_key(session), msgspec.json.encode(fields), _place(page))
    async with transaction(brief=True):
        await _write(session, sealed)


async def checked_in(session: str, page: str) -> dict[str, str]:
    """Return the answers that a session checks on a page, for its holder; nothing if there are none."""
    sealed = await sealed_answers_in(session)
    try:
        return msgspec.json.decode(open_sealed(_key(session), sealed, _place(page)), type=dict[str, str]) if sealed else {}
    except CannotOpen:  # those of the other page
        return {}


async def forget_checked(session: str) -> None:
    """Erase the answers that a session checked, once they are recorded."""
    async with transaction(brief=True):
        await erase_checked(session)


async def erase_checked(session: str) -> None:
    """Erase the answers that a session checked, inside the caller's transaction."""
    await _write(session, "")


async def _write(session: str, sealed: str) -> None:
    await SigningSession.update({SigningSession.checked: sealed}).where(SigningSession.token_hash == hash_of(session))


def _key(session: str) -> bytes:
    return key_from(session, "answers on a check page")


def _place(page: str) -> str:
    return f"checked {page}"
