"""Who may know: hidden at once by anyone responsible, shown only by the organisation itself, opened by a seal on its day."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from coalition import clock
from coalition.acts import queries as acts
from coalition.acts.adding import add_act, tell
from coalition.acts.disclosures import HIDDEN, LEVELS, Level, tells_more
from coalition.acts.errors import NothingStands
from coalition.acts.tables import Act, ActKind, Disclosure
from coalition.database import one_row, transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda
from coalition.notices.queries import was_told
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.signatures.errors import OnlyTheSignatory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.acts.queries import OwnRecord
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum


async def disclose(opened: Opened, level: Level) -> Act:
    """Change, for the signatory, who may know; what was public before cannot be called back from those who copied it.

    Raises:
        NothingStands: there is no signature or support of this organisation.

    """
    async with transaction():
        return await _change(opened.memorandum, opened.invitation.organisation, level)


async def hide(memorandum: Memorandum, organisation_id: int, level: Level = HIDDEN) -> Act:
    """Let the public know less, for a coordinator who is told of a danger.

    Raises:
        OnlyTheSignatory: the level tells more than the organisation allows.
        NothingStands: there is no signature or support of this organisation.

    """
    async with transaction():
        found = await acts.own_record(memorandum.id, organisation_id)
        history = found.history if found else None
        if history and (tells_more(level.disclosure, history.level) or not level.rules.coordinators_may_choose):
            raise OnlyTheSignatory
        return await _change(memorandum, organisation_id, level)


async def _change(memorandum: Memorandum, organisation_id: int, level: Level) -> Act:
    row = await memoranda.locked(memorandum.id)
    found = await acts.own_record(row.id, organisation_id)
    if found is None or found.root is None or found.history is None:
        raise NothingStands
    was_named = found.history.named(clock.today())
    act = await add_act(row, organisation_id, ActKind.DISCLOSURE, level, about=found.root.id)
    await release_when_due(act)
    await tell(row, organisation_id, NoticeKind.DISCLOSED, named=level.named and not was_named, detail=_told(found))
    return act


def _told(found: OwnRecord) -> str:
    """Return the kind and the day of the act whose name is shown now: `signature 2026-11-12`."""
    return f"{found.root.kind} {found.root.acted or ''}".strip() if found.root else ""


async def release_when_due(act: Act) -> None:
    """Ask for the opening of a seal on its day, inside the caller's transaction."""
    if LEVELS[Disclosure(act.disclosure)].opens_as and act.release_on:
        at = datetime.combine(act.release_on, time(), UTC)
        await enqueue("open_seal", {"act": str(act.id)}, run_at=at, dedupe_key=f"open_seal:{act.id}")


@handles("open_seal")
async def open_seal(payload: Mapping[str, str]) -> None:
    """Tell the public of a name whose seal has opened, once, unless its organisation decided otherwise meanwhile."""
    async with transaction():
        act = await one_row(Act, Act.id == UUID(payload["act"]))
        found = await acts.own_record(act.memorandum, act.organisation) if act else None
        if act is None or found is None or found.history is None or not found.stands or not LEVELS[found.history.level].opens_as:
            return
        row = await memoranda.locked(act.memorandum)
        slug = await organisations.slug_of(act.organisation)
        if found.history.named(clock.today()) and not await was_told(NoticeKind.DISCLOSED, row.slug, slug, since=act.recorded_at):
            await tell(row, act.organisation, NoticeKind.DISCLOSED, named=True, detail=_told(found))
