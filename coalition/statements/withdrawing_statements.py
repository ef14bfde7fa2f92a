"""Withdrawing statements, as a whole or in part: what was stated stays readable, struck through, with the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.acts import queries as acts
from coalition.acts.new_acts import Person
from coalition.acts.recording import announce
from coalition.database import put, transaction
from coalition.fields import InvalidForm
from coalition.invitations.links import check_does_everything
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.happenings import happened
from coalition.notices.tables import NoticeKind
from coalition.partial_dates import PartialDate
from coalition.statements.errors import NoSuchStatement
from coalition.statements.public_statement_queries import public_statement
from coalition.statements.queries import last_part, statement_of
from coalition.statements.searched_statements import let_statement_be_found
from coalition.statements.statement_receipts import write_receipt
from coalition.statements.stating import note_signer
from coalition.statements.tables import Deed, PartialWithdrawal, Statement
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from uuid import UUID

    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.statements.forms import OwnStatementWithdrawalForm, StatementWithdrawalForm


async def withdraw_statement(opened: Opened, statement_id: UUID, form: OwnStatementWithdrawalForm) -> None:
    """Withdraw, for a party, one of its statements or a part of it from today; the letter of receipt with a private link belongs to it.

    Raises:
        NoSuchStatement: the party has no such statement, or withdrew it before.
        InvalidForm: what remains is the present text.
        FreshLinkNeeded: the link is that of a receipt, and older than thirty days.

    """
    check_does_everything(opened)
    async with transaction():
        row = await memoranda.locked(opened.memorandum.id)
        statement = await _not_withdrawn(row, statement_id)
        own = await acts.own_record(row.id, opened.invitation.organisation)
        if statement.organisation != opened.invitation.organisation or own is None or own.root is None or own.history is None:
            raise NoSuchStatement
        await _withdraw(row, statement, clock.today().isoformat(), form.remainder)
        deed = Deed.WITHDRAWN_IN_PART if form.remainder else Deed.WITHDRAWN
        await note_signer(statement, deed, Person(form.representative_name, form.representative_title))
        await write_receipt(opened, acts.Standing(own.root, own.history), statement.reference)


async def record_withdrawal(memorandum: Memorandum, statement_id: UUID, form: StatementWithdrawalForm) -> None:
    """Record, for a coordinator, that a party withdrew a statement or a part of it.

    Raises:
        NoSuchStatement: there is no such statement, or it was withdrawn before.
        InvalidForm: the statement was made later, or what remains is the present text.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        statement = await _not_withdrawn(row, statement_id)
        await _check_order(statement, PartialDate(form.withdrawn))
        await _withdraw(row, statement, form.withdrawn, form.remainder)
        await trail.record(TrailAct.STATEMENT_WITHDRAWN, f"statement:{statement_id}", row.id)


async def _check_order(statement: Statement, day: PartialDate) -> None:
    if statement.made and day.last < PartialDate(statement.made).first:
        raise InvalidForm({"withdrawn": Message("The statement was made after this day.")})
    part = await last_part(statement.id)
    if part and day.last < PartialDate(part.day).first:
        raise InvalidForm({"withdrawn": Message("A part of the statement was withdrawn after this day.")})


async def _not_withdrawn(memorandum: Memorandum, statement_id: UUID) -> Statement:
    statement = await statement_of(memorandum.id, statement_id)
    if statement is None or statement.withdrawn is not None:
        raise NoSuchStatement
    return statement


async def _withdraw(memorandum: Memorandum, statement: Statement, day: str, remainder: str) -> None:
    if remainder:
        await _keep_part(statement, day, remainder)
    else:
        await Statement.update({Statement.withdrawn: day}).where(Statement.id == statement.id)
    await happened(memorandum.id)
    is_public = await public_statement(memorandum, Statement.id == statement.id) is not None
    detail = f"{statement.kind} {statement.number}" + (" part" if remainder else "")
    named = is_public and not memorandum.historical
    await announce(memorandum, statement.organisation, NoticeKind.STATEMENT_WITHDRAWN, named=named, detail=detail)


def check_remainder(text: str, remainder: str) -> None:
    """Refuse a part that remains if it is the present text.

    Raises:
        InvalidForm: with the message for the field `remaining_text`.

    """
    if remainder == text:
        raise InvalidForm({"remaining_text": Message("This is the present text: nothing of it is withdrawn.")})


async def _keep_part(statement: Statement, day: str, remainder: str) -> None:
    part = await last_part(statement.id)
    check_remainder(part.text if part else statement.text, remainder)
    await put(PartialWithdrawal, statement=statement.id, day=day, text=remainder, recorded_at=clock.now())
    await let_statement_be_found(statement.id)
