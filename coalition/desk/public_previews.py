"""What everybody will see after a change: it is made, read as everybody reads, and undone; the person confirms what they saw."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins

from coalition import database
from coalition.acts.standing_queries import named_and_unlisted, unnamed_parties
from coalition.database import as_if
from coalition.forums import queries as forums
from coalition.memoranda import queries as memoranda
from coalition.memoranda.tables import Publicity
from coalition.networks.queries import number_not_shown
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.published.forum_record import PartsAsked, public_forum_for, public_forum_page
from coalition.published.memorandum import public_view
from coalition.published.network_record import public_network_for
from coalition.published.organisation_record import public_organisation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation

    Change = Callable[[], Awaitable[object]]
    Read = Callable[[], Awaitable[tuple[Any, Any]]]


class Preview(Struct, frozen=True):
    """What everybody will see, and what only the coordinator reads beside it; `digest` is what the form sends back as `seen`."""

    public: Any
    aside: Any
    digest: str


async def preview_of(given: Mapping[str, Any], change: Change, read: Read) -> Preview | None:
    """Return what a change makes public; None if everybody sees the same as before, or if the person has seen exactly this.

    `read` returns the public value and what is shown beside it; an error of the change is raised.
    """
    async with database.reading():
        before, _ = await read()
    public, aside = await as_if(change, read)
    digest = _digest_of(public)
    return None if public is None or public == before or given.get("seen") == digest else Preview(public, aside, digest)


def _digest_of(public: Any) -> str:
    """Return the digest of what is shown; the ids of rows are left out, because those of new rows differ at every attempt."""
    plain = _without_ids(to_builtins(public, str_keys=True, enc_hook=str))
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:32]


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ids(part) for name, part in value.items() if name != "id"}
    return [_without_ids(part) for part in value] if isinstance(value, list | tuple) else value


async def preview_of_forum(given: Mapping[str, Any], slug: str, change: Change, changed: Collection[str] = ()) -> Preview | None:
    """Return what a change of a forum, and of the parts of some organisations, shows; beside it stands the number of parts that are not shown."""
    return await preview_of(given, change, partial(_forum, slug, changed))


async def _forum(slug: str, changed: Collection[str]) -> tuple[Any, Any]:
    row = await forums.by_slug(slug)
    return (await public_forum_for(row, changed), await forums.number_not_shown(row.id)) if row else (None, 0)


async def preview_of_network(
    given: Mapping[str, Any], network: Organisation, change: Change, changed: Collection[str], language: str
) -> Preview | None:
    """Return what a change of some members of a network shows (their slugs); beside it stands the number of memberships that are not shown."""

    async def read() -> tuple[Any, Any]:
        return await public_network_for(network, changed, language), await number_not_shown(network.id)

    return await preview_of(given, change, read)


async def preview_of_listing(given: Mapping[str, Any], slug: str, change: Change) -> Preview | None:
    """Return the public page of an organisation that a change lists."""

    async def read() -> tuple[Any, Any]:
        return await public_organisation(slug), None

    return await preview_of(given, change, read)


async def preview_of_publication(given: Mapping[str, Any], memorandum: Memorandum, change: Change, language: str) -> Preview | None:
    """Return what a step shows of a memorandum that is not public yet, to readers of a language.

    Beside it stand the organisations that it brings into the public register, and the number of those that answered and are not named.
    """
    if memorandum.publicity == Publicity.PUBLIC:
        return None
    async with database.reading():
        ids = await named_and_unlisted(memorandum.id)
        listed = await visible_organisations(Viewer.COORDINATOR).by_ids(ids)
        unnamed = len(await unnamed_parties(memorandum.id))

    async def read() -> tuple[Any, Any]:
        row = await memoranda.public_by_slug(memorandum.slug)
        return (await public_view(row), await _forum_of(row, language)) if row else None, (list(listed.values()), unnamed)

    return await preview_of(given, change, read)


async def _forum_of(memorandum: Memorandum, language: str) -> Any:
    row = await forums.by_id(memorandum.forum) if memorandum.forum else None
    return await public_forum_page(row, language, PartsAsked()) if row else None
