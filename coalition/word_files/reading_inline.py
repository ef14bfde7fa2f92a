"""The words of a paragraph as Markdown: signs are escaped only where they would be read as marks, and no word is ever lost."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition.characters import clean
from coalition.text.blocks import NOTE_REFERENCE
from coalition.text.markup import plain_text_of
from coalition.text.numbers import number_at
from coalition.text.provisions import problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.word_files.reading_document import Span

_SPECIAL = re.compile(r"([\\`*_\[\]<>|!])")
_MAY_BE_MARKED = re.compile(r"[\\`*_\[\]<>]")
_MAY_BE_FORBIDDEN = re.compile(r"[<!]|\]\(")
_FORBIDDEN = {"raw_html", "image", "link"}
_BREAK = re.compile(r"[ \t]*\n\s*")
_SPACES = re.compile(r"[ \t]{2,}")
# What would make a line a list, a quotation, a heading or a note.
_BEGINS = re.compile(r"(?:[-*+]\s|[-*+]$|>|#{1,6}\s|\[\^[^\]]+\]:)")
_HARD_BREAK = "\\\n"


def inline(spans: Sequence[Span], marks: Mapping[str, str], *, breaks: bool = True) -> tuple[str, bool]:
    """Return words as Markdown, and whether all emphasis is in it; `marks` are those of notes by their keys.

    Ways of writing are tried until one reads back as the same words: first as they are, at last with every sign escaped and without emphasis.
    """
    pieces = _cleaned(spans, breaks=breaks)
    expected = _squeezed(_plain(pieces, marks))
    may_be_marked = any(_MAY_BE_MARKED.search(piece.text) for piece in pieces)
    for escapes, emphasis in ((False, 2), (True, 2), (True, 1), (True, 0)):
        markdown = _written(pieces, marks, escapes=escapes and may_be_marked, emphasis=emphasis)
        if _reads_back(markdown, expected, [piece.note for piece in pieces if piece.note], marks):
            break
    has_emphasis = any((piece.bold or piece.italic) and piece.text.strip() for piece in pieces)
    return markdown, emphasis == 2 or not has_emphasis  # noqa: PLR2004 -- both kinds


def protected(line: str, *, is_first: bool, may_be_number: bool) -> str:
    """Return a line that is read as words: not as a list, a quotation, a heading or a note; nor as a number, unless it may be one."""
    if _BEGINS.match(line):
        return f"\\{line}"
    return line if may_be_number or is_first or not number_at(line) else f"[§] {line}"


def _cleaned(spans: Sequence[Span], *, breaks: bool) -> list[Span]:
    """Return words as they are saved: cleaned, neighbours that look alike as one, no white space at both ends."""
    merged = []
    for _, group in groupby(spans, key=lambda span: (span.bold, span.italic, span.link, span.note)):
        parts = list(group)
        merged += parts if parts[0].note else [replace(parts[0], text="".join(part.text for part in parts))]
    texts = [_SPACES.sub(" ", _BREAK.sub("\n" if breaks else " ", clean(span.text)[0])) for span in merged]
    pieces = [replace(span, text=text) for span, text in zip(merged, texts, strict=True)]
    if pieces:
        pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip())
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return pieces


def _written(pieces: Sequence[Span], marks: Mapping[str, str], *, escapes: bool, emphasis: int) -> str:
    """Write Markdown; `emphasis` is 2 for bold and italic, 1 for bold, 0 for none."""
    text = ""
    for link, group in groupby(pieces, key=lambda piece: piece.link):
        inside = ""
        for piece in group:
            words = _SPECIAL.sub(r"\\\1", piece.text) if escapes else piece.text
            inside += _emphasised(words, bold=piece.bold and emphasis > 0, italic=piece.italic and emphasis > 1)
            inside += f"[^{marks[piece.note]}]" if piece.note in marks else ""
        text += _linked(inside, link) if link else inside
    return _BREAK.sub(lambda _: _HARD_BREAK, text.strip())


def _emphasised(text: str, *, bold: bool, italic: bool) -> str:
    core = text.strip()
    mark = "*" * (2 * bold + italic)
    if not mark or not any(map(str.isalnum, core)):
        return text
    begin = text.index(core)
    return f"{text[:begin]}{mark}{core}{mark}{text[begin + len(core) :]}"


def _linked(text: str, link: str) -> str:
    core = text.strip()
    if not core:
        return text
    begin = text.index(core)
    return f"{text[:begin]}[{core}]({_address(link)}){text[begin + len(core) :]}"


def _address(link: str) -> str:
    from markdown_it.common.normalize_url import normalizeLink

    return normalizeLink(link).replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def _plain(pieces: Sequence[Span], marks: Mapping[str, str]) -> str:
    """Return what the Markdown has to read as, in the manner of `plain_text_of`."""
    text = ""
    for link, group in groupby(pieces, key=lambda piece: piece.link):
        inside = "".join(piece.text + (f"[{marks[piece.note]}]" if piece.note in marks else "") for piece in group)
        text += inside
        if link and inside.strip():
            target = _address(link)
            text += "" if text.rstrip().endswith(target.removeprefix("mailto:")) else f" ({target}) "
    return text


def _reads_back(markdown: str, expected: str, notes: Sequence[str], marks: Mapping[str, str]) -> bool:
    cited = NOTE_REFERENCE.findall(markdown)
    if _MAY_BE_FORBIDDEN.search(markdown) and any(problem.code in _FORBIDDEN for problem in problems(markdown)):
        return False
    return cited == [marks[note] for note in notes if note in marks] and _squeezed(plain_text_of(protected_start(markdown))) == expected


def protected_start(markdown: str) -> str:
    """Return Markdown whose first words are no mark of a list, a quotation or a note."""
    return protected(markdown, is_first=True, may_be_number=True)


def _squeezed(text: str) -> str:
    return "".join(text.split())
