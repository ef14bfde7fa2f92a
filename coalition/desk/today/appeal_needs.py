"""What a coordinator has to do about urgent appeals: their own, and those that another coordinator asks them to agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.addresses import url_for
from coalition.appeals.next_step_queries import ENDS_SOON, NextStep, next_steps
from coalition.appeals.views import moment_in
from coalition.approvals.appeal_kinds import is_unchanged
from coalition.approvals.asking import values_of
from coalition.approvals.queries import waiting_of_kind
from coalition.approvals.tables import ApprovalKind
from coalition.deliveries.tables import EntryKind
from coalition.desk.today.needs import Need
from coalition.languages import Message
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.appeals.next_step_queries import StepOfAppeal
    from coalition.approvals.tables import Approval
    from coalition.memoranda.queries import MemorandumView
    from coalition.people.tables import Coordinator

_MOST = 5  # each is read as a whole
_PAGES: Mapping[NextStep, tuple[str, Mapping[str, str]]] = for_each(
    NextStep,
    {
        NextStep.SEND: ("desk.appeal_sending.new", {}),
        NextStep.NEW_HOUR: ("desk.appeal.edit", {}),
        NextStep.ENDS_SOON: ("desk.appeal.show", {}),
        NextStep.DELIVER: ("desk.entry.new", {"kind": EntryKind.DELIVERY.value}),
        NextStep.OUTCOME: ("desk.entry.new", {"kind": EntryKind.OUTCOME.value}),
        NextStep.PUBLISH_OUTCOME: ("desk.entry.edit", {}),
    },
)


async def needs_of_appeals(own_memoranda: Mapping[int, MemorandumView], waiting: Sequence[Approval], language: str) -> dict[int, Need]:
    """Return what is to be done about the appeals among some memoranda, by memorandum; `waiting` are the requests to send one."""
    steps = await next_steps(own_memoranda, clock.now())
    asked = {row.memorandum for row in waiting}
    return {number: _need(own_memoranda[number], step, language, asked=number in asked) for number, step in steps.items()}


def _need(view: MemorandumView, step: StepOfAppeal, language: str, *, asked: bool) -> Need:
    page, more = _PAGES[step.step]
    where: dict[str, Any] = {"lang": language, "memorandum": view.slug, **more}
    if step.step is NextStep.PUBLISH_OUTCOME:
        where["entry"] = step.entry
    soon = step.closes_at <= clock.now() + ENDS_SOON and step.step in {NextStep.SEND, NextStep.ENDS_SOON}
    return Need(view, _text(step, asked=asked), "warn" if soon else "", url_for(page, **where))


def _text(step: StepOfAppeal, *, asked: bool) -> Message:
    moment = moment_in(step.zone, step.closes_at)
    if asked and step.step is NextStep.SEND:
        return Message("Another coordinator was asked to agree to the appeal. Its last hour: {moment}.", moment=moment)
    return Message(step.step.word.msgid, moment=moment)


async def appeals_waiting() -> Sequence[Approval]:
    """Return the oldest requests to send an appeal that wait; one whose appeal was changed meanwhile waits for nobody."""
    rows = await waiting_of_kind(ApprovalKind.APPEAL_SENT, _MOST)
    return [row for row in rows if await is_unchanged(row.about, values_of(row))]


def to_agree_to(waiting: Sequence[Approval], person: Coordinator) -> list[int]:
    """Return the requests that a coordinator can decide: those that another one made."""
    return [row.id for row in waiting if row.requested_by != person.id]
