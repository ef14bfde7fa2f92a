"""Correcting the record: a wrong day of an act, or the misspelt name of its signer, by an act of its own with a reason."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from coalition import clock, trail
from coalition.acts import queries as acts
from coalition.acts.act_kinds import CORRECTABLE, STANDING_KINDS
from coalition.acts.act_order import ImpossibleOrder, check_order
from coalition.acts.correction_details import correction_detail
from coalition.acts.deadlines import enqueue_confirmation
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.errors import NothingStands
from coalition.acts.histories import level_of
from coalition.acts.new_acts import Correction, NewAct, Person
from coalition.acts.recording import record
from coalition.acts.signer_queries import signer_of
from coalition.acts.tables import ActKind, Channel
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.reasons import note_decision
from coalition.memoranda.tables import DecisionKind
from coalition.partial_dates import PartialDate
from coalition.signatures.receipt_letters import letters_of_receipt
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from coalition.acts.histories import ActRow, History
    from coalition.acts.new_acts import LetterToWrite
    from coalition.acts.tables import Act, Signer
    from coalition.memoranda.tables import Memorandum
    from coalition.signatures.on_behalf_forms import RecordCorrectionForm

_NOTHING_DIFFERS = Message("Nothing differs from the record.")
_CORRECTED_MEANWHILE = Message(
    "Another correction of this act was recorded meanwhile. Compare what you wrote with the record, and check the correction again."
)


async def corrected_act(memorandum: Memorandum, organisation_id: int, act_id: UUID) -> tuple[History, ActRow]:
    """Return an act as it is on record now with its history (for those who work on the memorandum).

    Raises:
        NothingStands: there is no such act.

    """
    history = await acts.history_with(memorandum.id, organisation_id, act_id)
    return history, _act_in(history, act_id)


async def correctable(memorandum_id: int, organisation_id: int, act_id: UUID) -> tuple[ActRow, Signer | None]:
    """Return an act of an organisation as it is on record now, with its signer (for those who work on the memorandum).

    Raises:
        NothingStands: there is no such act, or it is not one that can be corrected.

    """
    history = await acts.history_with(memorandum_id, organisation_id, act_id)
    act = _act_in(history, act_id)
    if act.kind not in CORRECTABLE:
        raise NothingStands
    return act, await signer_of(act_id)


class Remark(NamedTuple):
    """Why days in an impossible order are right, as a second coordinator approved it; `by` is the id of the coordinator who wrote it."""

    text: str
    by: int


async def correct(memorandum: Memorandum, organisation_id: int, act_id: UUID, form: RecordCorrectionForm, remark: Remark | None = None) -> Act:
    """Correct the days of an act, or the name and the position of its signer; the line of the public says what was corrected.

    The correction of a hidden act is hidden. The organisation gets a letter with a private link, as for a receipt. With a remark, days in
    an impossible order are accepted; the remark is for the coordinators, the public reads that there is one.

    Raises:
        NothingStands: as `correctable`.
        InvalidForm: nothing differs from the record, or it was corrected after the form was shown.
        ImpossibleOrder: the days cannot be true beside what is on record.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        new = replace(await correction_to_record(row, organisation_id, act_id, form), remarked=remark is not None)
        if remark:
            await note_decision(row.id, DecisionKind.ACT_REMARKED, f"{new.reference}: {remark.text}", remark.by)
        history = await acts.history_with(row.id, organisation_id, act_id)
        recorded = await record(replace(new, letters=await _letters(row, history)))
        if history.root.id == act_id and history.waits:
            await _move_deadline(row, organisation_id)
        await trail.record(TrailAct.RECORD_CORRECTED, f"organisation:{organisation_id}", row.id)
    return recorded.act


async def impossible_correction(row: Memorandum, organisation_id: int, act_id: UUID, form: RecordCorrectionForm) -> Message | None:
    """Return why the corrected days cannot be true; None if they can.

    Raises:
        NothingStands, InvalidForm: the act cannot be corrected so for another reason.

    """
    try:
        await check_order(await correction_to_record(row, organisation_id, act_id, form))
    except ImpossibleOrder as impossible:
        return impossible.message
    return None


async def correction_to_record(row: Memorandum, organisation_id: int, act_id: UUID, form: RecordCorrectionForm) -> NewAct:
    """Return the correction that a form describes; nothing is recorded.

    Raises:
        NothingStands, InvalidForm: as `correct`.

    """
    act, signer = await correctable(row.id, organisation_id, act_id)
    history = await acts.history_with(row.id, organisation_id, act_id)
    correction = Correction(act_id, PartialDate(form.acted) if form.acted else None, form.received)
    person = _person(act, signer, form)
    dates_differ = (act.acted, act.received) != (correction.acted, correction.received)
    if not (dates_differ or person.name):
        raise InvalidForm({"form": _NOTHING_DIFFERS})
    if form.seen and form.seen != seen_of(act, signer):
        raise InvalidForm({"form": _CORRECTED_MEANWHILE})
    named = history.named(clock.today())
    return NewAct(
        memorandum=row,
        organisation=organisation_id,
        kind=ActKind.CORRECTION,
        level=level_of(history),
        signer=person,
        channel=act.channel,
        about=history.root.id,
        was_named=named,
        detail=correction_detail(act, correction),
        announced=dates_differ or LEVELS[history.shown(clock.today())].names_representative,
        correction=correction,
    )


def seen_of(act: ActRow, signer: Signer | None) -> str:
    """Return what stands for the days and the signer of an act as they are on record now."""
    on_record = [str(act.acted or ""), str(act.received or ""), *([signer.name, signer.title] if signer else [])]
    return sha256("\n".join(on_record).encode()).hexdigest()[:32]


def _person(act: ActRow, signer: Signer | None, form: RecordCorrectionForm) -> Person:
    """Return the person that a form names for an act, with its reason; without a name if that is as on record."""
    name, title = form.representative_name, form.representative_title
    on_record = (signer.name, signer.title) if signer else ("", "")
    if act.kind not in STANDING_KINDS or not name or (name, title) == on_record:
        return Person("", reason=form.reason)
    return Person(name, title, form.reason)


def _act_in(history: History, act_id: UUID) -> ActRow:
    return next(act for act in (history.root, *history.events) if act.id == act_id)


async def _letters(row: Memorandum, history: History) -> Sequence[LetterToWrite]:
    """Return the letter to the organisation; none is written about an act of the past, as nobody got a receipt for it."""
    root = await acts.act_by_id(history.root.id)
    if root is None or root.channel == Channel.HISTORICAL or history.ended:
        return ()
    return await letters_of_receipt(row, root.organisation, root.id, root.reference, "record_corrected")


async def _move_deadline(row: Memorandum, organisation_id: int) -> None:
    """Enqueue the reminders and the lapse by the corrected day."""
    standing = await acts.standing_of(row.id, organisation_id)
    await enqueue_confirmation(row, standing.root)
