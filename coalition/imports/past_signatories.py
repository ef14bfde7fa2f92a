"""Importing signatories of the past: a table is planned first, then entered whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.acts.adding import Level, add_act, level_of
from coalition.acts.queries import own_record
from coalition.acts.tables import ActKind, Channel, Signer
from coalition.announcements.kinds import SIGNATORIES
from coalition.database import one_row, transaction
from coalition.imports.plans import Outcome, RowAction
from coalition.imports.signatory_plan import plan_signatories
from coalition.imports.tables import Import
from coalition.imports.uploads import finish
from coalition.invitations.links import close_invitation
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices.issuing import notify, pages_change
from coalition.notices.tables import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.acts.tables import Act
    from coalition.imports.signatory_plan import PlannedSignatory, SignatoryPlan


_ROOTS = {ActKind.SIGNATURE, ActKind.AD_REFERENDUM, ActKind.ACCESSION, ActKind.SUPPORT}


async def record_signatories(memorandum: Memorandum, plan: SignatoryPlan) -> Outcome:
    """Enter the rows of a plan as acts of the past, at any state of the memorandum, in one transaction; rows with problems are left out.

    They bind no digest: which text was signed is not known. One notification tells of all of them, and none when every name is withheld.
    Entering the same file again changes nothing.
    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        named = [await _record(row, one) for one in plan.writing]
        if any(named) and row.publicity == Publicity.PUBLIC:
            await notify(NoticeKind.RECORDED, row.slug, detail=SIGNATORIES)
        if named:
            await pages_change()
    numbers = {action.value: plan.count(action) for action in RowAction}
    return Outcome(**numbers, refused=len(plan.refused))


@handles("import_signatories")
async def record_when_confirmed(payload: Mapping[str, Any]) -> None:
    """Enter a confirmed table; the table itself is forgotten afterwards."""
    row = await one_row(Import, Import.id == payload["import"])
    memorandum = await one_row(Memorandum, Memorandum.id == row.memorandum) if row else None
    if row is None or memorandum is None or row.finished_at or not row.confirmed_at:
        return
    plan = await plan_signatories(memorandum, row.content.encode(), source=row.source)
    await finish(row, await record_signatories(memorandum, plan), len(plan.writing))


async def _record(memorandum: Memorandum, planned: PlannedSignatory) -> bool:
    """Record what a row adds; return whether everybody may know of it."""
    if planned.organisation is None or planned.row is None:
        return False
    party = planned.organisation.id
    found = await own_record(memorandum.id, party)
    level = level_of(found.history) if found and found.history else Level(planned.row.disclosure)
    root = found.root if found else None
    for act in planned.acts:
        if act.disclosure is not None:
            level, root = Level(act.disclosure, act.description), None
        about = {"about": root.id} if root else {}
        made = await add_act(memorandum, party, act.kind, level, channel=Channel.HISTORICAL.value, acted=act.acted, source=act.source, **about)
        if act.kind in _ROOTS:
            root = made
            await _sign(made, planned)
            await close_invitation(memorandum.id, party)
    return level.named


async def _sign(act: Act, planned: PlannedSignatory) -> None:
    if planned.row and planned.row.representative:
        await Signer.insert(Signer(act=act.id, name=planned.row.representative, title=planned.row.title))
