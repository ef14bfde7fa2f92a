"""Translating statements for readers; the original counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.public_changes import less_is_shown
from coalition.statements.errors import NoSuchStatement
from coalition.statements.public_statement_queries import public_statement
from coalition.statements.queries import last_part, statement_of
from coalition.statements.searched_statements import let_statement_be_found
from coalition.statements.tables import Statement, StatementTranslation
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from uuid import UUID

    from coalition.memoranda.tables import Memorandum
    from coalition.statements.forms import StatementTranslationForm


async def translate(memorandum: Memorandum, statement_id: UUID, form: StatementTranslationForm) -> None:
    """Save a translation of a statement, or of what remains of it, in place of an earlier one into the same language.

    Raises:
        NoSuchStatement: there is no such statement.
        InvalidForm: the statement was made in this language.

    """
    async with transaction():
        await memoranda.locked(memorandum.id)
        statement = await statement_of(memorandum.id, statement_id)
        if statement is None:
            raise NoSuchStatement
        if statement.language == form.language:
            raise InvalidForm({"language": Message("The statement was made in this language.")})
        part = await last_part(statement.id)
        remainder = part.id if part else None
        same = (StatementTranslation.statement == statement.id) & (StatementTranslation.language == form.language)
        same &= StatementTranslation.remainder == remainder if part else StatementTranslation.remainder.is_null()
        await StatementTranslation.delete().where(same)
        await StatementTranslation.insert(StatementTranslation(statement=statement.id, remainder=remainder, language=form.language, text=form.text))
        await let_statement_be_found(statement.id)
        await trail.record(TrailAct.STATEMENT_TRANSLATED, f"statement:{statement_id}", memorandum.id)
        if await public_statement(memorandum, Statement.id == statement.id):
            await less_is_shown(memorandum)  # a translation may be replaced
