"""Which forums and programmes the desk lists and offers: those that are not archived (for coordinators)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

    from coalition.forums.tables import Forum, Programme


def in_archive(table: type[Forum | Programme], *, archived: bool) -> Combinable:
    """Return the condition on forums or programmes that they are archived, or that they are not."""
    return table.archived.eq(archived)


def in_menu(table: type[Forum | Programme], chosen: str) -> Combinable:
    """Return the condition that a menu offers a record: it is not archived, or its slug is what is chosen already."""
    return in_archive(table, archived=False) | (table.slug == chosen)


async def has_archived(table: type[Forum | Programme]) -> bool:
    """Return whether anything is archived."""
    return await table.exists().where(in_archive(table, archived=True))


async def set_archived(record: Forum | Programme, *, archived: bool) -> bool:
    """Write whether a record is archived; return whether that is a change."""
    table = type(record)
    this = (table.id == record.id) & in_archive(table, archived=not archived)
    return bool(await table.update({table.archived: archived}).where(this).returning(table.id))
