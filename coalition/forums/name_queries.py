"""Reads of forums and programmes by what they are called, in any language: for coordinators, and what everybody finds forums by."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from coalition.database import among
from coalition.forums.archive_queries import in_archive
from coalition.forums.tables import Forum, ForumCountry, ForumText, Programme, ProgrammeText
from coalition.languages import country_name
from coalition.search.queries import first_matches, with_names
from coalition.search.tables import Kind
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piccolo.columns import Column
    from piccolo.table import Table


class _Named(NamedTuple):
    """Records with a slug, and the rows with their names."""

    table: type[Forum | Programme]
    id: Column
    slug: Column
    names: type[Table]
    record: Column
    name: Column


_NAMED = {
    Kind.FORUM: _Named(Forum, Forum.id, Forum.slug, ForumText, ForumText.forum, ForumText.title),
    Kind.PROGRAMME: _Named(Programme, Programme.id, Programme.slug, ProgrammeText, ProgrammeText.programme, ProgrammeText.name),
}


async def slugs_called(kind: Kind, name: str) -> list[str]:
    """Return the slug that is written, if a record has it; else the slugs of the records with a name, in any script.

    Records that are archived are found by their slugs only.
    """
    named = _NAMED[kind]
    if await named.table.exists().where(named.slug == name):
        return [name]
    return await _slugs(kind, await with_names(kind, [name]))


async def slugs_like(kind: Kind, text: str, limit: int) -> list[str]:
    """Return the slugs of some records that a text finds and that are not archived."""
    return await _slugs(kind, await first_matches(kind, text, limit))


async def _slugs(kind: Kind, ids: Sequence[int]) -> list[str]:
    named = _NAMED[kind]
    these = among(named.id, ids) & in_archive(named.table, archived=False)
    return sorted(await named.table.select(named.slug).where(these).output(as_list=True))


async def found_by(kind: Kind, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return what records are found by: their slugs, and their names in all languages."""
    named = _NAMED[kind]
    found = {row["id"]: [row["slug"]] for row in await named.table.select(named.id, named.slug).where(among(named.id, ids))}
    for row in await named.names.select(named.record.as_alias("record"), named.name.as_alias("name")).where(among(named.record, ids)):
        found[row["record"]].append(row["name"])
    return found


async def public_words(ids: Sequence[int]) -> dict[int, list[str]]:
    """Return what everybody finds forums by: their titles, the names of the countries concerned, and their places if these are public.

    What is withheld is not stored, so that no word of it can find a forum.
    """
    columns = (Forum.id, Forum.city, Forum.place_country, Forum.place_public)
    rows = {row["id"]: row for row in await Forum.select(*columns).where(among(Forum.id, ids))}
    words = {number: [row["city"], *_countries(row["place_country"])] if row["place_public"] else [] for number, row in rows.items()}
    for row in await ForumText.select(ForumText.forum, ForumText.title, ForumText.city).where(among(ForumText.forum, ids)):
        words[row["forum"]] += [row["title"], row["city"] if rows[row["forum"]]["place_public"] else ""]
    for row in await ForumCountry.select(ForumCountry.forum, ForumCountry.country).where(among(ForumCountry.forum, ids)):
        words[row["forum"]] += _countries(row["country"])
    return words


async def public_texts(ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the summaries of forums by language, which everybody reads; "" where a language has only a title."""
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for row in await ForumText.select(ForumText.forum, ForumText.language, ForumText.summary).where(among(ForumText.forum, ids)):
        texts[row["forum"]][row["language"]] = row["summary"]
    return texts


def _countries(code: str | None) -> list[str]:
    """Return the names of a country in every language of the interface."""
    return [country_name(code, language) for language in SUPPORTED_LANGUAGES] if code else []


async def next_ids(kind: Kind, after: int, limit: int) -> list[int]:
    """Return the ids that follow one, for what is rebuilt for one record after the other."""
    named = _NAMED[kind]
    return await named.table.select(named.id).where(named.id > after).order_by(named.id).limit(limit).output(as_list=True)


async def number_of(kind: Kind) -> int:
    """Return how many records there are (for checks of what is computed from them)."""
    return int(await _NAMED[kind].table.count())
