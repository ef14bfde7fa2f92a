"""Reads of annulments that were prepared together, and of requests to let the public know more (for those who work on the memorandum)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.tables import Channel, Standing
from coalition.database import one_of, one_row
from coalition.invitations.tables import Link, LinkPurpose
from coalition.signatures.tables import AnnulmentBatch, DisclosureRequest

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID


async def batches_of(memorandum_id: int) -> Sequence[AnnulmentBatch]:
    """Return the batches of a memorandum, newest first."""
    return await AnnulmentBatch.objects().where(AnnulmentBatch.memorandum == memorandum_id).order_by(AnnulmentBatch.id, ascending=False)


async def batch_of(memorandum_id: int, number: int) -> AnnulmentBatch | None:
    """Return one batch of a memorandum."""
    return await one_row(AnnulmentBatch, (AnnulmentBatch.memorandum == memorandum_id) & (AnnulmentBatch.id == number))


async def waiting_request(memorandum_id: int, organisation_id: int) -> DisclosureRequest | None:
    """Return the request of an organisation that waits, for its own pages too."""
    here = (DisclosureRequest.memorandum == memorandum_id) & (DisclosureRequest.organisation == organisation_id)
    return await one_row(DisclosureRequest, here & DisclosureRequest.stopped_at.is_null() & DisclosureRequest.done_at.is_null())


async def request_by_id(request_id: int) -> DisclosureRequest | None:
    """Return a request (for operations only)."""
    return await one_row(DisclosureRequest, DisclosureRequest.id == request_id)


async def request_to_stop(token_hash: str) -> DisclosureRequest | None:
    """Return the request that the holder of a letter may stop."""
    return await one_row(DisclosureRequest, DisclosureRequest.stop_hash == token_hash)


# The condition of the channel is the text of an index.
_WITHOUT_RECEIPT = (
    f"FROM act JOIN standing ON standing.act = act.id WHERE act.memorandum = {{}} AND act.channel <> '{Channel.ONLINE.value}'"
    " AND act.organisation > {} AND standing.current_behind = '' AND standing.stands"
    " AND NOT EXISTS (SELECT 1 FROM link WHERE link.act = act.id AND link.purpose = {})"
    " AND (EXISTS (SELECT 1 FROM contact WHERE contact.organisation = act.organisation"
    " AND contact.registered AND contact.confirmed_at IS NOT NULL)"
    " OR EXISTS (SELECT 1 FROM invitation JOIN invitation_recipient ON invitation_recipient.invitation = invitation.id"
    " WHERE invitation.memorandum = act.memorandum AND invitation.organisation = act.organisation))"  # noqa: S608 -- a member of an enum
)


async def parties_without_receipt(memorandum_id: int, *, after: int, limit: int) -> list[int]:
    """Return the next organisations whose acts were entered on their behalf, without a private link and with a contact who gets letters.

    A contact gets one without a look at its address if it is a recipient of the invitation or confirmed its mailbox.
    """
    values = (memorandum_id, after, LinkPurpose.MANAGE.value, limit)
    rows = await Link.raw(f"SELECT act.organisation AS party {_WITHOUT_RECEIPT} ORDER BY act.organisation LIMIT {{}}", *values)
    return [row["party"] for row in rows]


async def number_without_receipt(memorandum_id: int) -> int:
    """Return the number of the organisations of `parties_without_receipt`."""
    values = (memorandum_id, 0, LinkPurpose.MANAGE.value)
    rows = await Link.raw(f"SELECT count(*) AS n {_WITHOUT_RECEIPT}", *values)
    return int(rows[0]["n"])


async def receipt_sent_at(act_id: UUID) -> datetime | None:
    """Return the moment when the last letter of receipt of an act was written."""
    receipts = (Link.act == act_id) & (Link.purpose == LinkPurpose.MANAGE.value)
    row = await Link.select(Link.made_at).where(receipts).order_by(Link.made_at, ascending=False).first()
    return row["made_at"] if row else None


async def standing_parties(memorandum_id: int, *, after: int, limit: int) -> list[int]:
    """Return the next organisations with an act that stands, in the order of their ids."""
    these = (Standing.memorandum == memorandum_id) & Standing.stands.eq(True) & (Standing.organisation > after)  # noqa: FBT003 -- a value
    query = Standing.select(Standing.organisation).where(these).group_by(Standing.organisation).order_by(Standing.organisation)
    return await query.limit(limit).output(as_list=True)


async def parties_of_acts(act_ids: Collection[UUID]) -> list[int]:
    """Return the organisations of some acts, at most as many as a page or a step of a job has."""
    if not act_ids:
        return []
    return sorted(set(await Standing.select(Standing.organisation).where(one_of(Standing.act, act_ids)).output(as_list=True)))
