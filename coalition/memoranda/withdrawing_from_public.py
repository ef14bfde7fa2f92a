"""Withdrawing a memorandum from the public, and showing it again.

Everything public about it answers with a tombstone from the same commit on. Its acts, links and receipts stay; nobody can sign it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.happenings import less_is_known
from coalition.memoranda.publication import published
from coalition.memoranda.reasons import note_decision
from coalition.memoranda.searched_memoranda import publicity_changes
from coalition.memoranda.tables import DecisionKind, Memorandum, Publicity, WithdrawalSentence
from coalition.notices.issuing import mark_changed, pages_change
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.taking_forms import ReasonedForm, WithdrawalForm

# Shorter words stand in sentences that name nothing.
_SHORTEST_NAME = 3


async def withdraw_from_public(memorandum: Memorandum, form: WithdrawalForm) -> None:
    """Withdraw a memorandum from the public at once; the reason stays with those who work on it.

    Raises:
        NotPublic: it is not public.
        InvalidForm: a sentence for the public names the memorandum.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.WITHDRAW, Situation(row))
        await _check_sentences(row, form)
        values: dict[str, Any] = {
            "publicity": Publicity.WITHDRAWN_FROM_PUBLIC.value,
            "withdrawn_on": clock.today(),
            "updated_at": clock.now(),
        }
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        for sentence in form.sentences:
            await WithdrawalSentence.insert(WithdrawalSentence(memorandum=row.id, language=sentence.language, text=sentence.text))
        await note_decision(row.id, DecisionKind.WITHDRAWN, form.reason)
        await trail.record(TrailAct.WITHDRAWN_FROM_PUBLIC, memorandum=row.id)
        await publicity_changes(row.id)
        await less_is_known(row.id)
        await mark_changed(row.slug)
        await pages_change()


async def _check_sentences(row: Memorandum, form: WithdrawalForm) -> None:
    view = await queries.view(row)
    names = [name.casefold() for name in (view.slug, view.symbol, *view.titles.values()) if len(name) >= _SHORTEST_NAME]
    for at, sentence in enumerate(form.sentences):
        if any(name in sentence.text.casefold() for name in names):
            raise InvalidForm({f"sentences/{at}/text": Message("The sentence must not contain the title, the symbol or the address name.")})


async def return_to_public(memorandum: Memorandum, form: ReasonedForm, coordinator_id: int | None = None) -> None:
    """Show a withdrawn memorandum to the public again, as it stands now; `coordinator_id` is the person whose reason it is.

    Raises:
        NotWithdrawn: it was not withdrawn from the public.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.RETURN, Situation(row))
        values: dict[str, Any] = {"publicity": Publicity.PUBLIC.value, "withdrawn_on": None, "updated_at": clock.now()}
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        await WithdrawalSentence.delete().where(WithdrawalSentence.memorandum == row.id)
        await published(row.id)
        await note_decision(row.id, DecisionKind.RETURNED, form.reason, coordinator_id)
        await trail.record(TrailAct.RETURNED_TO_PUBLIC, memorandum=row.id)
        await mark_changed(row.slug)
        await pages_change()
