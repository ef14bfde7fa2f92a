"""Recording acts: the one place where an act, its signer and the evidence of the mandate are inserted and announced.

Every function here works inside the caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.acts import naming
from coalition.acts.act_kinds import KINDS
from coalition.acts.act_order import check_order
from coalition.acts.deadlines import enqueue_deadlines
from coalition.acts.disclosure_levels import LEVELS, level_on
from coalition.acts.effect import check_effect
from coalition.acts.letter_times import leaves_at, write_about
from coalition.acts.new_acts import Evidence, NewAct
from coalition.acts.standing_rows import refresh
from coalition.acts.tables import Act, ActKind, Mandate, Signer
from coalition.acts.withheld_numbers import check_naming
from coalition.database import put
from coalition.memoranda.happenings import happened
from coalition.memoranda.periods import count_after, end_of_period
from coalition.memoranda.public_changes import acts_change, less_is_shown
from coalition.memoranda.tables import Publicity
from coalition.notices.issuing import mark_changed, notify
from coalition.organisations import queries as organisations
from coalition.organisations.listing import list_by_act

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from coalition.acts.act_kinds import KindRules
    from coalition.memoranda.tables import Memorandum
    from coalition.notices.tables import NoticeKind


class Recorded(Struct, frozen=True):
    """A recorded act, and whether everybody may read it now."""

    act: Act
    is_public: bool


async def record(new: NewAct) -> Recorded:
    """Record an act with everything that belongs to it: signer, evidence, deadlines, notification, letters.

    The table `KINDS` says for each kind whether a notification is issued, pages are rendered again and rules are checked. A hidden act
    changes nothing public before its period is over.

    Raises:
        InvalidForm: the name would single out hidden ones.
        ImpossibleOrder: its days cannot be true beside what is on record.

    """
    rules = KINDS[new.kind]
    named = _names(new)
    recorded = await _insert(new, named=named)
    await enqueue_deadlines(new.memorandum, recorded.act)
    slug = new.organisation_slug or (await organisations.slug_of(new.organisation) if new.was_named or named else "")
    if named != new.was_named and new.memorandum.publicity == Publicity.PUBLIC:
        await mark_changed(new.memorandum.slug, slug)
    if new.about and named and not new.was_named:
        await naming.named(new.memorandum.id)
    if not named and (new.was_named or new.kind is ActKind.DISCLOSURE):  # not with a hidden signature: it changes nothing
        await naming.hidden(naming.Hidden(new.organisation, new.memorandum.id))
    if rules.notice and new.announced and recorded.is_public and not (rules.sets_level and new.was_named):
        await notify(rules.notice, new.memorandum.slug, slug, new.detail, rows=[new.id])
    await _apply(new, rules, named=named) if named or new.was_named else await _apply_later(new, rules, recorded.act)
    for letter in new.letters:
        not_before = None if recorded.is_public else leaves_at(new.level)
        await write_about(new.memorandum.id, new.organisation, letter, not_before)
    await happened(new.memorandum.id)
    return recorded


async def _apply(new: NewAct, rules: KindRules, *, named: bool) -> None:
    if new.was_named and not (named and new.kind is ActKind.CONFIRMATION):
        await less_is_shown(new.memorandum)  # of an act that was public: its name, its standing or its days
    elif rules.changes_pages:
        await acts_change(new.memorandum, new.organisation)
    if rules.checks_rules:
        await check_effect(new.memorandum)


async def _apply_later(new: NewAct, rules: KindRules, act: Act) -> None:
    """Enqueue the work at the end of the period of a hidden act; a private act changes nothing then either."""
    if not rules.private:
        await count_after(new.memorandum.id, act.counted_on)


async def record_all(acts: Sequence[NewAct]) -> list[Recorded]:
    """Insert many acts of the past, inside the caller's transaction; notifications, deadlines and the rules of the memorandum are left to it.

    Raises:
        InvalidForm, ImpossibleOrder: as `record`.

    """
    named = [_names(new) for new in acts]
    recorded = [await _insert(new, named=names) for new, names in zip(acts, named, strict=True)]
    for new, inserted, names in zip(acts, recorded, named, strict=True):
        if not names:
            await _apply_later(new, KINDS[new.kind], inserted.act)
    return recorded


async def _insert(new: NewAct, *, named: bool) -> Recorded:
    if KINDS[new.kind].begins and (named or new.level.rules.opens_as):
        await check_naming(new.memorandum, new.organisation)
    await check_order(new)
    now, correction = clock.now(), new.correction
    act = await put(
        Act,
        id=new.id,
        memorandum=new.memorandum.id,
        organisation=new.organisation,
        kind=new.kind.value,
        digest=new.digest,
        disclosure=new.level.disclosure.value,
        reference=new.reference,
        channel=new.channel.value,
        acted=new.acted,
        received=new.received,
        successor=new.successor,
        source=new.source,
        recorded_at=now,
        about=new.about,
        release_on=new.level.release_on,
        description=new.level.description,
        counted_on=await end_of_period(new.memorandum, now.date()),
        ground=new.ground,
        remarked=new.remarked,
        corrects=correction.act if correction else None,
        corrected_acted=str(correction.acted) if correction and correction.acted else None,
        corrected_received=correction.received if correction else None,
    )
    if new.signer:
        await put(Signer, act=new.id, name=new.signer.name, title=new.signer.title, reason=new.signer.reason)
    if new.evidence:
        await add_evidence(new.id, new.evidence)
    public = named and new.memorandum.publicity == Publicity.PUBLIC
    place = await refresh(new.memorandum.id, new.organisation)
    if public and not place.listed:
        await list_by_act(new.organisation)
    return Recorded(act, public)


def _names(new: NewAct) -> bool:
    """Whether the level of an act names its organisation today."""
    return not KINDS[new.kind].private and LEVELS[level_on(clock.today(), new.level.disclosure, new.level.release_on)].names_organisation


async def add_evidence(act_id: UUID, evidence: Evidence) -> None:
    """Record evidence of the mandate behind an act."""
    await put(
        Mandate,
        act=act_id,
        basis=evidence.basis.value,
        note=evidence.note,
        seen_by=evidence.seen_by,
        seen_at=clock.now(),
    )


async def announce(memorandum: Memorandum, organisation_id: int, kind: NoticeKind, *, named: bool, detail: str = "") -> None:
    """Issue a notification about an organisation whose name is public, render public pages again and check the rules of the memorandum.

    Nothing happens if the organisation is hidden: the day alone would reveal something. `memorandum` is the current row.
    """
    if not named:
        return
    if memorandum.publicity == Publicity.PUBLIC:
        await list_by_act(organisation_id)
        await notify(kind, memorandum.slug, await organisations.slug_of(organisation_id), detail)
    await acts_change(memorandum, organisation_id)
    await check_effect(memorandum)
