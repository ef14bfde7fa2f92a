"""Reading what happened on the memoranda that a person works on, and who gets letters about it (for these letters only)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from coalition import clock
from coalition.acts.tables import Act, Channel
from coalition.database import among, is_postgres, made_of, one_of, one_row, put, whole
from coalition.duplicates.double_entries import texts_with_new_doubles
from coalition.invitations.tables import Delegation, Invitation
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.queries import served_by
from coalition.memoranda.tables import Memorandum
from coalition.news.tables import NewsChoice, NewsRhythm
from coalition.notices.tables import Notification
from coalition.people.tables import Coordinator
from coalition.reported_mistakes.tables import ReportedMistake
from coalition.signing_requests.tables import SigningRequest
from coalition.statements.tables import Deed, Statement, StatementSigner

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from piccolo.custom_types import Combinable


async def people_with(rhythm: NewsRhythm) -> list[int]:
    """Return the ids of the active accounts with a rhythm; whoever chose none has the daily one."""
    chosen = NewsChoice.select(NewsChoice.coordinator)
    if rhythm is NewsRhythm.DAILY:
        these = Coordinator.id.not_in(chosen.where(NewsChoice.rhythm != rhythm.value))
    else:
        these = Coordinator.id.is_in(chosen.where(NewsChoice.rhythm == rhythm.value))
    return await Coordinator.select(Coordinator.id).where(these & Coordinator.disabled_at.is_null()).order_by(Coordinator.id).output(as_list=True)


async def rhythm_of(coordinator_id: int) -> NewsRhythm:
    """Return the rhythm of a person (for that person)."""
    row = await one_row(NewsChoice, NewsChoice.coordinator == coordinator_id)
    return NewsRhythm(row.rhythm) if row else NewsRhythm.DAILY


async def locked_choice(coordinator: Coordinator) -> NewsChoice:
    """Return the choice of a person, locked until the transaction ends; a first one begins with what happened in the last week."""
    query = NewsChoice.select(whole(NewsChoice)).where(NewsChoice.coordinator == coordinator.id)
    row = await (query.lock_rows("UPDATE") if is_postgres() else query).first()
    if row:
        return made_of(NewsChoice, row)
    begin = max(coordinator.created_at, clock.now() - timedelta(days=7))
    await put(NewsChoice, unless_there=True, coordinator=coordinator.id, events_until=begin, last_notice=await last_notice_before(begin))
    return made_of(NewsChoice, await (query.lock_rows("UPDATE") if is_postgres() else query).first() or {})


async def choices_with_waiting_letter() -> list[NewsChoice]:
    """Return the choices of people whose last letter has not left (for operations)."""
    last = NewsChoice.select(NewsChoice.letter).where(NewsChoice.letter.is_not_null())
    waiting = Letter.select(Letter.id).where(Letter.id.is_in(last) & (Letter.state == LetterState.WAITING.value))
    letters = await waiting.output(as_list=True)
    return await NewsChoice.objects().where(among(NewsChoice.letter, letters)) if letters else []


async def last_notice_before(moment: datetime) -> int:
    """Return the id of the last notification that was issued before a moment, 0 if there is none."""
    query = Notification.select(Notification.id).where(Notification.issued_at <= moment)
    row = await query.order_by(Notification.id, ascending=False).first()
    return int(row["id"]) if row else 0


async def new_notices(coordinator_id: int, *, after: int, limit: int) -> Sequence[Notification]:
    """Return the notifications about the memoranda of a person that follow an id, oldest first."""
    slugs = Memorandum.select(Memorandum.slug).where(Memorandum.id.is_in(served_by(coordinator_id)))
    these = (Notification.id > after) & Notification.memorandum.is_in(slugs)
    return await Notification.objects().where(these).order_by(Notification.id).limit(limit)


class Span(NamedTuple):
    """The time after `since`, up to and including `until`, on the memoranda that a person works on."""

    coordinator: int
    since: datetime
    until: datetime


class ActThen(NamedTuple):
    """An act: its memorandum, organisation and kind, and when it was recorded."""

    id: UUID
    memorandum: int
    organisation: int
    kind: str
    recorded_at: datetime


async def new_acts(span: Span, limit: int) -> list[ActThen]:
    """Return the acts of a time, oldest first; those entered from sources are not news."""
    these = Act.memorandum.is_in(served_by(span.coordinator)) & (Act.recorded_at > span.since) & (Act.recorded_at <= span.until)
    columns = (Act.id, Act.memorandum, Act.organisation, Act.kind, Act.recorded_at)
    query = Act.select(*columns).where(these & (Act.channel != Channel.HISTORICAL.value))
    return [ActThen(**row) for row in await query.order_by(Act.recorded_at).limit(limit)]


class StatementThen(NamedTuple):
    """A statement or its withdrawal: its memorandum, the party, and the act with which the party became one."""

    memorandum: int
    organisation: int
    act: UUID


async def new_statements(span: Span) -> list[StatementThen]:
    """Return the statements of a time."""
    these = (Statement.recorded_at > span.since) & (Statement.recorded_at <= span.until)
    return await _statements(these & Statement.memorandum.is_in(served_by(span.coordinator)))


async def withdrawn_statements(span: Span) -> list[StatementThen]:
    """Return the statements that their parties withdrew in a time, in whole or in part, one for each withdrawal."""
    these = (StatementSigner.signed_at > span.since) & (StatementSigner.signed_at <= span.until) & (StatementSigner.deed != Deed.MADE.value)
    ids = await StatementSigner.select(StatementSigner.statement).where(these).output(as_list=True)
    return await _statements(one_of(Statement.id, ids) & Statement.memorandum.is_in(served_by(span.coordinator))) if ids else []


async def _statements(these: Combinable) -> list[StatementThen]:
    rows = await Statement.select(Statement.memorandum, Statement.organisation, Statement.act).where(these)
    return [StatementThen(**row) for row in rows]


async def new_requests(span: Span) -> list[int]:
    """Return the memorandum of each request to sign that was confirmed in a time."""
    these = (SigningRequest.confirmed_at > span.since) & (SigningRequest.confirmed_at <= span.until)
    query = SigningRequest.select(SigningRequest.memorandum).where(these & SigningRequest.memorandum.is_in(served_by(span.coordinator)))
    return await query.output(as_list=True)


async def new_mistakes(span: Span) -> list[int]:
    """Return the memorandum of each mistake that was reported about one in a time."""
    these = (ReportedMistake.reported_at > span.since) & (ReportedMistake.reported_at <= span.until)
    query = ReportedMistake.select(ReportedMistake.memorandum).where(these & ReportedMistake.memorandum.is_in(served_by(span.coordinator)))
    return await query.output(as_list=True)


async def new_mistakes_in_register(span: Span) -> int:
    """Return how many mistakes were reported in a time about entries of the register, which every coordinator may see."""
    these = (ReportedMistake.reported_at > span.since) & (ReportedMistake.reported_at <= span.until)
    return int(await ReportedMistake.count().where(these & ReportedMistake.memorandum.is_null()))


async def new_delegations(span: Span) -> list[int]:
    """Return the memorandum of each invitation that was handed over in a time."""
    these = (Delegation.delegated_at > span.since) & (Delegation.delegated_at <= span.until)
    memorandum = Delegation.invitation.memorandum
    rows = await Delegation.select(memorandum.as_alias("memorandum")).where(these & memorandum.is_in(served_by(span.coordinator)))
    return [row["memorandum"] for row in rows]


async def declines_taken_back(span: Span) -> list[int]:
    """Return the memorandum of each invitation whose organisation took its decline back in a time."""
    these = (Invitation.reconsidered_at > span.since) & (Invitation.reconsidered_at <= span.until)
    rows = await Invitation.select(Invitation.memorandum).where(these & Invitation.memorandum.is_in(served_by(span.coordinator)))
    return [row["memorandum"] for row in rows]


async def new_bounces(span: Span) -> list[int]:
    """Return the memorandum of each invitation whose letter came back in a time: refused at once, or reported later."""
    at_once = Letter.reported_at.is_null() & (Letter.sent_at > span.since) & (Letter.sent_at <= span.until)
    later = (Letter.reported_at > span.since) & (Letter.reported_at <= span.until)
    bounced = (Letter.state == LetterState.BOUNCED.value) & Letter.about.like("invitation:%")
    subjects = await Letter.select(Letter.about).where(bounced & (at_once | later)).output(as_list=True)
    ids = [UUID(subject.removeprefix("invitation:")) for subject in subjects]
    these = one_of(Invitation.id, ids) & Invitation.memorandum.is_in(served_by(span.coordinator))
    return await Invitation.select(Invitation.memorandum).where(these).output(as_list=True) if ids else []


async def new_double_entries(span: Span) -> list[int]:
    """Return the memorandum of each organisation that takes part in it under two entries which were merged in a time."""
    return await texts_with_new_doubles(span.coordinator, span.since, span.until)
