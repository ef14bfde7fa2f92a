"""Reading pages and feeds: tables, facts and entries."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

_ATOM = "{http://www.w3.org/2005/Atom}"
_TAG = re.compile(r"<[^>]+>")


def _words(html: str) -> str:
    return " ".join(_TAG.sub("", html).replace("&#39;", "'").replace("&amp;", "&").split())


def rows_of(page: str) -> list[tuple[str, ...]]:
    """Return the rows of the tables of signatories: the name, and the days that are given."""
    tables = re.findall(r'<table class="lines">.*?</table>', page, re.DOTALL)
    bodies = [table.partition("<tbody>")[2] for table in tables]
    return [_row(row) for body in bodies for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)]


def _row(html: str) -> tuple[str, ...]:
    name = re.sub(r"<small>.*?</small>", "", html.partition("</th>")[0], flags=re.DOTALL)
    return (_words(name), *re.findall(r"<time[^>]*>([^<]+)</time>", html))


def facts_of(page: str) -> dict[str, str]:
    """Return the facts at the head of a page by their terms."""
    lists = re.findall(r'<dl class="facts">.*?</dl>', page, re.DOTALL)
    return {_words(term): _words(value) for facts in lists for term, value in re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", facts, re.DOTALL)}


@dataclass(frozen=True)
class Entry:
    """An entry of a feed; `content` is everything in it but the moment of its last change."""

    id: str
    number: str
    updated: str
    content: str


@dataclass(frozen=True)
class Feed:
    """A feed as a program reads it."""

    updated: str
    entries: tuple[Entry, ...]


def feed_of(content: bytes) -> Feed:
    """Return a feed; every element that RFC 4287 demands is there."""
    root = ET.fromstring(content)
    assert all(root.findtext(f"{_ATOM}{name}") for name in ("id", "title", "updated"))
    entries = tuple(map(_entry, root.findall(f"{_ATOM}entry")))
    assert len({entry.id for entry in entries}) == len(entries)
    return Feed(str(root.findtext(f"{_ATOM}updated")), entries)


def _entry(element: ET.Element) -> Entry:
    number = str(element.findtext(f"{_ATOM}title")).split()[0]
    updated = str(element.findtext(f"{_ATOM}updated"))
    others = [part for part in element if part.tag != f"{_ATOM}updated"]
    content = "".join(ET.tostring(part, encoding="unicode") for part in others)
    return Entry(str(element.findtext(f"{_ATOM}id")), number, updated, content)
