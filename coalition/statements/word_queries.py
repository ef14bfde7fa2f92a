"""Reads of the words of statements for the search, which knows rows by numbers; who may know of them is the condition of a list."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from coalition.database import one_of, put
from coalition.search.queries import matching
from coalition.search.tables import Kind
from coalition.statements.tables import PartialWithdrawal, SearchedStatement, Statement, StatementTranslation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from piccolo.custom_types import Combinable

    from coalition.search.match_marks import Words


async def words_of_statements(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return every text of some statements: the words as they were made, what remained of them, and the translations."""
    rows = await Statement.select(Statement.id, Statement.text).where(one_of(Statement.id, ids))
    words = {row["id"]: [row["text"]] for row in rows}
    for table in (PartialWithdrawal, StatementTranslation):
        for row in await table.select(table.statement, table.text).where(one_of(table.statement, ids)):
            words[row["statement"]].append(row["text"])
    return words


async def numbers_of_statements(ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the numbers by which the search knows some statements, inside the caller's transaction; those without one get one."""
    rows = await SearchedStatement.select(SearchedStatement.statement, SearchedStatement.id).where(one_of(SearchedStatement.statement, ids))
    numbers = {row["statement"]: row["id"] for row in rows}
    return {statement: numbers.get(statement) or (await put(SearchedStatement, statement=statement)).id for statement in ids}


async def statements_from(after: UUID | None, limit: int) -> list[UUID]:
    """Return the ids of statements that follow one, for what is rebuilt for one after the other."""
    query = Statement.select(Statement.id).order_by(Statement.id).limit(limit)
    return await (query.where(Statement.id > after) if after else query).output(as_list=True)


async def number_of_statements() -> int:
    """Return how many statements there are (for checks of what is computed from them)."""
    return int(await Statement.count())


def says(words: Words) -> Combinable:
    """Return the condition that each word is in a statement, or in a name of the party that made it."""
    return reduce(and_, [_says(word) for word in words.each])


def _says(word: str) -> Combinable:
    stated = SearchedStatement.select(SearchedStatement.statement).where(matching(Kind.STATEMENT, SearchedStatement.id, word))
    return Statement.id.is_in(stated) | matching(Kind.ORGANISATION, Statement.organisation, word)
