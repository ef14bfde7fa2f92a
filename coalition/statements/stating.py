"""Making statements (declarations, reservations, objections), recording them for a party, translating and withdrawing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.acts import queries as acts
from coalition.acts.errors import NotAParty, NothingStands
from coalition.acts.queries import Standing
from coalition.acts.recording import announce
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.invitations.links import check_does_everything
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.notices.issuing import pages_change
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.partial_dates import PartialDate
from coalition.statements.errors import DeclarationsOnly, NoReservationStands, NoSuchProvision, NoSuchStatement, ReservationsExcluded
from coalition.statements.queries import provisions_of, standing_reservations, statement_of, statements_of, with_objections
from coalition.statements.tables import Statement, StatementKind, StatementTranslation
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from coalition.acts.histories import History
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.statements.forms import RecordedStatementForm, StatementForm, StatementTranslationForm


def kinds_open_to(memorandum: Memorandum, history: History) -> tuple[StatementKind, ...]:
    """Return the kinds of statements an organisation may make: a supporter only declarations, none before its signature is confirmed."""
    if history.supports:
        return (StatementKind.DECLARATION,)
    if not history.binds:
        return ()
    return tuple(kind for kind in StatementKind if memorandum.reservations or kind is not StatementKind.RESERVATION)


async def state(opened: Opened, form: StatementForm) -> Statement:
    """Record a statement that a party makes today; if the party is not named, only the coordinators can read it.

    Raises:
        NotAParty: no signature or support of the organisation stands, or it waits for its confirmation.
        ReservationsExcluded, DeclarationsOnly, NoSuchProvision, NoReservationStands: the party may not make this statement.
        FreshLinkNeeded: the link is that of a receipt, and older than thirty days.

    """
    check_does_everything(opened)
    async with transaction():
        row = await memoranda.locked(opened.memorandum.id)
        try:
            party = await acts.standing_of(row.id, opened.invitation.organisation)
        except NothingStands:
            raise NotAParty from None
        return await _add(row, party, form, made=clock.today().isoformat())


async def record_statement(memorandum: Memorandum, form: RecordedStatementForm) -> Statement:
    """Record, for a coordinator, a statement that a party made; its act may have ended since.

    Raises:
        InvalidForm: the organisation never was a party, or as `state`.

    """
    ids = await organisations.ids_by_slug([form.organisation])
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        own = await acts.own_record(row.id, ids.get(form.organisation, 0))
        if own is None or own.root is None or own.history is None or not kinds_open_to(row, own.history):
            raise InvalidForm({"organisation": Message("This organisation is not a party.")})
        statement = await _add(row, Standing(own.root, own.history), form, made=form.made)
        await trail.record(TrailAct.STATEMENT_RECORDED, f"statement:{statement.id}", row.id)
    return statement


async def _add(memorandum: Memorandum, party: Standing, form: StatementForm, *, made: str | None) -> Statement:
    kind = StatementKind(form.statement_kind)
    _check_kind(memorandum, party.history, kind)
    row = Statement(
        act=party.root.id,
        memorandum=memorandum.id,
        organisation=party.root.organisation,
        kind=kind.value,
        provision=await _provision(memorandum, party, form, PartialDate(made).last if made else None),
        objects_to=form.objects_to if kind is StatementKind.OBJECTION else None,
        language=form.statement_language,
        text=form.statement_text,
        made=made,
        recorded_at=clock.now(),
    )
    await Statement.insert(row)
    await _announce(memorandum, row, NoticeKind.STATEMENT)
    return row


def _check_kind(memorandum: Memorandum, history: History, kind: StatementKind) -> None:
    allowed = kinds_open_to(memorandum, history)
    if not allowed:
        raise NotAParty
    if kind not in allowed:
        raise DeclarationsOnly if history.supports else ReservationsExcluded


async def _provision(memorandum: Memorandum, party: Standing, form: StatementForm, day: date | None) -> str:
    """Return the key of the provision that a statement is about; an objection is about the provision of its reservation."""
    if form.statement_kind is StatementKind.OBJECTION:
        reservations = standing_reservations(await statements_of(memorandum, day), party.root.organisation)
        reservation = next((reservation for reservation in reservations if reservation.id == form.objects_to), None)
        if reservation is None:
            raise NoReservationStands
        return reservation.provision
    keys = {provision.key for provision in await provisions_of(memorandum.id, party.root.digest)}
    if form.statement_provision and form.statement_provision not in keys:
        raise NoSuchProvision
    return form.statement_provision


async def _announce(memorandum: Memorandum, row: Statement, kind: NoticeKind) -> None:
    """Announce a statement that is public now; an entry in a record of the past is not announced."""
    public_ids = await _public_ids(memorandum)
    await announce(memorandum, row.organisation, kind, named=row.id in public_ids and not memorandum.historical, detail=row.kind, rows=[row.id])


async def _public_ids(memorandum: Memorandum) -> set[UUID]:
    return {statement.id for statement in with_objections(await statements_of(memorandum))}


async def withdraw_statement(opened: Opened, statement_id: UUID) -> None:
    """Withdraw, for a party, one of its statements from today; the statement stays readable, struck through, with the day.

    Raises:
        NoSuchStatement: the party has no such statement, or withdrew it before.
        FreshLinkNeeded: as `state`.

    """
    check_does_everything(opened)
    async with transaction():
        row = await memoranda.locked(opened.memorandum.id)
        statement = await _not_withdrawn(row, statement_id)
        if statement.organisation != opened.invitation.organisation:
            raise NoSuchStatement
        await _withdraw(row, statement, clock.today().isoformat())


async def record_withdrawal(memorandum: Memorandum, statement_id: UUID, day: str) -> None:
    """Record, for a coordinator, that a party withdrew a statement; `day` is a partial date.

    Raises:
        NoSuchStatement: there is no such statement, or it was withdrawn before.
        InvalidForm: the statement was made later.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        statement = await _not_withdrawn(row, statement_id)
        if statement.made and PartialDate(day).last < PartialDate(statement.made).first:
            raise InvalidForm({"withdrawn": Message("The statement was made after this day.")})
        await _withdraw(row, statement, day)
        await trail.record(TrailAct.STATEMENT_WITHDRAWN, f"statement:{statement_id}", row.id)


