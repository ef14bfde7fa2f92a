"""What was cleaned in what a coordinator typed or pasted: sentences, and their form in the address of the page that confirms the change."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from coalition.characters import Cleaned, Unseen, clean
from coalition.languages import Message
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_SENTENCES: Mapping[Unseen, Callable[[int], Message]] = for_each(
    Unseen,
    {
        Unseen.BREAK: lambda n: Message.plural(
            "{n} line or page break of a word processor became an end of a line.",
            "{n} line or page breaks of a word processor became ends of lines.",
            n,
        ),
        Unseen.SPACE: lambda n: Message.plural(
            "{n} non-breaking or other special space became a plain space.", "{n} non-breaking or other special spaces became plain spaces.", n
        ),
        Unseen.SOFT_HYPHEN: lambda n: Message.plural("{n} soft hyphen was removed.", "{n} soft hyphens were removed.", n),
        Unseen.DIRECTION_MARK: lambda n: Message.plural(
            "{n} mark for the direction of text was removed.", "{n} marks for the direction of text were removed.", n
        ),
        Unseen.ZERO_WIDTH: lambda n: Message.plural("{n} character without width was removed.", "{n} characters without width were removed.", n),
    },
)
_MOST_LINES = 12
_NEVER_CLEANED = re.compile(r"password|token", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:[a-z_]{1,20}\.\d{1,6}(?:\.\d{1,4}(?:-\d{1,4}){0,11})?~?){1,5}")


def cleaned_in(values: Iterable[tuple[str, Any]]) -> list[Cleaned]:
    """Return what is cleaned in the fields of a form; lines are given for texts that have more than one."""
    counts: defaultdict[Unseen, int] = defaultdict(int)
    lines: defaultdict[Unseen, dict[int, None]] = defaultdict(dict)
    for name, value in values:
        if isinstance(value, str) and not _NEVER_CLEANED.search(name):
            text, cleaned = clean(value)
            for part in cleaned:
                counts[part.kind] += part.count
                lines[part.kind].update(dict.fromkeys(part.lines if "\n" in text else ()))
    return [Cleaned(kind, counts[kind], tuple(lines[kind])) for kind in Unseen if kind in counts]


def sentences(cleaned: Sequence[Cleaned], language: str) -> list[str]:
    """Return what was cleaned, in sentences."""
    return [" ".join(filter(None, (_SENTENCES[part.kind](part.count).text(language), _lines(part.lines, language)))) for part in cleaned]


def _lines(lines: Sequence[int], language: str) -> str:
    if not lines:
        return ""
    numbers = [str(line) for line in lines[:_MOST_LINES]] + (["…"] if len(lines) > _MOST_LINES else [])
    return Message("Lines: {lines}.", lines=numbers).text(language)


def in_address(cleaned: Sequence[Cleaned]) -> dict[str, str]:
    """Return the parameter for the address of the page that confirms a change; nothing if nothing was cleaned."""
    parts = [f"{part.kind}.{part.count}" + (f".{'-'.join(map(str, part.lines[:_MOST_LINES]))}" if part.lines else "") for part in cleaned]
    return {"cleaned": "~".join(parts)} if parts else {}


def from_address(text: str) -> list[Cleaned]:
    """Return what an address says was cleaned; nothing but kinds and numbers is read from it."""
    if not _ADDRESS.fullmatch(text):
        return []
    parts = [part.split(".") for part in text.split("~") if part]
    kinds = {kind.value for kind in Unseen}
    return [
        Cleaned(Unseen(kind), int(count), tuple(int(line) for line in rest[0].split("-")) if rest else ())
        for kind, count, *rest in parts
        if kind in kinds
    ]
