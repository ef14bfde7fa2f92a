"""What a person reads on a page, and what it links to."""

from __future__ import annotations

import re
from html import unescape


def words(html: str) -> str:
    """The visible words of a page's main part, one space between them."""
    return _plain(html.partition("<main")[2].partition(">")[2].partition("</main>")[0])


def rows(html: str) -> list[list[str]]:
    """The cells of a page's first table, or of the tables that scroll together, without their heads and the letters between lines."""
    together = re.sub(r'<tr class="letter">.*?</tr>', "", html[html.find("<tbody>") :].partition("</div>")[0])
    bodies = re.findall(r"<tbody>(.*?)</tbody>", together, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for body in bodies for row in body.split("</tr>")[:-1]]
    return [[_plain(cell) for cell in row] for row in cells]


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:a|bdi|mark)(?: [^>]*)?>", "", html))).split())


def links(html: str) -> list[str]:
    """Every address that a page leads to."""
    return [unescape(address) for address in re.findall(r'href="([^"]*)"', html)]
