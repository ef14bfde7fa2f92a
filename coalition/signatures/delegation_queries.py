"""To whom invitations were handed over (for the memorandum's coordinators)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from coalition.signatures.tables import Delegation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


class HandedOver(Struct, frozen=True):
    """The last delegation of an invitation; the name is empty when the contact was removed since."""

    name: str
    at: datetime


async def handed_over(invitations: Iterable[UUID]) -> Mapping[UUID, HandedOver]:
    """Return the last delegation of each invitation that was delegated."""
    rows = (
        await Delegation.select(
            Delegation.invitation, Delegation.delegated_at, Delegation.contact.name.as_alias("name"), Delegation.contact.email.as_alias("email")
        )
        .where(Delegation.invitation.is_in(list(invitations) or [UUID(int=0)]))
        .order_by(Delegation.id)
    )
    return {row["invitation"]: HandedOver(row["name"] or row["email"] or "", row["delegated_at"]) for row in rows}
