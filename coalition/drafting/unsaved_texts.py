"""What people typed and have not saved: it is stored for them, offered when they come back, and never part of the draft by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.database import put, transaction
from coalition.drafting import unsaved_queries
from coalition.drafting.tables import UnsavedText
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.after_fixing import when_fixed
from coalition.memoranda.wording import check_editable
from coalition.people.after_disabling import when_disabled
from coalition.trail import TrailAct
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from datetime import datetime

    from coalition.drafting.forms import UnsavedForm
    from coalition.memoranda.tables import Edition, Memorandum


async def store_unsaved(memorandum: Memorandum, person: int, form: UnsavedForm) -> datetime:
    """Store what somebody typed, in the place of what they typed before; return when.

    Raises:
        TextFrozen, WasAbandoned: the text cannot be changed.

    """
    now = clock.now()
    async with transaction():
        row = await queries.locked(memorandum.id)
        edition = await edition_queries.edition_worked_on(row.id)
        check_editable(row, edition, form.language)
        await unsaved_queries.forget(edition.id, person, form.language, form.provision)
        columns = form.model_dump() | {"edition": edition.id, "coordinator": person, "saved_at": now}
        await put(UnsavedText, **columns)
    return now


async def discard_unsaved(memorandum: Memorandum, person: int, language: str, key: str) -> None:
    """Erase what somebody typed and does not want any more."""
    async with transaction():
        edition = await edition_queries.edition_worked_on(memorandum.id)
        await unsaved_queries.forget(edition.id, person, language, key)
        await trail.record(TrailAct.TYPED_DISCARDED, f"language:{language}", memorandum.id)


async def forget_saved(memorandum: Memorandum, language: str) -> None:
    """Erase what the person who acts typed in the form of the whole text, which is saved now."""
    async with transaction():
        await forget_own(await edition_queries.edition_worked_on(memorandum.id), language, "")


async def forget_own(edition: Edition, language: str, key: str) -> None:
    """Erase what the person who acts typed and has saved now, inside the caller's transaction."""
    actor = current_actor()
    if actor and actor.coordinator:
        await unsaved_queries.forget(edition.id, actor.coordinator, language, key)


@when_fixed
async def _forget_of_edition(edition: Edition) -> None:
    """Erase what anybody typed in a text that is fixed now."""
    await unsaved_queries.forget_all_of_edition(edition.id)


@when_disabled
async def _forget_of_person(person: int) -> None:
    """Erase what somebody typed whose account ends."""
    await unsaved_queries.forget_all_of_person(person)
