"""Undoing an import of members of networks: what it added is removed, unless somebody changed it or showed it to everybody since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from coalition import trail
from coalition.acts.changing_networks import remove_membership
from coalition.database import put, transaction
from coalition.imports import queries
from coalition.imports.tables import Import, ImportedMembership
from coalition.networks.queries import memberships_by_id
from coalition.organisations.queries import by_id, lock_lists

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from coalition.networks.tables import Membership

_CHECKED_AT_ONCE, _STEP = 200, 20
_COLUMNS = ("role", "since", "until", "source", "public", "once_public")


async def note_membership(upload_id: int, membership: Membership) -> None:
    """Record that an import added a membership, inside the caller's transaction."""
    await put(ImportedMembership, upload=upload_id, membership=membership.id, after=_state(membership))


def _state(membership: Membership) -> str:
    """Return what a person can change of a membership."""
    return msgspec.json.encode([getattr(membership, name) for name in _COLUMNS]).decode()


async def members_changed_since(import_id: int) -> list[int]:
    """Return the ids of the members whose membership an import added, and somebody changed since."""
    members = list[int]()
    async for notes in _in_parts(import_id, _CHECKED_AT_ONCE):
        rows = await memberships_by_id(note.membership for note in notes)
        members += [rows[note.membership].member for note in notes if _state(rows[note.membership]) != note.after]
    return members


async def remove_memberships(import_id: int) -> None:
    """Remove the memberships that an import added, some in a transaction; those that somebody changed meanwhile stay."""
    async for notes in _in_parts(import_id, _STEP):
        async with transaction():
            await lock_lists()  # before the check, which then reads what others committed
            rows = await memberships_by_id(note.membership for note in notes)
            for note in notes:
                with trail.acting(None):  # the undoing is one entry, not each row
                    await _remove(rows.get(note.membership), note)
            await Import.update({Import.done: Import.done + len(notes)}).where(Import.id == import_id)


async def _remove(membership: Membership | None, note: ImportedMembership) -> None:
    network = await by_id(membership.network) if membership and _state(membership) == note.after else None
    if membership and network:
        await remove_membership(network, membership)


async def _in_parts(import_id: int, most: int) -> AsyncIterator[Sequence[ImportedMembership]]:
    """Yield the notes of the memberships that an import added, some at once."""
    after = 0
    while notes := await queries.memberships_added_by(import_id, after, most):
        yield notes
        after = notes[-1].id
