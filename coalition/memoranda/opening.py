"""Opening a memorandum for signature, publishing it, closing it, and opening it again for accession."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import transaction
from coalition.forums import queries as forums
from coalition.jobs.queue import enqueue
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, Situation, check, is_possible
from coalition.memoranda.errors import AlreadyPublic, NotEnoughSigned
from coalition.memoranda.last_hours import hour_is_over
from coalition.memoranda.periods import count_after, end_of_period
from coalition.memoranda.public_changes import less_is_shown, record_changes
from coalition.memoranda.publication import published
from coalition.memoranda.replaced_days import change_days
from coalition.memoranda.tables import EffectRule, Memorandum, Publicity, SigningState
from coalition.notices.issuing import notify
from coalition.notices.tables import NoticeKind
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.forums.views import ForumView
    from coalition.memoranda.forms import OpeningForm


async def open_for_signature(memorandum: Memorandum, form: OpeningForm) -> None:
    """Open the window from `opens` to `closes`, both included; `default_publicity` says who may read it if the form does not.

    A memorandum that has an hour to close at closes then, on its last day.

    Raises:
        NotAuthenticated: the text is not fixed yet.
        AlreadyOpen: the window was opened before.
        NotEnoughSigned: the form makes the memorandum public at once, which its rule forbids.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.OPEN, Situation(row))
        publicity = await _publicity(row, form.publicity)
        values: dict[str, Any] = {
            "signing_state": SigningState.OPEN.value,
            "opens_on": form.opens,
            "closes_on": form.closes,
            "publicity": publicity.value,
            "updated_at": clock.now(),
        }
        await change_days(row, values, since=form.opens)
        await _announce_opening(row, publicity)
        await trail.record(TrailAct.OPENED, memorandum=row.id)
        if form.closes:
            await close_after(row.id, form.closes, letters=form.closing_letters, at=row.closes_at)
        await _check_effect_after(row, form.opens)


async def _check_effect_after(memorandum: Memorandum, opens: date) -> None:
    """Enqueue the check of a rule on its day, or on the opening day: acts of the past may have met it before."""
    if memorandum.effect_rule != EffectRule.NONE or memorandum.publish_at_least:
        due = datetime.combine(max(memorandum.effect_on or opens, opens), time(), UTC)
        await enqueue("take_effect", {"memorandum": memorandum.id}, run_at=due, dedupe_key=f"take_effect:{memorandum.id}")


async def _publicity(memorandum: Memorandum, wanted: Publicity | None) -> Publicity:
    """Return the publicity after the opening; a public memorandum stays public, and an embargo is lifted by hand only."""
    if memorandum.publicity in {Publicity.PUBLIC, Publicity.EMBARGOED}:
        return Publicity(memorandum.publicity)
    if memorandum.publish_at_least and wanted is Publicity.PUBLIC:
        raise NotEnoughSigned
    return wanted or default_publicity(memorandum, await forums.view_of(memorandum.forum))


def default_publicity(memorandum: Memorandum | queries.MemorandumView, forum: ForumView | None) -> Publicity:
    """Return who may read a memorandum that is opened if nobody chose that: nothing is published where a rule or the forum asks for care."""
    careful = memorandum.publish_at_least or (forum is not None and forum.needs_care)
    return Publicity.PARTICIPANTS if careful else Publicity.PUBLIC


async def _announce_opening(memorandum: Memorandum, publicity: Publicity) -> None:
    if publicity is Publicity.PUBLIC:
        if memorandum.publicity != Publicity.PUBLIC:
            await published(memorandum.id)
            await notify(NoticeKind.ADOPTED, memorandum.slug)
        await notify(NoticeKind.OPENED, memorandum.slug)
        await record_changes(memorandum, published=True)


async def publish(memorandum: Memorandum) -> None:
    """Publish the memorandum; a text that is not fixed cannot be published.

    Raises:
        NotAuthenticated: the text is not fixed yet.
        NotEnoughSigned: by its rule the memorandum becomes public with a number of signatures, and not before.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        with suppress(AlreadyPublic):  # a second request changes nothing, and is not announced
            check(Action.PUBLISH, Situation(row))
            await make_public(row)
            await trail.record(TrailAct.PUBLISHED, memorandum=row.id)


async def make_public(memorandum: Memorandum) -> None:
    """Make the memorandum public and announce it, inside the caller's transaction."""
    values: dict[Any, Any] = {Memorandum.publicity: Publicity.PUBLIC.value, Memorandum.embargo_until: None}
    await Memorandum.update(values).where(Memorandum.id == memorandum.id)
    await published(memorandum.id)
    await notify(NoticeKind.PUBLISHED, memorandum.slug)
    await record_changes(memorandum, published=True)


async def close(memorandum: Memorandum) -> None:
    """Close the window, or accession after it; signatures stay.

    Raises:
        NotOpen: the memorandum is open neither for signature nor for accession.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        ends_accession = is_possible(Action.END_ACCESSION, Situation(row))
        if ends_accession:
            values: dict[str, Any] = {"signing_state": SigningState.ENDED.value, "accession_ended_on": clock.today()}
        else:
            check(Action.CLOSE, Situation(row))
            values = {"signing_state": SigningState.CLOSED.value, "closes_on": min(row.closes_on or clock.today(), clock.today())}
            values["closes_at"] = min(row.closes_at, clock.now()) if row.closes_at else None
        await trail.record(TrailAct.CLOSED, memorandum=row.id)
        await change_days(row, values)
        await count_after(row.id, await end_of_period(row, values.get("closes_on") or clock.today()))
        await enqueue("end_links_to_answer", {"memorandum": row.id, "closed_at": clock.now().isoformat()})
        if row.publicity == Publicity.PUBLIC:
            await notify(NoticeKind.CLOSED, row.slug, detail="accession" if ends_accession else "")
            await record_changes(row)


async def open_for_accession(memorandum: Memorandum) -> None:
    """Let organisations accede after the window has closed, until accession is closed too.

    Raises:
        NotAuthenticated: the register does not hold the text that would bind them.
        AlreadyTerminated: the memorandum was terminated.
        NotClosed: the window is still open, or was never opened, or accession has ended.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.OPEN_FOR_ACCESSION, Situation(row))
        await trail.record(TrailAct.ACCESSION_OPENED, memorandum=row.id)
        values: dict[str, Any] = {"signing_state": SigningState.ACCESSION_ONLY.value, "withheld_since": None}
        values |= {"accession_opened_on": clock.today(), "accession_ended_on": None}
        await change_days(row, values)
        if row.publicity == Publicity.PUBLIC:
            await notify(NoticeKind.ACCESSION_OPENED, row.slug)
            await less_is_shown(row)  # the number of withheld names is not given any more


async def close_after(memorandum_id: int, last_day: date, *, letters: bool, at: datetime | None = None) -> None:
    """Enqueue the closing after a day, or `at` a moment of it, inside the caller's transaction; the job of an earlier last day then does nothing.

    `letters` says whether those concerned are then written to.
    """
    due = at or datetime.combine(last_day + timedelta(days=1), time(), UTC)
    await enqueue("close_memorandum", {"memorandum": memorandum_id, "letters": letters}, run_at=due, dedupe_key=f"close:{memorandum_id}:{last_day}")


def is_overdue(memorandum: Memorandum) -> bool:
    """Whether the window is still open although its last day, or its hour on that day, is over."""
    is_over = memorandum.closes_on is not None and (memorandum.closes_on < clock.today() or hour_is_over(memorandum))
    return memorandum.signing_state == SigningState.OPEN and is_over
