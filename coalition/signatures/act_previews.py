"""What the public will read of an act that a coordinator enters, or once a name is shown, before anything is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts.act_order import check_order
from coalition.acts.disclosure_levels import Level
from coalition.acts.footnotes import footnotes_of
from coalition.acts.histories import ActRow, History, current, histories_by_party, level_of
from coalition.acts.mandate_queries import bases_of
from coalition.acts.new_acts import NewAct
from coalition.acts.queries import acts_on, standing_of
from coalition.acts.signer_queries import signer_text
from coalition.acts.status_lines import line_of
from coalition.acts.status_queries import confirm_by
from coalition.acts.tables import ActKind
from coalition.organisations.event_queries import views_with_events
from coalition.organisations.proof_queries import domain_proofs
from coalition.organisations.queries import views_by_id
from coalition.partial_dates import PartialDate
from coalition.signatures.correcting_record import correction_to_record
from coalition.signatures.receipt_letters import receipt_contact
from coalition.signatures.recording_on_behalf import act_to_record, gets_receipt
from coalition.signatures.statements_with_acts import statement_preview

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from coalition.acts.footnotes import Footnote
    from coalition.acts.status_lines import StatusLine
    from coalition.acts.tables import MandateBasis
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView
    from coalition.people.tables import Coordinator
    from coalition.signatures.on_behalf_forms import EnteredActForm, RecordCorrectionForm
    from coalition.statements.views import Stated


class Preview(Struct, frozen=True):
    """An entered act before it is recorded: its public line (None if no name is shown), and the contact who gets the letter of receipt.

    `stated` is the statement made with it, `successor` the organisation that did it as the successor of the one that signed.
    `level` is the level in force afterwards: that of the form for a signature, that on record for a later act.
    """

    organisation: OrganisationView
    history: History
    level: Level
    line: StatusLine | None
    notes: Sequence[Footnote]
    gets_receipt: bool
    received: date | None
    contact: Contact | None
    stated: Stated | None = None
    successor: OrganisationView | None = None


async def preview_of(memorandum: Memorandum, form: EnteredActForm, *, by: Coordinator) -> Preview:
    """Return what the public will read if the act is recorded now; nothing is recorded.

    Raises:
        InvalidForm: as `recording_on_behalf.enter`.

    """
    new = await act_to_record(memorandum, form, by=by)
    preview = await _preview(memorandum, new, sends=gets_receipt(new))
    successor = (await views_by_id([new.successor]))[new.successor] if new.successor else None
    return replace(preview, stated=await statement_preview(new, preview.organisation, form.statement), successor=successor)


async def correction_preview(memorandum: Memorandum, organisation_id: int, act_id: UUID, form: RecordCorrectionForm) -> Preview:
    """Return what the public will read if an act is corrected now; nothing is recorded.

    Raises:
        NothingStands, InvalidForm, ImpossibleOrder: as `correcting_record.correct`.

    """
    new = await correction_to_record(memorandum, organisation_id, act_id, form)
    await check_order(new)
    return await _preview(memorandum, new, sends=False)


async def raise_preview(memorandum: Memorandum, organisation_id: int, level: Level) -> Preview:
    """Return what the public will read once the level of the act on record is this one, and a sealed name is open; nothing is recorded.

    Raises:
        NothingStands: there is no signature or support of this organisation.

    """
    standing = await standing_of(memorandum.id, organisation_id)
    then = Level(level.rules.opens_as) if level.rules.opens_as else level
    new = NewAct(memorandum=memorandum, organisation=organisation_id, kind=ActKind.DISCLOSURE, level=then, about=standing.root.id)
    return await _preview(memorandum, new, sends=False)


async def _preview(memorandum: Memorandum, new: NewAct, *, sends: bool) -> Preview:
    organisation = (await views_with_events([new.organisation]))[new.organisation]
    history = await _history_with(new)
    line = line_of(history, organisation, clock.today()) if history.named(clock.today()) else None
    if line:
        line = replace(line, domain_proved=bool(await domain_proofs([organisation])), confirm_by=confirm_by(memorandum, line))
    contact = await receipt_contact(memorandum.id, new.organisation) if sends else None
    notes = footnotes_of(line) if line else []
    return Preview(organisation, history, level_of(history), line, notes, sends, new.received, contact)


async def _history_with(new: NewAct) -> History:
    """Return the history of the organisation that counts once the act is recorded, with what shows the mandates."""
    acts = (await acts_on([new.memorandum.id], [new.organisation]))[new.memorandum.id]
    bases = await bases_of(new.memorandum.id, [new.organisation], clock.today())
    histories = histories_by_party([*acts, _row_of(new)])[new.organisation]
    corrected = new.correction.act if new.correction else None
    history = next((history for history in histories if corrected and history.holds(corrected)), None) or current(histories)
    return replace(history, root=_with_mandate(history.root, bases))


def _with_mandate(root: ActRow, bases: Mapping[UUID, MandateBasis]) -> ActRow:
    return root._replace(mandate=bases.get(root.id, root.mandate))


def _row_of(new: NewAct) -> ActRow:
    row = ActRow(
        id=new.id,
        kind=new.kind,
        disclosure=new.level.disclosure,
        acted=PartialDate(new.acted) if new.acted else None,
        party=new.organisation,
        representative=signer_text(new.signer.name, new.signer.title) if new.signer else "",
        description=new.level.description,
        release_on=new.level.release_on,
        channel=new.channel,
        digest=new.digest,
        source=new.source,
        about=new.about,
        received=new.received,
        recorded_on=clock.today(),
        successor=new.successor,
        remarked=new.remarked,
        corrects=new.correction.act if new.correction else None,
        corrected_acted=new.correction.acted if new.correction else None,
        corrected_received=new.correction.received if new.correction else None,
    )
    return row._replace(mandate=new.evidence.basis) if new.evidence else row
