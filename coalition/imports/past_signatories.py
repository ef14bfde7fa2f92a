"""Importing signatories of the past, some rows in a transaction, as planned in `signatory_plan`."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Struct, field

from coalition import clock, collector, trail
from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.disclosure_levels import Level
from coalition.acts.effect import check_effect
from coalition.acts.histories import level_of
from coalition.acts.new_acts import NewAct, Person
from coalition.acts.queries import own_record
from coalition.acts.recording import record_all
from coalition.acts.tables import Channel
from coalition.announcements.notice_kinds import SIGNATORIES
from coalition.database import analyse, put_rows, savepoint, transaction
from coalition.fields import InvalidForm
from coalition.imports.left_out import left_out_rows
from coalition.imports.plans import Outcome, RowAction
from coalition.imports.queries import import_by_id, language_of_importer, memorandum_of
from coalition.imports.signatory_plan import plan_signatories
from coalition.imports.tables import ImportedAct
from coalition.imports.turns import ImportStopped, hold_turn, is_turn_of, stop, when_stopped
from coalition.imports.uploads import choices_of, finish, keep_for_confirmation, note_progress, sheets_of
from coalition.invitations.links import close_invitation
from coalition.jobs.long_work import STEP
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.public_changes import less_is_shown
from coalition.memoranda.tables import Memorandum
from coalition.notices.issuing import notify
from coalition.notices.tables import NoticeKind
from coalition.organisations.queries import lock
from coalition.organisations.registering import SlugTaken, register
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.acts.recording import Recorded
    from coalition.imports.plans import Plan
    from coalition.imports.questions import Choices
    from coalition.imports.signatory_plan import PlannedSignatory
    from coalition.imports.signatory_rows import PastAct, SignatoryRow
    from coalition.imports.tables import Import
    from coalition.organisations.forms import OrganisationForm
    from coalition.spreadsheets.sheets import Sheet


class Importer(NamedTuple):
    """The id of the coordinator for whom a file is imported at once, and the name of the file."""

    coordinator: int
    file_name: str


async def import_signatories(  # noqa: PLR0913 -- the file, what was chosen for it, and where it comes from
    memorandum: Memorandum,
    sheets: Sequence[Sheet],
    choices: Choices,
    mapping: Mapping[str, str] | None = None,
    *,
    source: str = "",
    upload: Import | None = None,
    by: Importer | None = None,
) -> Plan[PlannedSignatory]:
    """Enter the organisations that answers call new into the register, then record the rows; return the plan that was carried out.

    Without an `upload`, an import at once `by` a coordinator is noted, who can annul its acts together.

    Raises:
        UnreadableFile: as `plan_signatories`.
        WasAbandoned: as `record_signatories`.

    """
    with ExitStack() as until_recorded:

        async def planned() -> Plan[PlannedSignatory]:
            with collector.paused():
                plan = await plan_signatories(memorandum, sheets, choices, mapping, source=source)
                until_recorded.enter_context(collector.set_aside())
            return plan

        plan = await planned()
        new = {row.new.slug: row.new for row in plan.rows if row.new and row.writes}
        for form in new.values():
            with suppress(SlugTaken):
                await _register(form, upload)
        if new:
            plan = await planned()
        if by:
            upload = await _note_import(memorandum, by, rows=len(plan.writing), source=source)
        await record_signatories(memorandum, plan, upload)
    return plan


async def _register(form: OrganisationForm, upload: Import | None) -> None:
    async with transaction():
        if upload:
            await hold_turn(upload)
        await register(form, names_were_shown=True)


async def _note_import(memorandum: Memorandum, by: Importer, *, rows: int, source: str) -> Import:
    """Store an import without its file."""
    check(Action.RECORD_PAST_ACT, Situation(memorandum))
    more = {"memorandum": memorandum.id, "source": source, "confirmed_at": clock.now()}
    return await keep_for_confirmation(by.coordinator, by.file_name, (), rows=rows, **more)


class SoFar(Struct):
    """What the steps of an import recorded: the numbers of new and changed rows, and the acts that everybody may read."""

    new: int = 0
    changed: int = 0
    public: list[UUID] = field(default_factory=list)


async def record_signatories(memorandum: Memorandum, plan: Plan[PlannedSignatory], upload: Import | None = None) -> Outcome:
    """Record the rows of a plan as acts of the past, in steps; rows with problems are not imported.

    Neither is a row whose name would single out hidden ones beside a published number, or whose days cannot be true. The acts have no
    digest, because it is unknown which text was signed. One notification announces all of them, or none if every name is withheld.
    Importing the same file again changes nothing. The steps of an `upload` note in it what they recorded: the import goes on after an
    interruption, and its end announces the acts of all steps.

    Raises:
        WasAbandoned: the memorandum is an abandoned draft.
        ImportStopped: whoever answers for the `upload` may not go on with it; what was recorded before stays.

    """
    so_far = msgspec.json.decode(upload.outcome, type=SoFar) if upload and upload.outcome else SoFar()
    unchanged = plan.count(RowAction.UNCHANGED) - so_far.new - so_far.changed  # the rows of earlier steps are on record
    writing = plan.writing
    for start in range(0, len(writing), STEP):
        async with transaction():
            if upload:
                await hold_turn(upload)
            row = await _locked(memorandum)
            begun = await _record_some(row, writing[start : start + STEP], so_far)
            if upload:
                await put_rows(ImportedAct, [{"upload": upload.id, "act": act} for act in begun])
                await note_progress(upload, so_far.new + so_far.changed, msgspec.json.encode(so_far).decode())
    public = so_far.public
    refused = len(plan.rows) - unchanged - so_far.new - so_far.changed
    outcome = Outcome(so_far.new, so_far.changed, unchanged, refused)
    async with transaction():
        if upload:
            await hold_turn(upload)
        row = await _locked(memorandum)
        await _announce(row, public)
        if upload:
            left_out = left_out_rows(plan.file, plan.rows, await language_of_importer(upload))
            await finish(upload, outcome, so_far.new + so_far.changed, left_out)
    return outcome


async def _announce(row: Memorandum, public: Sequence[UUID]) -> None:
    """Announce what was recorded since the last announcement, inside the caller's transaction; the memorandum is locked."""
    await trail.record(TrailAct.SIGNATORIES_IMPORTED, memorandum=row.id)
    if public:
        await notify(NoticeKind.RECORDED, row.slug, detail=SIGNATORIES, rows=public)
        await less_is_shown(row)  # acts on record may end, or be named again
    await check_effect(row)


