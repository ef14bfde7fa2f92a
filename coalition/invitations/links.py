"""Private links: making, checking and ending them. Following a link changes nothing.

Each purpose has its time (decision 20): a link to answer works until the window closes, a receipt's link does everything for thirty days.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.acts import queries as acts_queries
from coalition.acts.mandate_queries import answer_of_colleague
from coalition.database import one_of, put
from coalition.invitations import link_queries, queries
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.errors import (
    ActEnded,
    AlreadyVouched,
    FreshLinkNeeded,
    FreshLinkOffered,
    LinkClosed,
    LinkExpired,
    LinkRevoked,
    LinkUnknown,
    LinkUsed,
    TextReplaced,
)
from coalition.invitations.saved_answers import erase_answers, erase_answers_of
from coalition.invitations.tables import Invitation, Link, LinkPurpose
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.tables import SigningState
from coalition.people.tokens import hash_of, new_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from coalition.memoranda.tables import Memorandum


INVITATION_LASTS = timedelta(days=90)
RECEIPT_LASTS = timedelta(days=30)
FRESH_LASTS = timedelta(days=14)

_LASTS = {
    LinkPurpose.ANSWER: INVITATION_LASTS,
    LinkPurpose.MANAGE: RECEIPT_LASTS,
    LinkPurpose.FRESH: FRESH_LASTS,
    LinkPurpose.VOUCH: FRESH_LASTS,
    LinkPurpose.ASK: INVITATION_LASTS,
    LinkPurpose.DECLINED: FRESH_LASTS,
}
_MANAGING = {LinkPurpose.MANAGE.value, LinkPurpose.FRESH.value, LinkPurpose.DEADLINE.value}


class Opened(Struct, frozen=True):
    """A private link with its invitation and memorandum; what is known of its organisation is empty unless it was read with the link."""

    link: Link
    invitation: Invitation
    memorandum: Memorandum
    organisation_slug: str = ""
    is_active: bool = False

    @property
    def manages(self) -> bool:
        """Whether the link is the signer's own, to see and withdraw the signature."""
        return self.link.purpose in _MANAGING

    @property
    def does_everything(self) -> bool:
        """Whether more than seeing, hiding and withdrawing is possible: not with a receipt's link that is older than thirty days."""
        return self.link.purpose != LinkPurpose.MANAGE or not _is_over(self.link)

    @property
    def may_raise(self) -> bool:
        """Whether the holder may ask to let the public know more: only with a link that was mailed on request."""
        return self.link.purpose == LinkPurpose.FRESH

    @property
    def vouches(self) -> bool:
        """Whether the link belongs to a second person, who is asked about the act of a colleague."""
        return self.link.purpose == LinkPurpose.VOUCH

    @property
    def shows_decline(self) -> bool:
        """Whether the link was mailed to see a decline, and to take it back."""
        return self.link.purpose == LinkPurpose.DECLINED


async def make_link(invitation_id: UUID, purpose: LinkPurpose, **columns: Any) -> tuple[str, Link]:
    """Create a private link inside the caller's transaction; return its token, which is not stored, and its row.

    `columns` are those of `keep_link`.
    """
    token, _ = new_token()
    return token, await keep_link(invitation_id, token, purpose, **columns)


async def make_answering_link(invitation_id: UUID, recipient: int | None, *, lasts: timedelta = INVITATION_LASTS) -> tuple[str, Link]:
    """Create the link to answer an invitation, inside the caller's transaction; it replaces every earlier one.

    So one link to answer works at a time. Sessions that began with an earlier link go on until their thirty minutes are over; answers that
    were saved with it are erased.
    """
    now = clock.now()
    await Link.update({Link.expires_at: now}).where(link_queries.answers(invitation_id) & (Link.expires_at > now))
    await erase_answers(invitation_id)
    return await make_link(invitation_id, LinkPurpose.ANSWER, recipient=recipient, until=now + lasts)


async def keep_link(invitation_id: UUID, token: str, purpose: LinkPurpose, *, until: datetime | None = None, **columns: Any) -> Link:
    """Store the hash of a token as a link; `until` is its end where the purpose does not say that.

    `columns` may be `act`, the act that created the link, and `recipient`, the contact to whom it is mailed.
    """
    now = clock.now()
    values: dict[str, Any] = {"invitation": invitation_id, "purpose": purpose.value, "token_hash": hash_of(token), **columns}
    return await put(Link, **values, made_at=now, expires_at=until or now + _LASTS[purpose])


def would_end(memorandum: Memorandum) -> datetime:
    """Return the moment when a link to answer would end that was made now."""
    return _within_window(clock.now() + INVITATION_LASTS, memorandum)


def valid_until(link: Link, memorandum: Memorandum) -> datetime:
    """Return the moment when a link ends; a link to answer ends with the last day for signature at the latest."""
    by_purpose: datetime = link.expires_at
    return _within_window(by_purpose, memorandum) if link.purpose == LinkPurpose.ANSWER else by_purpose


def _within_window(moment: datetime, memorandum: Memorandum) -> datetime:
    if memorandum.signing_state != SigningState.OPEN or memorandum.closes_on is None:
        return moment
    return min(moment, memorandum.closes_at or end_of(memorandum.closes_on))


def end_of(day: date) -> datetime:
    """Return the last moment of a day (UTC), as the last days of memoranda are meant."""
    return datetime.combine(day, time.max, UTC)


