"""Reporting a mistake: by anybody about what is public, and by the holder of a private link that was made for another organisation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import among, put, transaction
from coalition.jobs.queue import enqueue, enqueue_request
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda
from coalition.organisations import queries as organisations
from coalition.reported_mistakes import queries
from coalition.reported_mistakes.after_reports import reported
from coalition.reported_mistakes.tables import Mistake, ReportedMistake

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.reported_mistakes.forms import MistakeForm, WrongLinkForm

ANSWERED_LASTS = timedelta(days=90)
UNANSWERED_LASTS = timedelta(days=365)


async def report(organisation_id: int, memorandum_id: int | None, form: MistakeForm, language: str) -> None:
    """Let a report about a listed organisation be stored, with a public memorandum or none.

    No act is read, neither here nor later: whether the organisation signed, and who may know, changes nothing.
    """
    given = form.model_dump(mode="json", exclude={"memorandum"})
    about = {"organisation": organisation_id, "memorandum": memorandum_id, "language": language}
    await enqueue_request("reported_mistake", given | about)


@handles("reported_mistake")
async def store_mistake(payload: Mapping[str, Any]) -> None:
    """Store what somebody reported, unless its organisation or its memorandum was deleted."""
    is_gone = await organisations.by_id(payload["organisation"]) is None
    if is_gone or (payload["memorandum"] and await memoranda.by_id(payload["memorandum"]) is None):
        return
    await _store(dict(payload))


async def report_wrong_link(memorandum_id: int, organisation_id: int, form: WrongLinkForm, language: str) -> None:
    """Tell the coordinators of a memorandum that a private link reached somebody who does not belong to its organisation.

    It is no answer of the organisation: nothing is declined, and the link stays as it is until a coordinator ends it.
    """
    about = {"memorandum": memorandum_id, "organisation": organisation_id, "language": language, "mistake": Mistake.WRONG_LINK.value}
    await _store(form.model_dump(mode="json") | about)


async def _store(values: dict[str, Any]) -> None:
    now = clock.now()
    async with transaction():
        row = await put(ReportedMistake, **values | {"email": values["email"] or "", "reported_at": now})
        await enqueue_deletion(UNANSWERED_LASTS)
        await reported(row.id)


async def enqueue_deletion(after: timedelta) -> None:
    """Let reports that are over be deleted after a time, inside the caller's transaction."""
    due = clock.now() + after
    await enqueue("forget_mistakes", {}, run_at=due + timedelta(hours=1), dedupe_key=f"forget_mistakes:{due:%Y-%m-%dT%H}")


@handles("forget_mistakes")
async def forget_mistakes(_: Mapping[str, Any]) -> None:
    """Delete reports that were answered, or left, long ago."""
    now = clock.now()
    async with transaction():
        ended = await queries.ended_mistakes(reported_until=now - UNANSWERED_LASTS, answered_until=now - ANSWERED_LASTS)
        await ReportedMistake.delete().where(among(ReportedMistake.id, ended))
