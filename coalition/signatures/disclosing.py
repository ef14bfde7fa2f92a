"""Changing disclosure levels: anyone responsible may lower one at once, only the organisation may raise it, a seal opens on its day."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from coalition import clock, trail
from coalition.acts import queries as acts
from coalition.acts.disclosure_levels import HIDDEN, LEVELS, tells_more
from coalition.acts.errors import NothingStands
from coalition.acts.recording import NewAct, announce, record
from coalition.acts.tables import ActKind
from coalition.database import transaction
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda
from coalition.notices.queries import was_issued
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.signatures.errors import OnlyTheSignatory
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.acts.disclosure_levels import Level
    from coalition.acts.tables import Act
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum


async def disclose(opened: Opened, level: Level) -> Act:
    """Change the level for the signatory; this cannot remove copies of what was public before.

    Raises:
        NothingStands: there is no signature or support of this organisation.

    """
    async with transaction():
        return await _change(opened.memorandum, opened.invitation.organisation, level)


async def hide(memorandum: Memorandum, organisation_id: int, level: Level = HIDDEN) -> Act:
    """Lower the level for a coordinator who learned of a danger.

    Raises:
        OnlyTheSignatory: the level reveals more than the organisation allows.
        NothingStands: there is no signature or support of this organisation.

    """
    async with transaction():
        own = await acts.own_record(memorandum.id, organisation_id)
        history = own.history if own else None
        if history and (tells_more(level.disclosure, history.level) or not level.rules.coordinators_may_choose):
            raise OnlyTheSignatory
        await trail.record(TrailAct.NAME_HIDDEN, f"organisation:{organisation_id}", memorandum.id)
        return await _change(memorandum, organisation_id, level)


async def _change(memorandum: Memorandum, organisation_id: int, level: Level) -> Act:
    row = await memoranda.locked(memorandum.id)
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
    return (await record(disclosure)).act


def _kind_and_day(act: Act) -> str:
    """Return the kind and the day of an act, as the detail of a notification: `signature 2026-11-12`."""
    return f"{act.kind} {act.acted or ''}".strip()


@handles("open_seal")
async def open_seal(payload: Mapping[str, str]) -> None:
    """Announce a name on the day its seal opens, once, unless its organisation chose another level meanwhile."""
    async with transaction():
        act = await acts.act_by_id(UUID(payload["act"]))
        own = await acts.own_record(act.memorandum, act.organisation) if act else None
        if act is None or own is None or own.root is None or own.history is None or not own.stands:
            return
        if not LEVELS[own.history.level].opens_as or not own.history.named(clock.today()):
            return
        row = await memoranda.locked(act.memorandum)
        slug = await organisations.slug_of(act.organisation)
        if not await was_issued(NoticeKind.DISCLOSED, row.slug, slug, since=act.recorded_at):
            await announce(row, act.organisation, NoticeKind.DISCLOSED, named=True, detail=_kind_and_day(own.root))
