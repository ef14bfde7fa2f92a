"""Erasing persons: the signer and their reason are deleted; the act stays and is counted, as an answer in a round of the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.acts.queries import ids_of_acts, own_record
from coalition.acts.tables import Mandate, Signer
from coalition.database import transaction
from coalition.memoranda.public_changes import less_is_shown
from coalition.rounds.forgetting import erase_answers
from coalition.statements.queries import ids_of_statements
from coalition.statements.tables import StatementSigner
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


async def erase_persons(memorandum: Memorandum, organisation_id: int) -> None:
    """Delete the signers of an organisation's acts, the notes about their mandates, who made its statements, and its words in rounds."""
    theirs = ids_of_acts(memorandum.id, organisation_id)
    async with transaction():
        own = await own_record(memorandum.id, organisation_id)
        await Signer.delete().where(Signer.act.is_in(theirs))
        await Mandate.update({Mandate.note: ""}).where(Mandate.act.is_in(theirs))
        await StatementSigner.update(name="", title="").where(StatementSigner.statement.is_in(ids_of_statements(memorandum.id, organisation_id)))
        await erase_answers(memorandum.id, organisation_id)
        await trail.record(TrailAct.PERSON_ERASED, f"organisation:{organisation_id}", memorandum.id)
        if own and own.history and own.history.named(clock.today()):
            await less_is_shown(memorandum)
