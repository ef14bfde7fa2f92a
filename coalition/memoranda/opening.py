"""Opening a memorandum for signature, publishing it, and closing it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.memoranda import queries
from coalition.memoranda.errors import AlreadyOpen, NotAuthenticated, NotOpen
from coalition.memoranda.tables import Memorandum, Publicity, SigningState, TextState
from coalition.notices.issuing import notify, pages_change
from coalition.notices.tables import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.forms import OpeningForm


async def open_for_signature(memorandum: Memorandum, form: OpeningForm) -> None:
    """Open the window from `opens` to `closes`, both included, and publish unless the form says otherwise.

    Raises:
        NotAuthenticated: the text is not fixed yet.
        AlreadyOpen: it was opened before.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        if row.text_state != TextState.AUTHENTICATED:
            raise NotAuthenticated
        if row.signing_state != SigningState.NOT_OPEN:
            raise AlreadyOpen
        values: dict[str, Any] = {
            "signing_state": SigningState.OPEN.value,
            "opens_on": form.opens,
            "closes_on": form.closes,
            "updated_at": clock.now(),
        }
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        if row.publicity != Publicity.PUBLIC:
            await Memorandum.update({Memorandum.publicity: form.publicity.value}).where(Memorandum.id == row.id)
        await _tell_opening(row, form.publicity)
        if form.closes:
            due = datetime.combine(form.closes + timedelta(days=1), time(), UTC)
            await enqueue("close_memorandum", {"memorandum": row.id}, run_at=due, dedupe_key=f"close:{row.id}:{form.closes}")


async def _tell_opening(memorandum: Memorandum, publicity: Publicity) -> None:
    if Publicity.PUBLIC in {memorandum.publicity, publicity}:
        if memorandum.publicity != Publicity.PUBLIC:
            await notify(NoticeKind.ADOPTED, memorandum.slug)
        await notify(NoticeKind.OPENED, memorandum.slug)
    await pages_change()


async def publish(memorandum: Memorandum) -> None:
    """Let everybody read the memorandum; a text that is not fixed cannot be published.

    Raises:
        NotAuthenticated: the text is not fixed yet.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        if row.text_state != TextState.AUTHENTICATED and not row.historical:
            raise NotAuthenticated
        if row.publicity != Publicity.PUBLIC:
            await Memorandum.update({Memorandum.publicity: Publicity.PUBLIC.value}).where(Memorandum.id == row.id)
            await notify(NoticeKind.PUBLISHED, row.slug)
            await pages_change()


async def close(memorandum: Memorandum) -> None:
    """Close the window; who has signed stays.

    Raises:
        NotOpen: it is not open.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        if row.signing_state != SigningState.OPEN:
            raise NotOpen
        values: dict[str, Any] = {"signing_state": SigningState.CLOSED.value, "closes_on": min(row.closes_on or clock.today(), clock.today())}
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        if row.publicity == Publicity.PUBLIC:
            await notify(NoticeKind.CLOSED, row.slug)
            await pages_change()


@handles("close_memorandum")
async def close_when_due(payload: Mapping[str, Any]) -> None:
    """Close after the last day, unless somebody did so before."""
    row = await Memorandum.objects().get(Memorandum.id == payload["memorandum"])
    if row and row.signing_state == SigningState.OPEN and row.closes_on and row.closes_on < clock.today():
        await close(row)
