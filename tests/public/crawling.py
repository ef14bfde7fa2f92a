"""The addresses of everything that everybody may read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from coalition.addresses import ROUTES, Audience, url_for
from tests.budget import languages_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Places = Mapping[str, Sequence[str]]
    Queries = Mapping[str, Sequence[Mapping[str, Any]]]

RANDOM = re.compile(rb"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")  # the ids of statements and of entries of a timeline
SAME_EVERYWHERE = {
    "article_picture",
    "entry_scan",
    "start",
    "static",
    "live",
    "ready",
    "security_txt",
    "robots",
    "about",
    "privacy",
    "accessibility",
    "openapi",
    "correction",
    "changes",
}


def addresses(places: Places, *, languages: Sequence[str], queries: Queries) -> list[str]:
    """Return every public address with every combination of `places`, and with the `queries` of its route.

    A page is given in each of the languages in `make whole`, otherwise in one of them.
    """
    found: dict[str, None] = {}
    for name, row in ROUTES.items():
        if row.audience is Audience.PUBLIC and row.method == "GET" and name.split(".")[1] not in SAME_EVERYWHERE:
            found |= dict.fromkeys(_of(name, places, languages, queries))
    return list(found)


def _of(name: str, places: Places, languages: Sequence[str], queries: Queries) -> Iterator[str]:
    kinds = ("organisation", "forum", "network", "article", "appeal", "memorandum")
    slugs = next(places.get(kind, ()) for kind in kinds if kind in name or kind == "memorandum")
    endings = ("atom", "json") if "feed" in name else ("bib", "ris", "json") if "citation" in name else ("json", "md", "csv", "txt")
    files = [f"{file}.{ending}" for file in places["number" if "notification_citation" in name else "memorandum"] for ending in endings]
    known = dict(places) | {"slug": slugs, "file": files}
    combinations: list[dict[str, Any]] = [{}]
    for place in (place for place in known if f"{{{place}}}" in ROUTES[name].path):
        combinations = [combination | {place: value} for combination in combinations for value in known[place]]
    for combination in combinations:
        for query in queries.get(name, [{}]):
            if "{lang}" in ROUTES[name].path:
                page = url_for(name, **combination, **query, lang=languages[0])
                yield from (url_for(name, **combination, **query, lang=language) for language in languages_of(page, languages))
            else:
                yield url_for(name, **combination, **query)
