"""Letters to contacts of parties that entries of a timeline are public: written by a job, after half an hour without a change.

The letter about an update of an urgent appeal is written at once. One letter tells a contact of everything that is due, and of each entry
once. Contacts that get the notifications of the text by mail learn of it there. Letters that have not left are taken back once less may be
shown.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.acts.letter_times import leaves_when
from coalition.acts.standing_queries import acting_among, unnamed_parties
from coalition.database import transaction
from coalition.deliveries import subscriber_queries as queries
from coalition.deliveries.tables import EntryKind, EntryState, TimelineEntry, TimelineSubscriber
from coalition.deliveries.timeline_subscribing import ABOUT, link_to, store_token
from coalition.deliveries.timelines import entry_views
from coalition.invitations.letters import is_discreet, letter_language, subject_of
from coalition.invitations.recipient_queries import contacts_by_id
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.mail.tables import Letter, LetterState
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.happenings import when_less_is_known
from coalition.memoranda.publication import when_published
from coalition.memoranda.tables import MemorandumKind, Publicity
from coalition.organisations.queries import views_by_id
from coalition.organisations.visible_queries import Viewer
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from coalition.deliveries.views import EntryView
    from coalition.invitations.letters import Subject
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView

QUIET = timedelta(minutes=30)
_AT_ONCE = 10  # letters in one transaction: who signs meanwhile waits for so many at most
_MOST_READ = 100
_MOST_LISTED = 10
_NEXT = timedelta(microseconds=1)


class _News(Struct, frozen=True):
    """What the letters of a step say: the entries with the moments from which letters tell of them, and who must not get a letter, or not at once."""

    subject: Subject
    entries: Sequence[tuple[datetime, EntryView]]
    organisations: Mapping[int, OrganisationView]
    acting: set[int]
    unnamed: set[int]
    notified: set[str]


async def let_letters_follow(memorandum: Memorandum, entry: TimelineEntry) -> None:
    """Enqueue the letters about an entry that becomes public, inside the caller's transaction; others that wait leave with it."""
    now = clock.now()
    if memorandum.kind == MemorandumKind.URGENT_APPEAL and entry.kind == EntryKind.UPDATE:
        last = await queries.last_due(memorandum.id, now)
        await _set_moment(memorandum, max(now, last + _NEXT) if last else now, TimelineEntry.id == entry.id)
    else:
        await _set_moment(memorandum, now + QUIET, (TimelineEntry.id == entry.id) | (TimelineEntry.letters_at > now))


async def wait_after_correction(memorandum: Memorandum, entry: TimelineEntry) -> None:
    """Let letters about an entry that was corrected wait anew, inside the caller's transaction; those that were written stay."""
    now = clock.now()
    if entry.letters_at and entry.letters_at > now:
        await _set_moment(memorandum, now + QUIET, TimelineEntry.letters_at > now)


async def _set_moment(memorandum: Memorandum, moment: datetime, these: Any) -> None:
    here = (TimelineEntry.memorandum == memorandum.id) & (TimelineEntry.state == EntryState.PUBLIC.value)
    await TimelineEntry.update({TimelineEntry.letters_at: moment}).where(here & these)
    await _enqueue(memorandum.id, moment)


async def _enqueue(memorandum_id: int, moment: datetime) -> None:
    key = f"timeline_letters:{memorandum_id}:{moment.isoformat()}"
    await enqueue("timeline_letters", {"memorandum": memorandum_id}, run_at=moment, dedupe_key=key)


@when_published
async def _write_later(memorandum_id: int) -> None:
    """Write the letters that were due while nobody could read the memorandum."""
    if await queries.last_due(memorandum_id, clock.now()):
        await _enqueue(memorandum_id, clock.now())


