"""Citations as files: BibTeX, RIS and CSL-JSON. Organisations are authors under their whole names, and dates keep their precision."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coalition.published.citation import Citation

PUBLISHER = Message("Coalition")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A brace is a command: BibTeX counts braces, escaped or not.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def _line(text: str) -> str:
    """Return a text on one line: a line break would begin another field."""
    return _SPACE.sub(" ", text).strip()


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _line(text))


def bibtex(citation: Citation, language: str) -> str:
    """Return a citation as BibTeX; `date` holds the day for BibLaTeX, and an author in double braces is never split."""
    parts = citation.date.iso.split("-") if citation.date else []
    fields = {
        "author": " and ".join([*(f"{{{_tex(name)}}}" for _, name in citation.authors), *(["others"] if citation.more_authors else [])]),
        "title": f"{{{_tex(citation.full_title(language))}}}",
        "year": "".join(parts[:1]),
        "date": citation.date.iso if citation.date else "",
        "number": _tex(citation.number),
        "version": str(citation.edition or ""),
        "type": _tex(citation.kind.text(language)),
        "series": _tex(citation.container[1]) if citation.container else "",
        "publisher": f"{{{_tex(PUBLISHER.text(language))}}}",
        "note": _tex(citation.note),
        "url": citation.url,
        "language": citation.title[0],
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if len(parts) > 1:
        lines.append(f"  month = {_MONTHS[int(parts[1]) - 1]},")
    return "\n".join([f"@misc{{{citation.key},", *lines, "}", ""])


def ris(citation: Citation, language: str) -> str:
    """Return a citation as RIS; a comma in the name of an organisation would part a first name, so a dash stands in its place."""
    names = [name for _, name in citation.authors]
    fields = [
        ("TY", "GEN"),
        ("ID", citation.key),
        *(("AU", _whole(name)) for name in names),
        ("TI", citation.full_title(language)),
        ("T2", citation.container[1] if citation.container else ""),
        ("PY", citation.date.iso[:4] if citation.date else ""),
        ("DA", _ris_date(citation)),
        ("M1", citation.number),
        ("ET", str(citation.edition or "")),
        ("M3", citation.kind.text(language)),
        ("PB", PUBLISHER.text(language)),
        *(("N1", name) for name in names if _whole(name) != _line(name)),
        ("N1", citation.note),
        ("LA", citation.title[0]),
        ("UR", citation.url),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _whole(name: str) -> str:
    return re.sub(r"\s*,\s*", " \N{EN DASH} ", _line(name))


def _ris_date(citation: Citation) -> str:
    """Return the date as year, month and day with slashes; parts that are not known are empty."""
    if citation.date is None:
        return ""
    parts = [*citation.date.iso.split("-"), "", ""][:3]
    return "/".join([*parts, ""])


def csl_json(citation: Citation, language: str) -> str:
    """Return a citation as CSL-JSON: a list of one item."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "document",
        "title": _line(citation.full_title(language)),
        "author": [{"literal": _line(name)} for _, name in citation.authors],
        "issued": {"date-parts": [[int(part) for part in citation.date.iso.split("-")]]} if citation.date else None,
        "container-title": _line(citation.container[1]) if citation.container else "",
        "number": citation.number,
        "edition": str(citation.edition or ""),
        "genre": citation.kind.text(language),
        "publisher": PUBLISHER.text(language),
        "note": citation.note,
        "language": citation.title[0],
        "URL": citation.url,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, tuple[str, Callable[[Citation, str], str]]] = {
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", ris),
    "json": ("application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
}