async def follow(token: str) -> Opened:
    """Return a link with its invitation and memorandum.

    Raises:
        LinkUnknown: there is no such link.
        LinkClosed: the link was used or revoked, has expired, or is for another edition.

    """
    link = await link_queries.link_of(token)
    if link is None:
        raise LinkUnknown
    opened = await opened_by(link)
    await check(opened)
    return opened


async def opened_by(link: Link) -> Opened:
    """Return a link with its invitation and memorandum, whether it works or not."""
    invitation = await queries.invitation_by_id(link.invitation)
    memorandum = await memoranda.by_id(invitation.memorandum) if invitation else None
    if invitation is None or memorandum is None:  # pragma: no cover -- foreign keys forbid it
        raise LinkUnknown
    return Opened(link, invitation, memorandum)


async def check(opened: Opened) -> None:
    """Refuse a link that is not valid any more.

    Raises:
        LinkClosed: the subclass says why.

    """
    if opened.vouches:
        await check_question(opened)
        return
    if opened.shows_decline:
        await check_decline(opened)
        return
    if opened.manages:
        _check_not_ended(opened.link)
        if opened.link.purpose != LinkPurpose.MANAGE:
            _check_expiry(opened.link)
        return
    check_unanswered(opened)
    _check_expiry(opened.link)
    if opened.memorandum.signing_state in _OVER or valid_until(opened.link, opened.memorandum) <= clock.now():
        raise LinkExpired
    await check_text(opened)
    if opened.link.purpose == LinkPurpose.ASK:
        raise FreshLinkOffered


_OVER = {SigningState.CLOSED.value, SigningState.ENDED.value}


async def is_valid(opened: Opened) -> bool:
    """Whether a link is valid, as `check` says."""
    try:
        await check(opened)
    except LinkClosed:
        return False
    return True


async def check_text(opened: Opened) -> None:
    """Refuse a link for an edition that is not the latest.

    Raises:
        TextReplaced: there is a later one.

    """
    if await edition_queries.latest_digest(opened.memorandum.id) != opened.invitation.digest:
        raise TextReplaced


def check_unanswered(opened: Opened) -> None:
    """Refuse a link to an invitation that cannot be answered any more.

    Raises:
        LinkRevoked, LinkUsed, LinkExpired: it was revoked or answered, or the link was ended.

    """
    if opened.invitation.revoked_at:
        raise LinkRevoked
    if opened.invitation.answered_at:
        raise LinkUsed
    if opened.link.ended_at:
        raise LinkExpired


def _check_not_ended(link: Link) -> None:
    if link.ended_at:
        raise LinkExpired


def _check_expiry(link: Link) -> None:
    if _is_over(link):
        raise LinkExpired


def _is_over(link: Link) -> bool:
    return bool(link.expires_at and link.expires_at <= clock.now())


def check_does_everything(opened: Opened) -> None:
    """Refuse what only a fresh link may do once a receipt's link is thirty days old.

    Raises:
        FreshLinkNeeded: the link shows, hides and withdraws, and nothing else.

    """
    if not opened.does_everything:
        raise FreshLinkNeeded


async def check_link_again(link: Link) -> None:
    """Refuse a link that was ended since it was opened; called inside the transaction that locks its invitation.

    Raises:
        LinkExpired: the invitation was handed over to a colleague, or the link was ended.

    """
    if await link_queries.is_stopped(link.id):
        raise LinkExpired


async def close_invitation(memorandum_id: int, organisation_id: int) -> None:
    """Mark an invitation as answered, so that no link can answer it, inside the caller's transaction."""
    still_open = (Invitation.memorandum == memorandum_id) & (Invitation.organisation == organisation_id) & Invitation.answered_at.is_null()
    await erase_answers_of(still_open)
    await Invitation.update({Invitation.answered_at: clock.now()}).where(still_open)
    await refresh_rows(memorandum_id, [organisation_id])


async def end_links_of(invitation_id: UUID, acts: Sequence[UUID]) -> None:
    """End the links that some acts created, and links whose act is unknown, inside the caller's transaction."""
    created_by_acts = (Link.purpose != LinkPurpose.ANSWER.value) & (one_of(Link.act, acts) | Link.act.is_null())
    await Link.delete().where((Link.invitation == invitation_id) & created_by_acts)


async def check_decline(opened: Opened) -> None:
    """Refuse the link to a decline that was taken back, or that another answer followed.

    Raises:
        LinkRevoked, LinkExpired: the invitation was revoked; or the link was ended or has expired, or the decline is not the answer any more.

    """
    if opened.invitation.revoked_at:
        raise LinkRevoked
    _check_not_ended(opened.link)
    _check_expiry(opened.link)
    declined = await acts_queries.declined_with(opened.memorandum.id, opened.invitation.organisation)
    if opened.invitation.answered_at is None or declined is None or declined != opened.link.act:
        raise LinkExpired


async def check_question(opened: Opened, *, even_expired: bool = False) -> None:
    """Refuse the link of a second person if their answer is not needed any more; `even_expired`: the time of the link does not matter.

    Raises:
        LinkClosed: the subclass says why.

    """
    if not even_expired:
        _check_not_ended(opened.link)
        _check_expiry(opened.link)
    own = await acts_queries.own_record(opened.memorandum.id, opened.invitation.organisation)
    if own is None or own.history is None or not own.stands or opened.link.act not in {None, own.history.root.id}:
        raise ActEnded
    if await answer_of_colleague(own.history):
        raise AlreadyVouched