async def _not_withdrawn(memorandum: Memorandum, statement_id: UUID) -> Statement:
    statement = await statement_of(memorandum.id, statement_id)
    if statement is None or statement.withdrawn is not None:
        raise NoSuchStatement
    return statement


async def _withdraw(memorandum: Memorandum, row: Statement, day: str) -> None:
    await Statement.update({Statement.withdrawn: day}).where(Statement.id == row.id)
    await _announce(memorandum, row, NoticeKind.STATEMENT_WITHDRAWN)


async def translate(memorandum: Memorandum, statement_id: UUID, form: StatementTranslationForm) -> None:
    """Save a translation of a statement, in place of an earlier one into the same language; the original counts.

    Raises:
        NoSuchStatement: there is no such statement.
        InvalidForm: the statement was made in this language.

    """
    async with transaction():
        statement = await statement_of(memorandum.id, statement_id)
        if statement is None:
            raise NoSuchStatement
        if statement.language == form.language:
            raise InvalidForm({"language": Message("The statement was made in this language.")})
        same = (StatementTranslation.statement == statement.id) & (StatementTranslation.language == form.language)
        await StatementTranslation.delete().where(same)
        await StatementTranslation.insert(StatementTranslation(statement=statement.id, language=form.language, text=form.text))
        await trail.record(TrailAct.STATEMENT_TRANSLATED, f"statement:{statement_id}", memorandum.id)
        if statement.id in await _public_ids(memorandum):
            await pages_change()
