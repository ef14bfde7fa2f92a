"""What people typed and have not saved: it is stored for them, offered when they come back, and never part of the draft by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.database import put, transaction
from coalition.drafting import unsaved_queries
from coalition.drafting.provision_texts import digest_of, texts_of
from coalition.drafting.tables import UnsavedText
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.after_fixing import when_fixed
from coalition.memoranda.wording import check_editable
from coalition.people.after_disabling import when_disabled
from coalition.text.pieces import with_number
from coalition.text.provisions import normalised
from coalition.trail import TrailAct
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from coalition.drafting.forms import UnsavedForm
    from coalition.drafting.provision_texts import ProvisionText
    from coalition.memoranda.tables import Edition, Memorandum, Wording
    from coalition.text.sources import StoredBlock

    Texts = Mapping[str, ProvisionText]


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


async def store_typed(memorandum: Memorandum, person: int, form: UnsavedForm) -> None:
    """Store what stands in the form of a provision that somebody leaves by one of its buttons, unless it is what they began from.

    Raises:
        TextFrozen, WasAbandoned: the text cannot be changed.

    """
    if digest_of(_plain(form.text)) != (form.base or digest_of("")):
        await store_unsaved(memorandum, person, form)


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


async def forget_divided(edition: Edition, language: str, saved: ProvisionText, typed: str) -> None:
    """Erase what the person who acts typed in a provision that is divided, if that was divided (`typed` is its digest) or it is what was saved."""
    actor = current_actor()
    if not actor or not actor.coordinator:
        return
    own = await unsaved_queries.unsaved(edition.id, actor.coordinator, language, saved.key)
    if own and {digest_of(own.text), digest_of(_plain(own.text))} & {typed, saved.digest}:
        await own.remove()


async def join_unsaved(edition: Edition, first: str, second: str, stays: str) -> None:
    """Let what anybody typed in two provisions that are joined stand under the id that stays; who typed in both has both, in their order."""
    rows = {(row.coordinator, row.language, row.provision): row for row in await unsaved_queries.unsaved_of_two(edition.id, first, second)}
    for person, language in {place[:2] for place in rows}:
        own = [rows[person, language, key] for key in (first, second) if (person, language, key) in rows]
        remaining = next((row for row in own if row.provision == stays), own[0])
        remaining.text = "\n\n".join(row.text.strip("\r\n") for row in own) if len(own) > 1 else remaining.text
        remaining.provision = stays
        for row in own:
            if row is not remaining:
                await row.remove()
        await remaining.save()


async def let_unsaved_follow(edition: Edition, wording: Wording, before: Callable[[], Texts], blocks: Sequence[StoredBlock]) -> None:
    """Give what anybody typed in a provision its new number, where only the number of the saved text changed since they began."""
    rows = await unsaved_queries.unsaved_in_language(edition.id, wording.language)
    was, now = (before(), texts_of(wording.title, wording.body, blocks)) if rows else ({}, {})
    for row in rows:
        old, new = was.get(row.provision), now.get(row.provision)
        if old is None or new is None or old.number == new.number or row.base != old.digest:
            continue
        saved, typed = (_with_number(source, old.number, new.number) for source in (old.source, row.text))
        if typed is not None and saved == new.source:
            row.text, row.base = typed, new.digest
            await row.save()


def _with_number(source: str, old: str, new: str) -> str | None:
    """Return the text of a provision with another number; None where it does not begin with the old one."""
    lines = with_number(source.splitlines(), old, new) if old and new else None
    return None if lines is None else "\n".join(lines)


def _plain(text: str) -> str:
    return normalised(text).strip("\n")


@when_fixed
async def _forget_of_edition(edition: Edition) -> None:
    """Erase what anybody typed in a text that is fixed now."""
    await unsaved_queries.forget_all_of_edition(edition.id)


@when_disabled
async def _forget_of_person(person: int) -> None:
    """Erase what somebody typed whose account ends."""
    await unsaved_queries.forget_all_of_person(person)
