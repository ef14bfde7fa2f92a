"""Bringing the database to the schema of this version."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import re
from functools import partial
from typing import TYPE_CHECKING

from coalition import database, resources
from coalition.acts import standing_rows
from coalition.articles.queries import number_of_articles
from coalition.articles.searched_articles import rebuild_article_search
from coalition.database.piccolo_internals import finished_migrations, migrate_backwards, migrate_forwards, use_engine
from coalition.deliveries.queries import number_of_entries
from coalition.deliveries.searched_entries import rebuild_entry_search
from coalition.drafting_record.queries import number_of_proposals
from coalition.drafting_record.searched_proposals import rebuild_proposal_search
from coalition.errors import CoalitionError
from coalition.forums.name_queries import number_of
from coalition.forums.searched_forums import rebuild_forum_search
from coalition.invitations import chase_rows
from coalition.memoranda.dividing_revisions import divide_revisions
from coalition.memoranda.searched_memoranda import rebuild_memorandum_search
from coalition.memoranda.title_queries import number_of_memoranda
from coalition.organisations import sort_key_queries
from coalition.organisations.rebuilding import rebuild_domains, rebuild_near_keys, rebuild_pairs, rebuild_search, rebuild_sort_keys
from coalition.people.account_places import rebuild_account_places
from coalition.people.queries import are_placed, number_of_accounts
from coalition.people.searched_accounts import rebuild_account_search
from coalition.search.indexing import unindex
from coalition.search.queries import has_texts, subjects_gone
from coalition.search.tables import Kind
from coalition.signing_requests.queries import number_of_requests
from coalition.signing_requests.searched_requests import rebuild_request_search
from coalition.statements.searched_statements import rebuild_statement_search
from coalition.statements.word_queries import number_of_statements

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

_ID = re.compile(r'^ID = "(.+)"$', re.MULTILINE)


class MigrationFailed(CoalitionError):
    """A migration failed; the text is what Piccolo reported."""


# Migrations after which the files are written anew, because they erased or encrypted something, with the tables they did it in.
_ERASING = {"2026-11-28T09:01:00:000000": ("letter",)}


# How many rows of each kind there are that should be found, and what lets them be found.
_SEARCHED: Mapping[Kind, tuple[Callable[[], Awaitable[int]], Callable[[], Awaitable[int]]]] = {
    Kind.ACCOUNT: (number_of_accounts, rebuild_account_search),
    Kind.FORUM: (partial(number_of, Kind.FORUM), rebuild_forum_search),
    Kind.MEMORANDUM: (number_of_memoranda, rebuild_memorandum_search),
    Kind.PUBLIC_FORUM: (partial(number_of, Kind.FORUM), rebuild_forum_search),
    Kind.PUBLIC_MEMORANDUM: (number_of_memoranda, rebuild_memorandum_search),
    Kind.PROGRAMME: (partial(number_of, Kind.PROGRAMME), rebuild_forum_search),
    Kind.REQUEST: (number_of_requests, rebuild_request_search),
    Kind.STATEMENT: (number_of_statements, rebuild_statement_search),
    Kind.PROPOSAL: (number_of_proposals, rebuild_proposal_search),
    Kind.ARTICLE: (number_of_articles, rebuild_article_search),
    Kind.PUBLIC_ARTICLE: (number_of_articles, rebuild_article_search),
    Kind.TIMELINE_ENTRY: (number_of_entries, rebuild_entry_search),
    Kind.ORGANISATION: (sort_key_queries.number_of_organisations, rebuild_search),
}

_TABLES = {  # every other kind has the name of its table
    Kind.ACCOUNT: "coordinator",
    Kind.PUBLIC_FORUM: "forum",
    Kind.PUBLIC_MEMORANDUM: "memorandum",
    Kind.REQUEST: "signing_request",
    Kind.STATEMENT: "searched_statement",
    Kind.PROPOSAL: "published_proposal",
    Kind.PUBLIC_ARTICLE: "article",
}

# The migration after which names are folded otherwise, and domains are stored.
_FOLDED_ANEW = "2026-11-28T20:00:00:000000"
# The migration after which words are spelled as this version spells them: in the entries of the search for everybody, and in the keys of
# near names, by which pairs of entries are found that may be one organisation.
_SPELLED_ANEW = "2026-11-29T16:10:00:000000"
_NO_TRIGRAMS = (
    "The search needs the extension pg_trgm, and this user of the database may not add it. "
    "Let the owner of the database, or its administrator, run in it: CREATE EXTENSION pg_trgm"
)


async def migrate() -> None:
    """Run every migration that has not run, on the database of the settings, and make the sort keys that this version needs.

    Raises:
        MigrationFailed: one of them failed and was rolled back.

    """
    _point_piccolo()
    if not await database.has_trigrams():
        raise MigrationFailed(_NO_TRIGRAMS)
    before = await _finished()
    with contextlib.redirect_stdout(io.StringIO()):
        failure = await migrate_forwards("coalition")
    if failure is not None:
        raise MigrationFailed(failure)
    if before:  # first of all: what refreshes rows needs counters that agree with them
        await standing_rows.rebuild_missing()
    if not await sort_key_queries.are_complete():
        await rebuild_sort_keys()
    if not await are_placed():
        await rebuild_account_places()
    await divide_revisions()
    if before:
        await _let_be_found(_written_anew(before))
        if _FOLDED_ANEW not in before:
            await rebuild_domains()
        if _SPELLED_ANEW not in before:
            await rebuild_near_keys()
            await rebuild_pairs()
        for migration in _ERASING.keys() - before:
            await database.compact(*_ERASING[migration])
        await chase_rows.rebuild_missing()
        await database.analyse()
    await _let_be_found(await _not_found())


async def unmigrate() -> None:
    """Undo every migration."""
    _point_piccolo()
    with contextlib.redirect_stdout(io.StringIO()):
        failure = await migrate_backwards("coalition")
    if failure is not None:
        raise MigrationFailed(failure)


async def is_migrated() -> bool:
    """Return whether every migration has run, and lists are sorted by the keys of this version and can be searched."""
    return await has_schema() and await sort_key_queries.are_complete() and await are_placed() and not await _not_found()


async def _not_found() -> list[Kind]:
    """Return the kinds of rows of which some have no text by which they are found."""
    return [kind for kind, (number, _) in _SEARCHED.items() if not await has_texts(kind, await number())]


def _written_anew(before: Collection[str]) -> Collection[Kind]:
    """Return the kinds of which every text is written anew, after the migrations that ran before."""
    if _FOLDED_ANEW not in before:
        return _SEARCHED.keys()
    return () if _SPELLED_ANEW in before else (Kind.ORGANISATION, Kind.PUBLIC_FORUM, Kind.PUBLIC_MEMORANDUM)


async def _let_be_found(kinds: Iterable[Kind]) -> None:
    for kind in kinds:
        _, rebuild = _SEARCHED[kind]
        async with database.transaction():
            await unindex(kind, await subjects_gone(kind, _TABLES.get(kind, kind.value)))
        await rebuild()


async def has_schema() -> bool:
    """Return whether every migration has run; every command asks, so the files are read without Piccolo's commands."""
    use_engine(database.current())
    finished = await _finished()
    texts = [path.read_text(encoding="utf-8") for path in resources.MIGRATIONS.glob("*.py")]
    return {name for text in texts for name in _ID.findall(text)} <= finished


async def _finished() -> set[str]:
    return set(await finished_migrations("coalition"))


def _point_piccolo() -> None:
    """Let Piccolo's commands work on the current engine."""
    os.environ["PICCOLO_CONF"] = resources.PICCOLO_CONF
    importlib.import_module(resources.PICCOLO_CONF).DB = database.current()  # type: ignore[attr-defined]  # a module of settings
    use_engine(database.current())
