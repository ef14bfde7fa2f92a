"""Approving, refusing, withdrawing and expiring requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.approvals import queries
from coalition.approvals.asking import values_of
from coalition.approvals.errors import AccountTooNew, ApprovalGone, CannotBeDone, OwnRequest, SameSession
from coalition.approvals.kinds import KINDS
from coalition.approvals.tables import Approval, ApprovalKind, Outcome
from coalition.database import transaction
from coalition.errors import CoalitionError
from coalition.jobs.worker import handles
from coalition.mail.writing import write_letter
from coalition.people import queries as people
from coalition.people.account_letters import letter_subject
from coalition.people.tables import Role
from coalition.settings import load
from coalition.trail import TrailAct
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column

    from coalition.approvals.forms import ReasonForm
    from coalition.people.tables import Coordinator


async def approve(number: int, by: Coordinator) -> None:
    """Approve a request and carry the change out, in one transaction.

    Raises:
        ApprovalGone: it does not wait any more.
        OwnRequest, SameSession, AccountTooNew: this person cannot approve it.
        CannotBeDone: the change does not fit what is on record now; the request still waits.

    """
    async with transaction():
        row = await _open_to(number, by)
        try:
            await KINDS[ApprovalKind(row.kind)].carry_out(row.about, values_of(row), by)
        except CoalitionError as error:
            raise CannotBeDone from error
        await trail.record(TrailAct.APPROVAL_GIVEN, f"approval:{row.id}", row.memorandum)
        await _close(row, Outcome.APPROVED, by=by)


async def refuse(number: int, by: Coordinator, form: ReasonForm) -> None:
    """Refuse a request; the reason goes to the one who asked.

    Raises:
        ApprovalGone, OwnRequest, SameSession, AccountTooNew: as `approve`.

    """
    async with transaction():
        row = await _open_to(number, by)
        await trail.record(TrailAct.APPROVAL_REFUSED, f"approval:{row.id}", row.memorandum)
        await _close(row, Outcome.REFUSED, by=by, reason=form.reason)


async def withdraw(number: int, by: Coordinator) -> None:
    """Withdraw one's own request.

    Raises:
        ApprovalGone: there is no such request of this person that waits.

    """
    async with transaction():
        row = await queries.locked_approval(number)
        if row is None or row.requested_by != by.id:
            raise ApprovalGone
        await trail.record(TrailAct.APPROVAL_WITHDRAWN, f"approval:{row.id}", row.memorandum)
        await _close(row, Outcome.WITHDRAWN)


async def _open_to(number: int, by: Coordinator) -> Approval:
    """Return a request that waits, locked, if this person and this session can decide it."""
    await people.lock_coordinators()  # nobody is disabled between the check and the commit
    row, actor = await queries.locked_approval(number), current_actor()
    person = await people.active(by.id)
    if row is None or person is None or person.role != Role.COORDINATOR or await people.active(row.requested_by) is None:
        raise ApprovalGone
    if row.requested_by == by.id:
        raise OwnRequest
    if row.session and actor and actor.session == row.session:
        raise SameSession
    if max(person.created_at, person.enabled_at or person.created_at) > row.requested_at:
        raise AccountTooNew
    return row


async def _close(row: Approval, outcome: Outcome, *, by: Coordinator | None = None, reason: str = "") -> None:
    """Store the outcome, erase the values, and tell the one who asked."""
    values: dict[Column | str, Any] = {Approval.outcome: outcome.value, Approval.content: "", Approval.reason: reason}
    values |= {Approval.decided_at: clock.now(), Approval.decided_by: by.id if by else None}
    await Approval.update(values).where(Approval.id == row.id)
    asking = await people.active(row.requested_by)
    if asking is None or outcome is Outcome.WITHDRAWN:
        return
    link = load().base_url + url_for("desk.approval.show", lang=asking.language, approval=row.id)
    about: dict[str, Any] = {"name": asking.name, "kind": ApprovalKind(row.kind).word, "outcome": outcome.word, "reason": reason, "link": link}
    about |= {"about": letter_subject(asking), "by": by.name if by else "", "discreet": False}
    await write_letter("approval_decided", address=asking.email, language=asking.language, answering=None, **about)


@handles("expire_approvals")
async def expire(_: Mapping[str, Any]) -> None:
    """Close the requests whose time is over, and tell those who asked."""
    async with transaction():
        for row in await queries.expired():
            await trail.record(TrailAct.APPROVAL_EXPIRED, f"approval:{row.id}", row.memorandum)
            await _close(row, Outcome.EXPIRED)
