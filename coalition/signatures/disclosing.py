"""Changing disclosure levels: anyone responsible may lower one at once, a seal opens on its day; `raising.py` lets the public know more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from coalition import clock, trail
from coalition.acts import naming
from coalition.acts import queries as acts
from coalition.acts.disclosure_levels import HIDDEN, LEVELS, Level, level_on, raises
from coalition.acts.errors import NothingStands
from coalition.acts.histories import level_of
from coalition.acts.new_acts import NewAct
from coalition.acts.recording import announce, record
from coalition.acts.standing_rows import refresh
from coalition.acts.status_queries import lines_of
from coalition.acts.tables import ActKind
from coalition.database import transaction
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda
from coalition.memoranda.public_changes import less_is_shown
from coalition.memoranda.tables import Publicity
from coalition.notices.issuing import mark_changed
from coalition.notices.queries import was_issued
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.signatures.errors import OnlyTheSignatory, RaiseNeedsTime
from coalition.signatures.tables import DisclosureRequest
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.acts.histories import History
    from coalition.acts.tables import Act
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum


async def disclose(opened: Opened, level: Level) -> Act:
    """Lower the level for the signatory; this cannot remove copies of what was public before.

    Raises:
        RaiseNeedsTime: the level lets the public know more; `raising.request_raise` asks for that.
        NothingStands: there is no signature or support of this organisation.

    """
    async with transaction():
        memorandum, organisation = opened.memorandum, opened.invitation.organisation
        await memoranda.locked(memorandum.id)
        own = await acts.own_record(memorandum.id, organisation)
        if own and own.history and raises(level, level_in_force(own.history)):
            raise RaiseNeedsTime
        return await change_level(memorandum, organisation, level)


def level_in_force(history: History) -> Level:
    """Return the level in force today: a sealed name whose day has come is public."""
    level = level_of(history)
    now = level_on(clock.today(), level.disclosure, level.release_on)
    return level if now == level.disclosure else Level(now)


async def hide(memorandum: Memorandum, organisation_id: int, level: Level = HIDDEN) -> Act:
    """Lower the level for a coordinator who learned of a danger.

    Raises:
        OnlyTheSignatory: the level reveals more than the organisation allows.
        NothingStands: there is no signature or support of this organisation.

    """
    async with transaction():
        await memoranda.locked(memorandum.id)
        own = await acts.own_record(memorandum.id, organisation_id)
        history = own.history if own else None
        if history and not _may_choose(level, history):
            raise OnlyTheSignatory
        await trail.record(TrailAct.NAME_HIDDEN, f"organisation:{organisation_id}", memorandum.id)
        return await change_level(memorandum, organisation_id, level)


def _may_choose(level: Level, history: History) -> bool:
    tells_more = raises(level, level_of(history)) or raises(level, level_in_force(history))
    return not tells_more and level.rules.coordinators_may_choose


async def change_level(memorandum: Memorandum, organisation_id: int, level: Level) -> Act:
    """Record a change of the level, inside the caller's transaction; requests to let the public know more that wait are stopped.

    Raises:
        NothingStands: there is no signature or support of this organisation.

    """
    row = await memoranda.locked(memorandum.id)
    await stop_requests(memorandum.id, organisation_id)
    own = await acts.own_record(row.id, organisation_id)
    if own is None or own.root is None or own.history is None:
        raise NothingStands
    disclosure = NewAct(
        memorandum=row,
        organisation=organisation_id,
        kind=ActKind.DISCLOSURE,
        level=level,
        about=own.root.id,
        was_named=own.history.named(clock.today()),
        detail=_kind_and_day(own.root),
    )
    described = (await lines_of(row, [organisation_id], clock.today())).described
    recorded = await record(disclosure)
    if (await lines_of(row, [organisation_id], clock.today())).described != described:  # the public read its description, which ends at once
        await less_is_shown(row)
    return recorded.act


async def stop_requests(memorandum_id: int, organisation_id: int) -> None:
    """Stop the requests to let the public know more that wait, inside the caller's transaction."""
    here = (DisclosureRequest.memorandum == memorandum_id) & (DisclosureRequest.organisation == organisation_id)
    waiting = here & DisclosureRequest.stopped_at.is_null() & DisclosureRequest.done_at.is_null()
    await DisclosureRequest.update({DisclosureRequest.stopped_at: clock.now()}).where(waiting)


def _kind_and_day(act: Act) -> str:
    """Return the kind and the day of an act, as the detail of a notification: `signature 2026-11-12`."""
    return f"{act.kind} {act.acted or ''}".strip()


@handles("open_seal")
async def open_seal(payload: Mapping[str, str]) -> None:
    """Announce a name on the day its seal opens, once, unless its organisation chose another level meanwhile."""
    async with transaction():
        act = await acts.act_by_id(UUID(payload["act"]))
        if act:
            row = await memoranda.locked(act.memorandum)
            await refresh(row.id, act.organisation)
            await _announce_opened(row, act)
            await naming.named(act.memorandum)


async def _announce_opened(row: Memorandum, act: Act) -> None:
    own = await acts.own_record(act.memorandum, act.organisation)
    if own is None or own.root is None or own.history is None or not own.stands:
        return
    if not LEVELS[own.history.level].opens_as or not own.history.named(clock.today()):
        return
    slug = await organisations.slug_of(act.organisation)
    if row.publicity == Publicity.PUBLIC:
        await mark_changed(row.slug, slug)
    if not await was_issued(NoticeKind.DISCLOSED, row.slug, slug, since=act.recorded_at):
        await announce(row, act.organisation, NoticeKind.DISCLOSED, named=True, detail=_kind_and_day(own.root))