@when_less_is_known
async def _take_back(memorandum_id: int) -> None:
    """Delete the letters that have not left, and write them anew, inside the caller's transaction."""
    rows = await queries.with_waiting_letter(memorandum_id)
    for row in rows:
        waiting = (Letter.id == row.letter) & (Letter.state == LetterState.WAITING.value)
        if await Letter.delete().where(waiting).returning(Letter.id):
            await _mark(row, row.written_before, None)
    if rows:
        await _enqueue(memorandum_id, clock.now())


async def _mark(row: TimelineSubscriber, until: datetime, letter: int | None) -> None:
    """Write until when a subscriber was written to; `letter` is the last one, if it can be taken back."""
    await TimelineSubscriber.update(
        {
            TimelineSubscriber.written_until: until,
            TimelineSubscriber.written_before: row.written_until if letter else None,
            TimelineSubscriber.letter: letter,
        }
    ).where(TimelineSubscriber.id == row.id)


@handles("timeline_letters")
async def write_timeline_letters(payload: Mapping[str, Any]) -> None:
    """Write to the subscribers of a timeline about what is due, some in each transaction; to nobody while the text is not public."""
    while await _write_some(payload["memorandum"]):
        pass


async def _write_some(memorandum_id: int) -> bool:
    """Write to the next subscribers; return whether there are more."""
    async with transaction():
        memorandum = await memoranda.locked(memorandum_id)
        due = await queries.last_due(memorandum_id, clock.now()) if memorandum.publicity == Publicity.PUBLIC else None
        rows = await queries.subscribers_behind(memorandum_id, due, _AT_ONCE + 1) if due else []
        if due is None or not rows:
            return False
        contacts = await contacts_by_id(row.contact for row in rows[:_AT_ONCE])
        news = await _news(memorandum, rows[:_AT_ONCE], contacts, due)
        for row in rows[:_AT_ONCE]:
            await _mark(row, due, await _write(memorandum, row, contacts[row.contact], news))
    return len(rows) > _AT_ONCE


async def _news(memorandum: Memorandum, rows: Sequence[TimelineSubscriber], contacts: Mapping[int, Contact], due: datetime) -> _News:
    entries = await queries.entries_due(memorandum.id, min(row.written_until for row in rows), due, _MOST_READ)
    moments = {entry.id: entry.letters_at for entry in entries}
    parties = {row.organisation for row in rows}
    return _News(
        subject=await subject_of(memorandum),
        entries=[(moments[view.id], view) for view in await entry_views(entries, Viewer.EVERYBODY)],
        organisations=await views_by_id(parties),
        acting=await acting_among(memorandum.id, parties),
        unnamed=await unnamed_parties(memorandum.id),
        notified=await queries.notified_of(memorandum.slug, [contact.email for contact in contacts.values()]),
    )


async def _write(memorandum: Memorandum, row: TimelineSubscriber, contact: Contact, news: _News) -> int | None:
    """Write the letter for a subscriber and return its id; None if nothing is due, or its organisation does not stand by the text."""
    due = [view for moment, view in news.entries if moment > row.written_until]
    if not due or row.organisation not in news.acting or contact.email.lower() in news.notified:
        return None
    language, token, party = letter_language(contact), await store_token(row), news.organisations[row.organisation]
    discreet = is_discreet(party, news.subject.forum, memorandum)
    return await write_letter(
        "timeline",
        address=contact.email,
        language=language,
        answering=news.subject.answering,
        about=f"{ABOUT}{row.token_hash}",
        concerns=Concerns(memorandum.id, row.organisation),
        unsubscribe=link_to("signing.timeline_letters.stop", language, token),
        not_before=leaves_when(named=row.organisation not in news.unnamed),
        name=contact.name,
        organisation=party,
        memorandum=news.subject.memorandum,
        discreet=discreet,
        entries=[] if discreet else due[:_MOST_LISTED],
        count=len(due),
        more=max(0, len(due) - _MOST_LISTED),
        base_url=load().base_url,
        link=link_to("signing.timeline_letters.show", language, token),
    )
