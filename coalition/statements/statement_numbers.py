"""Numbers of statements: given for good when everybody can read a statement for the first time, and never before.

So neither a number nor a gap reveals a hidden statement: a gap stands for a statement that was public once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.acts import unlisting  # noqa: F401 -- its step lists the parties, and runs before the one of this module
from coalition.acts.naming import when_named
from coalition.database import transaction
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda
from coalition.memoranda.public_changes import acts_change
from coalition.memoranda.publication import when_published
from coalition.memoranda.tables import Publicity
from coalition.statements.public_statement_queries import without_numbers
from coalition.statements.queries import last_number, without_number
from coalition.statements.tables import Statement, StatementKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coalition.statements.views import Stated


@when_published
@when_named
async def number_statements(memorandum_id: int) -> None:
    """Give the next numbers to the statements that everybody can read and that have none, inside the caller's transaction.

    Those that become public together are numbered by the day on which they were made, which is public with them, then by name: the
    order in which they were recorded while they were hidden stays unknown.
    """
    await _number(memorandum_id, _by_day_and_name)


@handles("number_statements")
async def number_as_shown(payload: Mapping[str, Any]) -> None:
    """Number the public statements that were on record before the upgrade, in the order in which the page showed them."""
    async with transaction():
        await _number(payload["memorandum"], _as_shown)


async def _number(memorandum_id: int, order: Callable[[Stated], Any]) -> None:
    if not await without_number(memorandum_id):
        return
    memorandum = await memoranda.locked(memorandum_id)
    if memorandum.publicity != Publicity.PUBLIC:
        return
    public = await without_numbers(memorandum)
    for number, statement in enumerate(sorted(public, key=order), start=await last_number(memorandum_id) + 1):
        await Statement.update({Statement.number: number}).where(Statement.id == statement.id)
    if public:
        await acts_change(memorandum)


def _by_day_and_name(statement: Stated) -> tuple[str, str, str, str]:
    return (_day(statement), statement.then.name_key, statement.kind, str(statement.id))


def _as_shown(statement: Stated) -> tuple[bool, str]:
    """Return the place among the statements of the page before the upgrade: objections, which had no numbers, come last."""
    return (statement.kind is StatementKind.OBJECTION, _day(statement))


def _day(statement: Stated) -> str:
    return statement.made.iso if statement.made else ""
