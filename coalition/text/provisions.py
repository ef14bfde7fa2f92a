"""The Markdown of a text: its canonical form, its blocks, and the problems to correct before it can be authenticated."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import starmap
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import characters
from coalition.directions import Ordered
from coalition.languages import Message
from coalition.remembered import LONGEST_TEXT, WHOLE_TEXTS, bounded_cache
from coalition.text.blocks import NOTE_REFERENCE, Block, BlockKind, located
from coalition.text.markup import is_allowed_link
from coalition.text.passages import NoteMark, Passage, clean_lines, explicit_line, note_at, split
from coalition.text.pipe_tables import table_problems
from coalition.text.written_labels import WrittenNumber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["Block", "BlockKind", "TextProblem", "UncertainLine", "answered", "name_of", "normalised", "parse", "problems", "uncertain_lines"]

MOST_LINES = 5000
MOST_PASSAGES = 2000
MOST_MARKS = 1000  # in one passage: the time to read nested marks grows with the square of their number

_TAG = re.compile(r"(?<!\\)<(?:[a-zA-Z][^<>]*|/[a-zA-Z][^<>]*|[!?][^<>]*)>|<!--")
_AUTOLINK = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_IMAGE = re.compile(r"(?<!\\)!\[[^\]]{0,500}\](?=[\[(])")
_LINK = re.compile(r"(?<!\\)\]\(\s*<?([^\s)>]*)")
_MARKS = re.compile(r"[\[\]*_`<!\\]")


class TextProblem(Struct, frozen=True):
    """A problem that the editor must correct: a stable code, the sentence to show, and the line (from 1)."""

    code: str
    message: Message
    line: int


class UncertainLine(Struct, frozen=True):
    """A line that begins with what may be a number or not; `as_number` and `as_text` are the lines that say which."""

    line: int
    text: str
    as_number: str
    as_text: str


def normalised(body: str) -> str:
    """The canonical form of a text: NFC, line feeds, no trailing spaces, one final newline; "" for an empty text."""
    text = "\n".join(clean_lines(body)).strip("\n")
    return f"{text}\n" if text else ""


def parse(body: str) -> list[Block]:
    """Divide a text into its blocks, in order; every word of the text is in exactly one block."""
    return [block for block, _ in located(split(body))]


def name_of(label: str, written: Mapping[str, str] | None = None) -> Message:
    """The name of the block with this label: "Provision 3.1", "Paragraph 2 of the preamble".

    `written` are the labels that texts write otherwise, by language (`written_labels.py`).
    """
    kind, _, plain = label.rpartition(" ")
    number = WrittenNumber(plain, {language: own.rpartition(" ")[2] for language, own in (written or {}).items()})
    match kind:
        case "preamble":
            return Message("Paragraph {number} of the preamble", number=number)
        case "heading":
            return Message("Heading {number}", number=number)
        case "paragraph":
            return Message("Unnumbered paragraph {number}", number=number)
        case "annex":
            return Message("Provision {number} of the annex", number=number)
        case _:
            return _name_of_provision(kind, number)


def _name_of_provision(kind: str, number: WrittenNumber) -> Message:
    """The name of a provision; `kind` says where its number stands: "annex 2", "list 2", "annex 2 list 2"."""
    annex, _, place = f" {kind}".partition(" list ")
    name = annex.removeprefix(" annex").strip()
    if not place:
        return Message("Provision {number} of annex {annex}", number=number, annex=name) if name else Message("Provision {number}", number=number)
    if name:
        return Message("Provision {number} of list {list} of annex {annex}", number=number, list=place, annex=name)
    if annex:
        return Message("Provision {number} of list {list} of the annex", number=number, list=place)
    return Message("Provision {number} of list {list}", number=number, list=place)


def problems(body: str) -> list[TextProblem]:
    """All problems of a text, in the order of its lines; an empty list for a text that can be authenticated."""
    return [*_problems(body)]


@bounded_cache(*WHOLE_TEXTS)
def _problems(body: str) -> Sequence[TextProblem]:
    if len(body) > LONGEST_TEXT:
        message = Message("The text is longer than {limit} characters.", limit=LONGEST_TEXT)
        return [TextProblem("too_long", message, 1)]
    if body.count("\n") >= MOST_LINES:
        return [TextProblem("too_many_lines", Message("The text has more than {limit} lines.", limit=MOST_LINES), MOST_LINES)]
    text = "\n".join(clean_lines(body))
    passages = split(body)
    if len(passages) > MOST_PASSAGES:
        message = Message("The text has more than {limit} passages.", limit=MOST_PASSAGES)
        return [TextProblem("too_many_passages", message, passages[MOST_PASSAGES].line)]
    blocks = located(passages)
    unsorted = [
        *_forbidden(text),
        *_hidden_characters(text),
        *_of_tables(text),
        *_crowded(blocks),
        *_repeated_numbers(blocks),
        *_note_problems(text, passages),
    ]
    return sorted(unsorted, key=lambda problem: (problem.line, problem.code))


def uncertain_lines(body: str) -> list[UncertainLine]:
    """The lines of a text that somebody has to decide: is what they begin with a number, or text?"""
    return [*_uncertain_lines(body)]


@bounded_cache(*WHOLE_TEXTS)
def _uncertain_lines(body: str) -> Sequence[UncertainLine]:
    lines = clean_lines(body)
    return [
        UncertainLine(number, line, explicit_line(line, is_number=True), explicit_line(line, is_number=False))
        for passage in split(body)
        for number in passage.doubts
        if (line := lines[number - 1].strip())
    ]


def answered(body: str, line: int | None, *, is_number: bool) -> str:
    """The text in which an uncertain line, or each of them with None, says whether it begins with a number; any other line stays."""
    lines = clean_lines(body)
    for uncertain in uncertain_lines(body):
        if line in {uncertain.line, None}:
            lines[uncertain.line - 1] = uncertain.as_number if is_number else uncertain.as_text
    return "\n".join(lines)


def _forbidden(text: str) -> Iterator[TextProblem]:
    line_ends = [match.start() for match in re.finditer("\n", text)]
    for code, pattern, describe in _FORBIDDEN:
        for match in pattern.finditer(text):
            message = describe(match)
            if message:
                yield TextProblem(code, message, bisect_left(line_ends, match.start()) + 1)


def _crowded(blocks: Sequence[tuple[Block, int]]) -> Iterator[TextProblem]:
    for block, line in blocks:
        if len(_MARKS.findall(block.markdown)) > MOST_MARKS:
            yield TextProblem("crowded", Message("A passage has more than {limit} signs such as [, * or _.", limit=MOST_MARKS), line)


def _raw_html(match: re.Match[str]) -> Message | None:
    if _AUTOLINK.fullmatch(match[0]):
        return None
    return Message("HTML is not allowed. Take out “{found}”.", found=match[0][:40])


def _link(match: re.Match[str]) -> Message | None:
    if is_allowed_link(match[1]):
        return None
    return Message("A link must begin with https://, http:// or mailto:, not “{found}”.", found=match[1][:40])


def _image(_: re.Match[str]) -> Message:
    return Message("A memorandum holds no images. Take the image out.")


def _hidden_characters(text: str) -> Iterator[TextProblem]:
    """Yield what no text may hold, and direction marks, which are cleaned wherever a text comes in."""
    for place in characters.refused(text):
        yield TextProblem("control_character", _hidden(place), place.line)
    for place in characters.direction_marks(text):
        yield TextProblem("direction_character", _hidden(place), place.line)


def _of_tables(text: str) -> Iterator[TextProblem]:
    return starmap(TextProblem, table_problems(text.split("\n")))


def _hidden(place: characters.Place) -> Message:
    return Message("There is a hidden character at position {column} ({code}). Delete it.", column=place.column, code=place.code)


_FORBIDDEN: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], Message | None]], ...] = (
    ("raw_html", _TAG, _raw_html),
    ("image", _IMAGE, _image),
    ("link", _LINK, _link),
)


def _repeated_numbers(blocks: Sequence[tuple[Block, int]]) -> Iterator[TextProblem]:
    lines: dict[str, int] = {}
    for block, line in blocks:
        if block.kind is BlockKind.PROVISION and block.label in lines:
            number, first = Ordered(block.number), lines[block.label]
            message = Message("The number {number} is used twice, on lines {first} and {line}.", number=number, first=first, line=line)
            yield TextProblem("repeated_number", message, line)
        lines.setdefault(block.label, line)


def _note_problems(text: str, passages: list[Passage]) -> Iterator[TextProblem]:
    written: set[str] = set()
    cited = _citations(text)
    for mark, line in ((passage.mark, passage.line) for passage in passages):
        if not isinstance(mark, NoteMark):
            continue
        if mark.label in written:
            yield TextProblem("repeated_note", Message("The note {label} is written twice.", label=mark.label), line)
        elif mark.label not in cited:
            yield TextProblem("uncited_note", Message("Nothing refers to the note {label}.", label=mark.label), line)
        written.add(mark.label)
    for label, line in cited.items():
        if label not in written:
            yield TextProblem("missing_note", Message("The note {label} has no text.", label=label), line)


def _citations(text: str) -> dict[str, int]:
    """Each label that is cited, with the first line that cites it; the label before a note is no citation."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if "[^" not in line:
            continue
        note = note_at(line)
        for label in NOTE_REFERENCE.findall(note[1] if note else line):
            lines.setdefault(label, number)
    return lines
