"""Asking for an approval, or carrying a change out at once where nobody else could check it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.approvals import queries
from coalition.approvals.errors import AlreadyAsked, NeedsSecondCoordinator, NobodyToApprove
from coalition.approvals.kinds import KINDS
from coalition.approvals.tables import CONTENT, Approval, ApprovalKind
from coalition.database import put, transaction
from coalition.jobs.queue import enqueue
from coalition.mail.writing import write_letter
from coalition.people.account_letters import letter_subject
from coalition.settings import load
from coalition.trail import TrailAct
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.people.tables import Coordinator

LASTS = timedelta(days=7)


class Change(Struct, frozen=True):
    """A change that needs approval: its kind, what it is about, and the values it needs."""

    kind: ApprovalKind
    about: str
    values: Mapping[str, Any] = field(default_factory=dict)
    memorandum: int | None = None


async def ask(change: Change, by: Coordinator) -> Approval | None:
    """Ask the other coordinators to approve a change; return None if it was carried out at once, because nobody else could check it.

    Raises:
        AlreadyAsked: the same change waits already.
        NobodyToApprove: the other coordinators were disabled at the desk within the last days.
        NeedsSecondCoordinator: nobody may make the change alone.
        CoalitionError: the change cannot be carried out, where that is known before.

    """
    async with transaction():
        checkers = await queries.checkers(by.id)
        if not checkers:
            if not KINDS[change.kind].alone:
                raise NeedsSecondCoordinator
            if await queries.was_disabled_lately(by.id):
                raise NobodyToApprove
            await KINDS[change.kind].carry_out(change.about, change.values, by)
            await trail.record(TrailAct.DONE_UNCHECKED, change.about, change.memorandum)
            return None
        await KINDS[change.kind].check(change.about, change.values)
        for waiting in await queries.waits_already(change.kind, change.about):
            if values_of(waiting) == dict(change.values):
                raise AlreadyAsked
        row = await _insert(change, by)
        await trail.record(TrailAct.APPROVAL_REQUESTED, f"approval:{row.id}", change.memorandum)
        await _write_to(checkers, row, by)
    return row


async def _insert(change: Change, by: Coordinator) -> Approval:
    key, now, actor = secrets.token_hex(16), clock.now(), current_actor()
    row = await put(
        Approval,
        key=key,
        kind=change.kind.value,
        about=change.about,
        memorandum=change.memorandum,
        content=CONTENT.encrypt(msgspec.json.encode(dict(change.values)).decode(), key),
        requested_by=by.id,
        session=actor.session if actor else "",
        requested_at=now,
        expires_at=now + LASTS,
    )
    await enqueue("expire_approvals", {}, run_at=row.expires_at, dedupe_key=f"expire_approvals:{row.id}")
    return row


async def _write_to(checkers: Sequence[Coordinator], row: Approval, by: Coordinator) -> None:
    """Tell those who can approve; the letter names neither the organisation nor the values."""
    for person in checkers:
        link = load().base_url + url_for("desk.approval.show", lang=person.language, approval=row.id)
        about: dict[str, Any] = {"about": letter_subject(person), "name": person.name, "by": by.name}
        about |= {"kind": ApprovalKind(row.kind).word, "link": link, "expires": row.expires_at}
        await write_letter("approval_requested", address=person.email, language=person.language, answering=None, discreet=False, **about)


def values_of(row: Approval) -> dict[str, Any]:
    """Return the values of a request; they are erased once it is decided."""
    return msgspec.json.decode(CONTENT.decrypt(row.content, row.key)) if row.content else {}
