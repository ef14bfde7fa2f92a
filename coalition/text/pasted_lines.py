"""What a pasted text looks like: paragraphs without empty lines between them, bullets, headings without a mark, tables with tabs or pipes.

Nothing is applied unasked: the desk shows each offer with its lines, and applies what the editor ticks. An offer changes how lines
are marked and divided; the words stay.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.text.numbers import number_at
from coalition.text.pipe_tables import MOST_COLUMNS, cells, is_rule, tables_in
from coalition.words import Word, for_each

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# The signs that word processors put before the items of a list; those of symbol fonts are private code points.
_BULLET = re.compile("(\\s*)([•‣◦▪▫■□●○◆◇►▶➢✓✔·∙⁃\uf0a7\uf0b7\uf0d8\uf0fc\uf02d\uf076])\\s*(?=\\S)")
_DASH = re.compile(r"(\s*)([–—−])\s+(?=\S)")
_MARKED = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|>|\||\[\^[^\]]+\]:)")
_BOLD = re.compile(r"(\*\*|__)(?P<words>[^*_]+)\1")
_ENDS = re.compile(r"[.,;:!?…؛،؟۔][\"'”’»)\]]*$|[،,;؛]\s*(?:and|or|и|или|و|أو|og|eller)$", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.;:!?…؛؟۔][\"'”’»)\]]*$")
_LONGEST_HEADING = 80
_MOST_SHOWN = 12
_LONGEST_WRAPPED = 120
_SHORT = 0.8  # of the longest line: a shorter line that ends a sentence ends its paragraph
_SHORTEST_WRAPPED = 50


class Offer(Word):
    """What lines look like, and so what is done with them if the editor wants it."""

    TABLES = "tables", Message("Lines with tabs or | become a table")
    BULLETS = "bullets", Message("Signs such as • become a list")
    PARAGRAPHS = "paragraphs", Message("Lines without an empty line between them become paragraphs")
    HEADINGS = "headings", Message("Short lines without a full stop become headings")


class Suggestion(Struct, frozen=True):
    """What some lines look like: their numbers (from 1), and the first of them as an example."""

    offer: Offer
    lines: Sequence[int]
    example: str

    @property
    def first_lines(self) -> Sequence[str]:
        """The numbers of the first lines, with a sign if there are more."""
        return [str(line) for line in self.lines[:_MOST_SHOWN]] + (["…"] if len(self.lines) > _MOST_SHOWN else [])


def suggestions(body: str) -> list[Suggestion]:
    """Return what a text looks like, with the lines of the text as it stands; an empty list if nothing is offered."""
    lines, numbers = body.split("\n"), list(range(1, body.count("\n") + 2))
    offered = []
    for offer, (find, change) in _OFFERS.items():
        changed = find(lines)
        if changed:
            first = min(changed)
            offered.append(Suggestion(offer, [numbers[at] for at in sorted(changed)], lines[first].strip()))
        replaced = [(number, text) for at, number in enumerate(numbers) for text in (change(lines, at, changed) if at in changed else [lines[at]])]
        numbers, lines = [number for number, _ in replaced], [text for _, text in replaced]
    return offered


def applied(body: str, offers: Collection[Offer]) -> str:
    """Return a text with some offers applied."""
    lines = body.split("\n")
    for offer, (find, change) in _OFFERS.items():
        changed = find(lines) if offer in offers else set()
        lines = [text for at, line in enumerate(lines) for text in (change(lines, at, changed) if at in changed else [line])]
    return "\n".join(lines)


def _bullets(lines: Sequence[str]) -> set[int]:
    dashes = {at for at, line in enumerate(lines) if _DASH.match(line)}
    lonely = {at for at in dashes if not {at - 2, at - 1, at + 1, at + 2} & dashes}
    return {at for at, line in enumerate(lines) if _BULLET.match(line)} | (dashes - lonely)


def _bullet(lines: Sequence[str], at: int, _: Collection[int]) -> list[str]:
    return [_DASH.sub(r"\1- ", _BULLET.sub(r"\1- ", lines[at], count=1), count=1)]


def _tables(lines: Sequence[str]) -> set[int]:
    """Return the lines of tables without a line of dashes: neighbours whose cells are parted alike, as often in each."""
    known = {at for table in tables_in(lines) for at in range(table.line - 1, table.line + 1 + len(table.rows))}
    other = {at for at, line in enumerate(lines) if at in known or is_rule(line) or (_is_marked(line) and not line.lstrip().startswith("|"))}
    parted = [("", 0) if at in other else _parted(line) for at, line in enumerate(lines)]
    alike = [0 < times < MOST_COLUMNS and (sign, times) == following for (sign, times), following in pairwise(parted)]
    return {place for at, is_alike in enumerate(alike) if is_alike for place in (at, at + 1)}


def _parted(line: str) -> tuple[str, int]:
    """Return the sign between the cells of a line, and how often it stands between two of them."""
    text = line.strip(" ")
    return ("\t", text.count("\t")) if "\t" in text else ("|", len(cells(text)) - 1)


def _table_row(lines: Sequence[str], at: int, changed: Collection[int]) -> list[str]:
    sign, _ = _parted(lines[at])
    parts = lines[at].strip(" ").split("\t") if sign == "\t" else cells(lines[at])
    texts = [part.strip().replace("|", "\\|") for part in parts]
    row = f"| {' | '.join(texts)} |"
    is_first = at - 1 not in changed or _parted(lines[at - 1]) != _parted(lines[at])
    is_last = at + 1 not in changed and at + 1 < len(lines) and bool(lines[at + 1].strip())
    rule = f"| {' | '.join('---' for _ in texts)} |"
    before = [""] if is_first and at and lines[at - 1].strip() else []
    return [*before, row, *([rule] if is_first else []), *([""] if is_last else [])]


def _paragraphs(lines: Sequence[str]) -> set[int]:
    """Return the lines that begin a paragraph although no empty line stands before them."""
    changed: set[int] = set()
    for begin, end in _runs(lines):
        if any(is_rule(lines[at]) for at in range(begin, end)):
            continue
        is_wrapped, longest = _wrapping(lines[begin:end])
        for at in range(begin + 1, end):
            ends = _is_end(lines[at - 1], longest, is_wrapped=is_wrapped)
            if ends and (not _is_marked(lines[at]) or (number_at(lines[at]) and _looks_like_heading(lines[at - 1]))):
                changed.add(at)
    return changed


def _paragraph(lines: Sequence[str], at: int, _: Collection[int]) -> list[str]:
    return ["", lines[at]]


def _wrapping(lines: Sequence[str]) -> tuple[bool, int]:
    """Whether sentences go on in the next line, as in a text copied from a PDF file, and the length of the longest line."""
    longest = max(map(len, lines))
    goes_on = (_goes_on(line, following, longest) for line, following in pairwise(lines) if not _is_marked(following))
    return longest <= _LONGEST_WRAPPED and any(goes_on), longest


def _goes_on(line: str, following: str, longest: int) -> bool:
    begin = following.lstrip()[:1]
    if _ENDS.search(line):
        return False
    return begin.islower() or (not begin.isupper() and len(line) >= max(_SHORTEST_WRAPPED, _SHORT * longest))


def _is_end(line: str, longest: int, *, is_wrapped: bool) -> bool:
    return not is_wrapped or (bool(_ENDS_SENTENCE.search(line)) and len(line) < _SHORT * longest)


def _headings(lines: Sequence[str]) -> set[int]:
    """Return short lines without a full stop that stand alone before a longer passage."""
    runs = list(_runs(lines))
    return {
        begin
        for (begin, end), (first, last) in pairwise(runs)
        if end - begin == 1 and _looks_like_heading(lines[begin]) and _is_longer(lines[begin], lines[first:last])
    }


def _looks_like_heading(line: str) -> bool:
    words = _words_of_heading(line)
    begins = words[:1]
    longest = _LONGEST_HEADING if begins.isupper() else _LONGEST_HEADING // 2  # without capitals little else tells a heading from a sentence
    fits = 0 < len(words) <= longest and begins.isalpha() and not begins.islower()
    return fits and not _ENDS.search(words) and not _is_marked(line) and _parted(words)[1] == 0


def _is_longer(line: str, passage: Sequence[str]) -> bool:
    return number_at(passage[0]) is not None or len(" ".join(passage)) > len(line) or _looks_like_heading(passage[0])


def _heading(lines: Sequence[str], at: int, _: Collection[int]) -> list[str]:
    return [f"## {_words_of_heading(lines[at])}"]


def _words_of_heading(line: str) -> str:
    bold = _BOLD.fullmatch(line.strip())
    return (bold["words"] if bold else line).strip()


def _is_marked(line: str) -> bool:
    """Whether a line begins with something that is read already: a number, a list, a heading, a quotation, a table, a note."""
    return bool(_MARKED.match(line)) or number_at(line) is not None


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines between empty lines, as (first, last + 1)."""
    begin = None
    for at, line in enumerate([*lines, ""]):
        if line.strip():
            begin = at if begin is None else begin
        elif begin is not None:
            yield begin, at
            begin = None


# Each offer in the order in which it is applied: which lines it is about, and what becomes of one of them.
_OFFERS = for_each(
    Offer,
    {
        Offer.TABLES: (_tables, _table_row),
        Offer.BULLETS: (_bullets, _bullet),
        Offer.PARAGRAPHS: (_paragraphs, _paragraph),
        Offer.HEADINGS: (_headings, _heading),
    },
)
