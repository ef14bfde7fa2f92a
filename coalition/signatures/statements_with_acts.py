"""The statement that an organisation made with an act which a coordinator enters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.acts import queries as acts
from coalition.statements.previews import preview_of
from coalition.statements.stating import Days, maker_with, provision_of, state_with
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.acts.new_acts import NewAct
    from coalition.organisations.views import OrganisationView
    from coalition.statements.forms import StatementForm
    from coalition.statements.stating import Maker
    from coalition.statements.views import Stated


def _days(new: NewAct) -> Days:
    return Days(new.acted, new.received)


async def _maker(new: NewAct) -> Maker:
    """Return the party that the act will make; a confirmation is about the text that was signed."""
    signed = (await acts.history_with(new.memorandum.id, new.organisation, new.about)).root.digest if new.about else new.digest
    return maker_with(new.kind, new.organisation, signed)


async def check_statement(new: NewAct, form: StatementForm | None) -> None:
    """Refuse a statement that the organisation may not make with an act.

    Raises:
        InvalidForm: as `stating.provision_of`.

    """
    if form:
        await provision_of(new.memorandum, await _maker(new), form, _days(new).known)


async def statement_preview(new: NewAct, organisation: OrganisationView, form: StatementForm | None) -> Stated | None:
    """Return the statement as it will stand; nothing is recorded."""
    return await preview_of(new.memorandum, await _maker(new), organisation, form, _days(new)) if form else None


async def state_with_act(new: NewAct, form: StatementForm | None) -> None:
    """Record the statement with the days and the person of its act, inside the transaction that recorded the act."""
    if form is None:
        return
    party = await acts.standing_of(new.memorandum.id, new.organisation)
    signer = new.signer if new.signer and new.signer.name else None
    statement = await state_with(new.memorandum, party, form, signer, _days(new), successor=new.successor)
    await trail.record(TrailAct.STATEMENT_RECORDED, f"statement:{statement.id}", new.memorandum.id)
