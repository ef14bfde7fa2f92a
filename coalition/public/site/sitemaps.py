"""The site map: the pages everybody may read, in every language; of a large register an index of files, each with a part of a list."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from litestar import Response
from litestar.params import FromQuery

from coalition import database
from coalition.addresses import ROUTES, url_for
from coalition.articles import queries as articles
from coalition.forums import queries as forums
from coalition.memoranda import site_map_queries as memoranda
from coalition.notices.page_subjects import SITE, depends_on
from coalition.organisations.tables import OrganisationKind
from coalition.organisations.visible_queries import Viewer, ends_of_listed, ends_of_listed_networks, visible_organisations
from coalition.rendering import render
from coalition.settings import load
from coalition.web.pages import file
from coalition.web.routing import route

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PART = 2000  # records in a file; a file may hold 50,000 addresses, and each record has one in each language
_STANDING = [
    name
    for name, row in ROUTES.items()
    if name.startswith("public.") and row.method == "GET" and row.path.startswith("/{lang}/") and row.path.count("{") == 1
]
_listed = visible_organisations(Viewer.EVERYBODY)


@route("public.sitemap.show")
async def show_sitemap() -> Response[bytes]:
    """List all pages, or, if a list is longer than a part, the files with the parts."""
    async with database.reading():
        ends = [await forums.ends_of_all(PART), await memoranda.ends_of_public(PART), await ends_of_listed(PART), await ends_of_listed_networks(PART)]
        ends.append(await articles.ends_of_published(PART))
        if any(ends):
            return await _index(ends)
        networks = await _listed.slugs(PART, kind=OrganisationKind.NETWORK)
        lists = [await forums.newest_slugs(PART), await memoranda.newest_slugs(PART), await _listed.slugs(PART), networks, await articles.slugs(PART)]
    return await _file([*_standing(), *(address for name, slugs in zip(_RECORDS, lists, strict=True) for address in _addresses(name, slugs))])


@route("public.sitemap_pages.show")
async def show_pages() -> Response[bytes]:
    """List the pages that stand by themselves."""
    depends_on(SITE)
    return await _file(_standing())


@route("public.sitemap_forums.show")
async def show_forums(after: FromQuery[str] = "") -> Response[bytes]:
    """List a part of the forums: those after a slug."""
    return await _file(_addresses("public.forum.show", await forums.slugs(PART, after=after)))


@route("public.sitemap_memoranda.show")
async def show_memoranda(after: FromQuery[str] = "") -> Response[bytes]:
    """List a part of the memoranda: those after a slug."""
    return await _file(_addresses("public.memorandum.show", await memoranda.slugs(PART, after=after)))


@route("public.sitemap_organisations.show")
async def show_organisations(after: FromQuery[str] = "") -> Response[bytes]:
    """List a part of the public register: the organisations after a slug."""
    return await _file(_addresses("public.organisation.show", await _listed.slugs(PART, after=after)))


@route("public.sitemap_networks.show")
async def show_networks(after: FromQuery[str] = "") -> Response[bytes]:
    """List a part of the networks of the public register, those after a slug: who their members are and what they signed."""
    return await _file(_addresses("public.network.show", await _listed.slugs(PART, after=after, kind=OrganisationKind.NETWORK)))


@route("public.sitemap_articles.show")
async def show_articles(after: FromQuery[str] = "") -> Response[bytes]:
    """List a part of the articles that everybody reads: those after a slug."""
    return await _file(_addresses("public.article.show", await articles.slugs(PART, after=after)))


_RECORDS = ("public.forum.show", "public.memorandum.show", "public.organisation.show", "public.network.show", "public.article.show")
_FILES = tuple(f"public.sitemap_{records}.show" for records in ("forums", "memoranda", "organisations", "networks", "articles"))


async def _index(ends: Iterable[Sequence[str]]) -> Response[bytes]:
    files = [url_for(name, after=after or None) for name, slugs in zip(_FILES, ends, strict=True) for after in ("", *slugs)]
    return await _rendered("feeds/sitemap_index.xml", [url_for("public.sitemap_pages.show"), *files])


async def _file(paths: Sequence[str]) -> Response[bytes]:
    return await _rendered("feeds/sitemap.xml", paths)


def _standing() -> list[str]:
    return [url_for(name, lang=language) for name in _STANDING for language in load().languages]


def _addresses(name: str, slugs: Iterable[str]) -> list[str]:
    """Return the addresses of records in every language; slugs stand in addresses as they are."""
    [place] = [place for place in ("forum", "memorandum", "organisation", "network", "article") if f"{{{place}}}" in ROUTES[name].path]
    paths = [url_for(name, lang=language, **{place: "-"}).removesuffix("-") for language in load().languages]
    return [f"{path}{slug}" for slug in slugs for path in paths]


async def _rendered(template: str, paths: Sequence[str]) -> Response[bytes]:
    """Return a file, which is made beside the event loop: it may hold eight thousand addresses."""
    content = await asyncio.to_thread(_content, template, paths, load().base_url)
    return file(content, "application/xml; charset=utf-8")


def _content(template: str, paths: Sequence[str], base_url: str) -> bytes:
    return render(template, "en", addresses=[base_url + path for path in paths]).encode()
