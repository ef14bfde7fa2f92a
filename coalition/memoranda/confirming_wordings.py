"""Confirming that a language says the same as the authentic texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from coalition import clock, trail
from coalition.database import put, transaction
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.confirmation_queries import ComparedText, confirmation_row
from coalition.memoranda.errors import ChangedMeanwhile, WordingMissing
from coalition.memoranda.tables import WordingConfirmation, WordingStatus
from coalition.memoranda.wording_agreement import digest_compared, digest_of_wording, others_of
from coalition.steps import Steps
from coalition.trail import TrailAct
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Memorandum, Wording

_confirmed: Steps[Wording] = Steps()
when_confirmed = _confirmed.add  # what packages above do when a whole wording was confirmed
_copied: Steps[Sequence[tuple[Wording, Wording]]] = Steps()
when_copied = _copied.add  # what they copy with the confirmations of an edition; the pairs are old and new wordings


async def confirm_wording(memorandum: Memorandum, language: str, seen: str) -> None:
    """Record that somebody compared a language with the authentic texts; `seen` is the digest of what they compared.

    Raises:
        WasAbandoned: the draft was abandoned.
        WordingMissing: there is no text in this language.
        ChangedMeanwhile: one of the texts was saved after it was shown.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.TRANSLATE, Situation(row))
        edition = await edition_queries.edition_worked_on(row.id)
        wordings = await edition_queries.wordings(edition.id)
        wording = next((written for written in wordings if written.language == language), None)
        if wording is None:
            raise WordingMissing
        if seen != digest_compared(wording, wordings):
            raise ChangedMeanwhile
        await note_confirmation(wording, wordings)
        await trail.record(TrailAct.WORDING_CONFIRMED, f"language:{language}", row.id)


async def note_confirmation(wording: Wording, wordings: Sequence[Wording], *, by_adoption: bool = False) -> None:
    """Store that a wording agrees with the authentic ones of an edition, inside the caller's transaction.

    It is the word of the person who acts; texts that were adopted together agree `by_adoption`, by nobody's word in particular.
    """
    actor, others = current_actor(), others_of(wording, wordings)
    texts = {other.language: ComparedText(other.title, other.body, await edition_queries.blocks_of(other.id)) for other in others}
    columns: dict[str, Any] = {
        "coordinator": actor.coordinator if actor and not by_adoption else None,
        "confirmed_at": clock.now(),
        "compared": json.dumps({other.language: digest_of_wording(other) for other in others}),
        "texts": msgspec.json.encode(texts).decode(),
    }
    await WordingConfirmation.delete().where(WordingConfirmation.wording == wording.id)
    await put(WordingConfirmation, wording=wording.id, **columns)
    await _confirmed.run(wording)


async def copy_confirmations(copies: Sequence[tuple[Wording, Wording]]) -> None:
    """Copy what was confirmed to the wordings of the next edition, inside the caller's transaction; `copies` are pairs of old and new."""
    new_wordings = [new for _, new in copies]
    for old, new in copies:
        if new.status == WordingStatus.AUTHENTIC:
            await note_confirmation(new, new_wordings, by_adoption=True)
        elif row := await confirmation_row(old.id):
            await put(WordingConfirmation, **row | {"wording": new.id})
    await _copied.run(copies)
