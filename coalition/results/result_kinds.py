"""Where each kind of results comes from: one table.

To add a kind: a member of `ResultKind`, its sections of the index with what writes their entries, and a row here with what reads its rows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from coalition.articles.queries import published_by_ids
from coalition.forums import queries as forums
from coalition.memoranda.queries import public_by_ids
from coalition.organisations.merged_queries import with_merged_names
from coalition.organisations.names import name_for
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.results.result import Address, Result, ResultKind, Thing
from coalition.search.tables import Section
from coalition.words import for_each


class KindOfResult(NamedTuple):
    """The sections in which a kind is found, and what makes results, in a language, of what is found there.

    Notifications have no section: they are found by those of whom they speak, see `notification_results.py`. Neither have networks, which
    are found as organisations; asked for alone they are found as in their list, see `network_results.py`.
    """

    sections: Sequence[Section]
    read: Callable[[Sequence[Thing], str], Awaitable[dict[int, Result]]]


async def _memoranda(things: Sequence[Thing], language: str) -> dict[int, Result]:
    views = await public_by_ids(thing.subject for thing in things)
    results: dict[int, Result] = {}
    for thing in things:
        if view := views.get(thing.subject):
            code, title = view.title(language)
            address = Address("public.memorandum.show", {"memorandum": view.slug})
            other = thing.other([title], [*view.titles.items(), ("", view.symbol)])
            results[thing.subject] = Result(thing.kind, view.slug, title, code, address, thing.terms, other, thing.passages(address))
    return results


async def _organisations(things: Sequence[Thing], language: str) -> dict[int, Result]:
    listed, ids = visible_organisations(Viewer.EVERYBODY), [thing.subject for thing in things]
    views = with_merged_names(await listed.with_events(ids), await listed.merged_into(ids))
    results: dict[int, Result] = {}
    for thing in things:
        if view := views.get(thing.subject):
            name = name_for(view, language)
            address = Address("public.organisation.show", {"organisation": view.slug})
            other = thing.other([name.name], view.every_name)
            results[thing.subject] = Result(thing.kind, view.slug, name.name, name.language, address, thing.terms, other)
    return results


async def _forums(things: Sequence[Thing], language: str) -> dict[int, Result]:
    views = await forums.views_of(thing.subject for thing in things)
    results: dict[int, Result] = {}
    for thing in things:
        if view := views.get(thing.subject):
            text = view.text(language)
            address = Address("public.forum.show", {"forum": view.slug})
            other = thing.other([text.title], view.other_words)
            results[thing.subject] = Result(thing.kind, view.slug, text.title, text.language, address, thing.terms, other, thing.passages(address))
    return results


async def _articles(things: Sequence[Thing], language: str) -> dict[int, Result]:
    views = await published_by_ids(thing.subject for thing in things)
    results: dict[int, Result] = {}
    for thing in things:
        if view := views.get(thing.subject):
            text = view.text(language)
            address = Address("public.article.show", {"article": view.slug})
            other = thing.other([text.title], view.titles)
            results[thing.subject] = Result(thing.kind, view.slug, text.title, text.language, address, thing.terms, other, thing.passages(address))
    return results


async def _nothing(things: Sequence[Thing], language: str) -> dict[int, Result]:  # noqa: ARG001 -- the shape of a row
    return {}


KINDS: Mapping[ResultKind, KindOfResult] = for_each(
    ResultKind,
    {
        ResultKind.MEMORANDUM: KindOfResult((Section.MEMORANDUM, Section.PROVISION), _memoranda),
        ResultKind.ORGANISATION: KindOfResult((Section.ORGANISATION,), _organisations),
        ResultKind.FORUM: KindOfResult((Section.FORUM, Section.FORUM_TEXT), _forums),
        ResultKind.ARTICLE: KindOfResult((Section.ARTICLE, Section.ARTICLE_TEXT), _articles),
        ResultKind.NETWORK: KindOfResult((), _nothing),
        ResultKind.NOTIFICATION: KindOfResult((), _nothing),
    },
)
