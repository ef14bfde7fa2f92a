"""Removing an organisation that was entered by mistake, while nothing refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import among, references_to, table_of, transaction
from coalition.errors import StillUsed
from coalition.notices import page_subjects
from coalition.notices.page_subjects import REGISTER
from coalition.notices.queries import mentioned_in_notifications
from coalition.organisations.organisation_entries import write_organisations
from coalition.organisations.queries import by_id, lock
from coalition.organisations.registering import pages_change_if
from coalition.organisations.tables import (
    Contact,
    DifferentPair,
    LikelyPair,
    Merging,
    NameShape,
    NearKey,
    Organisation,
    OrganisationDomain,
    OrganisationName,
    SortKey,
)
from coalition.search.indexing import unindex
from coalition.search.search_entries import entries_follow
from coalition.search.tables import Kind
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from piccolo.table import Table

# What belongs to an organisation from its first day on, and goes with it.
_ITS_OWN: tuple[type[Table], ...] = (OrganisationName, OrganisationDomain, NameShape, NearKey, SortKey, LikelyPair, DifferentPair)
# Rows that count only if something is true of them.
_COUNTS_IF = {Contact: Contact.confirmed_at.is_not_null(), Merging: Merging.undone_at.is_null()}


async def referred_to(ids: Iterable[int], own: Sequence[type[Table]] = ()) -> set[int]:
    """Return the organisations that anything refers to; rows of the tables `own` do not count, nor do some others (`_COUNTS_IF`).

    What refers to an organisation is not said: it may be hidden.
    """
    wanted = sorted(set(ids))
    found: set[int] = set()
    for column in references_to(Organisation) if wanted else ():
        table = table_of(column)
        if table not in {*_ITS_OWN, *own}:
            condition = among(column, wanted)
            query = table.select(column).where(condition & _COUNTS_IF[table] if table in _COUNTS_IF else condition)
            found |= set(await query.output(as_list=True))
    return found


async def delete_organisation(organisation: Organisation) -> None:
    """Delete an organisation that was entered by mistake.

    Raises:
        StillUsed: it is in the public register, anything refers to it, or a notification mentions it.

    """
    async with transaction():
        await lock([organisation.id])
        row = await by_id(organisation.id)
        if row is None or row.listed or await referred_to([row.id]) or await mentioned_in_notifications([row.slug]):
            raise StillUsed
        await remove(row)
        await trail.record(TrailAct.ORGANISATION_DELETED, f"organisation:{row.id}")


async def remove(organisation: Organisation) -> None:
    """Remove an organisation with its names and contacts, inside the caller's transaction; the caller checked that nothing refers to it."""
    async with transaction():
        await Organisation.delete().where(Organisation.id == organisation.id)
        await unindex(Kind.ORGANISATION, [organisation.id])
        await entries_follow(write_organisations, organisation.id)
        await pages_change_if(REGISTER, page_subjects.organisation(organisation.id), listed=organisation.listed)