@when_stopped
async def _announce_part(upload: Import) -> None:
    """Announce the part that an import recorded before it stopped; what it records later is announced then."""
    stored = await import_by_id(upload.id)
    if stored is None or stored.memorandum is None or not stored.outcome:
        return
    so_far = msgspec.json.decode(stored.outcome, type=SoFar)
    await _announce(await memoranda.locked(stored.memorandum), so_far.public)
    so_far.public = []
    await note_progress(stored, stored.done, msgspec.json.encode(so_far).decode())


async def _locked(memorandum: Memorandum) -> Memorandum:
    row = await memoranda.locked(memorandum.id)
    check(Action.RECORD_PAST_ACT, Situation(row))
    return row


async def _record_some(row: Memorandum, some: Sequence[PlannedSignatory], so_far: SoFar) -> list[UUID]:
    """Record some rows, each of them wholly or not at all; return the ids of the acts that begin a history."""
    await lock(planned.organisation.id for planned in some if planned.organisation)
    begun: list[UUID] = []
    for planned in some:
        with suppress(InvalidForm):  # nothing of the row is recorded
            async with savepoint():
                recorded = await _record(row, planned)
            so_far.public += [new.act.id for new in recorded if new.is_public]
            begun += [new.act.id for new in recorded if new.act.kind in STANDING_KINDS]
            so_far.new += planned.action is RowAction.NEW
            so_far.changed += planned.action is RowAction.CHANGED
    return begun


@handles("import_signatories")
async def record_when_confirmed(payload: Mapping[str, Any]) -> None:
    """Import a confirmed table, then delete the text of the table."""
    row = await import_by_id(payload["import"])
    memorandum = await memorandum_of(row) if row else None
    if row is None or memorandum is None or not is_turn_of(row, payload):
        return
    sheets, choices = await asyncio.to_thread(sheets_of, row), choices_of(row)
    try:
        await import_signatories(memorandum, sheets, choices, source=row.source, upload=row)
    except ImportStopped:
        await stop(row)
    await analyse()


async def _record(memorandum: Memorandum, planned: PlannedSignatory) -> Sequence[Recorded]:
    """Record the new acts of a row."""
    if planned.organisation is None or planned.row is None:
        return []
    recorded = await record_all(await _new_acts(memorandum, planned.organisation.id, planned.row, planned.acts))
    if any(act.kind in STANDING_KINDS for act in planned.acts):
        await close_invitation(memorandum.id, planned.organisation.id)
    return recorded


async def _new_acts(memorandum: Memorandum, organisation_id: int, row: SignatoryRow, acts: Sequence[PastAct]) -> list[NewAct]:
    """Return the acts of a row: an act that begins a history, and later acts about it or about the history on record."""
    own = await own_record(memorandum.id, organisation_id)
    level = level_of(own.history) if own and own.history else Level(row.disclosure)
    about = own.root.id if own and own.root else None
    signer = Person(row.representative, row.title) if row.representative else None
    new_acts = []
    for act in acts:
        begins = act.kind in STANDING_KINDS
        if act.disclosure is not None:
            level, about = Level(act.disclosure, act.description), None
        new = NewAct(
            memorandum=memorandum,
            organisation=organisation_id,
            kind=act.kind,
            level=level,
            signer=signer if begins else None,
            channel=Channel.HISTORICAL,
            acted=act.acted,
            received=act.received,
            source=act.source,
            about=about,
        )
        new_acts.append(new)
        about = new.id if begins else about
    return new_acts
