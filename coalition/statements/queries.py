"""Reading statements for a party, and for those who work on the memorandum; `public_statement_queries.py` reads for everybody."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, NamedTuple

from coalition import clock
from coalition.acts.signer_queries import signer_text
from coalition.database import one_row, prepared, whole
from coalition.memoranda import edition_queries
from coalition.memoranda.label_queries import labels_of, written_in
from coalition.memoranda.tables import Edition, Provision
from coalition.search.queries import tested
from coalition.search.tables import Kind
from coalition.statements.stated_queries import stated_on
from coalition.statements.tables import Deed, PartialWithdrawal, Statement, StatementSigner, StatementTranslation
from coalition.statements.views import in_order
from coalition.text.provisions import name_of

if TYPE_CHECKING:
    from uuid import UUID

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

    from coalition.memoranda.label_queries import Labels
    from coalition.statements.views import Stated


async def statement_of(memorandum_id: int, statement_id: UUID) -> Statement | None:
    """Return the row of one statement on a memorandum (for its party and for those who work on the memorandum)."""
    return await one_row(Statement, (Statement.id == statement_id) & (Statement.memorandum == memorandum_id))


async def is_stated(row: Statement) -> bool:
    """Return whether a party has made the same statement before and did not withdraw it."""
    same = (Statement.act == row.act) & (Statement.kind == row.kind) & (Statement.provision == row.provision)
    same &= (Statement.language == row.language) & (Statement.text == row.text) & Statement.withdrawn.is_null()
    return await Statement.exists().where(same & (Statement.objects_to == row.objects_to if row.objects_to else Statement.objects_to.is_null()))


async def own_statements(memorandum_id: int, organisation_id: int) -> list[Stated]:
    """Return the statements of an organisation in the order of their numbers, for its own pages."""
    return await stated_on(memorandum_id, in_order(await _own_rows(memorandum_id, organisation_id)), clock.today())


async def recorded_statement(memorandum_id: int, statement_id: UUID) -> Stated | None:
    """Return a statement, also of a party that is not named (for those who work on the memorandum only)."""
    rows = await Statement.select(whole(Statement)).where((Statement.memorandum == memorandum_id) & (Statement.id == statement_id))
    return next(iter(await stated_on(memorandum_id, rows, clock.today())), None)


async def recorded_page(
    memorandum_id: int, after: UUID | None, limit: int, filters: Combinable | None = None, *, newest_first: bool = False
) -> tuple[list[Stated], UUID | None]:
    """Return statements in the order they were recorded, and the last of them if others follow (for those who work on the memorandum only).

    Those of parties that are not named are among them.
    """
    last = await statement_of(memorandum_id, after) if after else None
    rows = Statement.select(whole(Statement)).where(Statement.memorandum == memorandum_id)
    if filters is not None:
        rows = rows.where(filters)
    if last:
        same = (Statement.recorded_at == last.recorded_at) & (Statement.id < last.id if newest_first else Statement.id > last.id)
        rows = rows.where((Statement.recorded_at < last.recorded_at if newest_first else Statement.recorded_at > last.recorded_at) | same)
    rows = rows.order_by(Statement.recorded_at, Statement.id, ascending=not newest_first).limit(limit + 1)
    found = await rows
    return await stated_on(memorandum_id, found[:limit], clock.today()), found[limit - 1]["id"] if len(found) > limit else None


async def statement_filters(text: str = "", *, kind: str = "", withdrawn: str = "") -> Combinable | None:
    """Return the condition on statements of some filters: words in a name of the party, the kind, withdrawn or not (yes or no)."""
    conditions: list[Combinable] = [await tested(Kind.ORGANISATION, Statement.organisation, text)] if text else []
    if kind:
        conditions.append(Statement.kind == kind)
    if withdrawn:
        conditions.append(Statement.withdrawn.is_not_null() if withdrawn == "yes" else Statement.withdrawn.is_null())
    return reduce(and_, conditions) if conditions else None


async def provisions_of(memorandum_id: int, digest: str | None) -> list[Provision]:
    """Return the provisions of the edition with this digest, in order; if none has it, those of the edition in force."""
    return await edition_queries.provisions((await _edition_with(memorandum_id, digest)).id)


async def provision_menu(memorandum_id: int, digest: str | None, language: str) -> list[tuple[str, str]]:
    """Return the same provisions as (key, name), with their numbers as the text in a language writes them."""
    edition = await _edition_with(memorandum_id, digest)
    written = await written_in([edition.id], [language])
    named = await edition_queries.provisions(edition.id)
    return [(provision.key, name_of(provision.label, written.get(provision.key)).text(language)) for provision in named]


async def labels_under(memorandum_id: int, digest: str | None) -> Labels:
    """Return the labels of the same provisions."""
    return await labels_of([(await _edition_with(memorandum_id, digest)).id])


async def _edition_with(memorandum_id: int, digest: str | None) -> Edition:
    fixed = await one_row(Edition, (Edition.memorandum == memorandum_id) & (Edition.digest == digest)) if digest else None
    return fixed or await edition_queries.latest_edition(memorandum_id)


@prepared
def _own_rows(memorandum_id: int, organisation_id: int) -> Select[Statement]:
    own = (Statement.memorandum == memorandum_id) & (Statement.organisation == organisation_id)
    return Statement.select(whole(Statement)).where(own).order_by(Statement.recorded_at)


class StatementNumbers(NamedTuple):
    """How many statements a memorandum has, how many of them were not withdrawn, and how many of these have no translation."""

    made: int
    standing: int
    untranslated: int


async def statement_numbers(memorandum_id: int) -> StatementNumbers:
    """Return the numbers of the statements on a memorandum, also of parties that are not named (for those who work on it only)."""
    these = Statement.memorandum == memorandum_id
    standing = these & Statement.withdrawn.is_null()
    translated = StatementTranslation.select(StatementTranslation.statement).where(StatementTranslation.statement.memorandum == memorandum_id)
    made, in_force = await Statement.count().where(these), await Statement.count().where(standing)
    return StatementNumbers(int(made), int(in_force), int(await Statement.count().where(standing & Statement.id.not_in(translated))))


def ids_of_statements(memorandum_id: int, organisation_id: int) -> Select[Statement]:
    """Return the query of the ids of all statements of an organisation, for changes of the rows that belong to them."""
    return Statement.select(Statement.id).where((Statement.memorandum == memorandum_id) & (Statement.organisation == organisation_id))


async def signers_of(statement_id: UUID) -> list[tuple[Deed, str]]:
    """Return what persons did about a statement, with their names, oldest first (for those who work on the memorandum)."""
    rows = await StatementSigner.objects().where(StatementSigner.statement == statement_id).order_by(StatementSigner.id)
    return [(Deed(row.deed), signer_text(row.name, row.title)) for row in rows if row.name]


async def last_part(statement_id: UUID) -> PartialWithdrawal | None:
    """Return the last partial withdrawal of a statement (for operations)."""
    parts = PartialWithdrawal.objects().where(PartialWithdrawal.statement == statement_id)
    return await parts.order_by(PartialWithdrawal.id, ascending=False).first()


async def without_number(memorandum_id: int) -> bool:
    """Whether a memorandum has a statement without a number (for operations only)."""
    return await Statement.exists().where((Statement.memorandum == memorandum_id) & Statement.number.is_null())


async def last_number(memorandum_id: int) -> int:
    """Return the last number that was given to a statement on a memorandum, 0 without one (for operations only)."""
    numbered = (Statement.memorandum == memorandum_id) & Statement.number.is_not_null()
    rows = await Statement.select(Statement.number).where(numbered).order_by(Statement.number, ascending=False).limit(1)
    return int(rows[0]["number"]) if rows else 0
