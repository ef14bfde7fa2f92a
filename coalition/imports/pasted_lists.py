"""Lists that a person pastes: lines of a letter or a spreadsheet become a small table whose columns are known by what they hold."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from coalition.imports import known_words
from coalition.imports.known_words import country_of, language_of_word
from coalition.imports.reading_cells import emails_of, website_of
from coalition.languages import Message
from coalition.spreadsheets.csv_files import LARGEST_FILE, UnreadableFile
from coalition.spreadsheets.sheets import Row, Sheet

if TYPE_CHECKING:
    from coalition.imports.file_columns import Fields

    Cells = Sequence[Sequence[str]]

_MOSTLY = 0.6  # of the lines, or of the cells of a column
_SOME = 0.1  # of the lines
# The signs between cells, and in which share of the lines they have to stand: names have commas of their own.
_SEPARATORS = {"\t": _SOME, ";": _SOME, "؛": _SOME, "|": _SOME, ",": _MOSTLY, "،": _MOSTLY}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MARK = re.compile(r"^\s*(?:[-–—•*·▪]|\d{1,4}[.)])\s+")
_NAME_AND_ADDRESS = re.compile(r"\s*(?P<name>[^<>@]+?)[\s,:–—-]*<(?P<email>[^<>\s]+@[^<>\s]+)>[\s,;.]*")
_BETWEEN = re.compile(r"(?<=>)\s*[,;]\s*")
_NAMES = ("name_en", "contact_name")  # of the columns of words, in this order


def pasted_sheets(text: str, fields: Fields) -> list[Sheet]:
    """Return a pasted list as the sheet of a file; where its first line names no columns, a header is made of what the columns hold.

    A column whose meaning is not clear is named by its number, so that its person is asked about it.

    Raises:
        UnreadableFile: it is empty, or longer than a file may be.

    """
    if len(text.encode()) > LARGEST_FILE:
        raise UnreadableFile(Message("The list is longer than 2 MiB. Split it into smaller ones."))
    known_words.load()
    lines = [(number, line) for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1) if line.strip()]
    rows = _addresses(lines) or _cells(lines)
    if not rows:
        raise UnreadableFile(Message("Paste a list, or choose a file."))
    table = [Row(number, cells) for number, cells in rows]
    if not any(fields.of_header(cell) for cell in table[0].cells if cell):
        table = [Row(0, header_for([row.cells for row in table])), *table]
    return [Sheet("", tuple(table))]


def _addresses(lines: Sequence[tuple[int, str]]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the names and addresses of texts such as `Harbour <office@example.org>`; nothing if most are not like that.

    They are numbered one by one, because a line may hold several.
    """
    parts = [part for _, line in lines for part in _BETWEEN.split(line) if part.strip(" ,;")]
    matches = [(number, part, _NAME_AND_ADDRESS.fullmatch(part)) for number, part in enumerate(parts, start=1)]
    if sum(match is not None for _, _, match in matches) < _MOSTLY * len(matches):
        return []
    return [(number, (_bare(match["name"]), match["email"]) if match else (_bare(part),)) for number, part, match in matches]


def _cells(lines: Sequence[tuple[int, str]]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the cells of lines, divided at the first separator that enough of them hold; without one a line is a cell."""
    holding = {mark: sum(mark in line for _, line in lines) for mark in _SEPARATORS}
    separator = next((mark for mark, share in _SEPARATORS.items() if holding[mark] >= max(1, share * len(lines))), "")
    if not separator:
        return [(number, (_bare(line),)) for number, line in lines]
    rows = []
    for number, line in lines:
        [cells] = csv.reader([line], delimiter=separator, skipinitialspace=True)
        rows.append((number, (_bare(cells[0]), *(cell.strip() for cell in cells[1:]))))
    return rows


def _bare(text: str) -> str:
    """Return a text without the mark or the number of an item, and without the quotation marks of a mailbox."""
    return _MARK.sub("", text).strip().strip('"').strip()


def header_for(rows: Cells) -> tuple[str, ...]:
    """Return the field of each column as its cells suggest it, or the number of the column."""
    columns = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(max(map(len, rows)))]
    header = dict.fromkeys(range(len(columns)), "")
    for field, fits in (("email", _is_email), ("website", _is_website)):
        _take(header, columns, field, fits)
    if len(columns) == 1 and all(_SLUG.fullmatch(cell) and "-" in cell for cell in columns[0]):
        header[0] = "slug"
    if _may_be_country_or_language(header, columns):
        _take(header, columns, "country", _is_country)
        _take(header, columns, "contact_language", _is_language)
    words = [at for at, column in enumerate(columns) if not header[at] and any(letter.isalpha() for cell in column for letter in cell)]
    header |= dict(zip(words if "slug" not in header.values() else (), _NAMES, strict=False))
    return tuple(field or str(at + 1) for at, field in header.items())


def _may_be_country_or_language(header: dict[int, str], columns: Cells) -> bool:
    """Whether columns of short words can be told apart: a single column that may be either is asked about."""
    free = [at for at in header if not header[at]]
    either = [at for at in free if _fitting(columns[at], _is_country) and _fitting(columns[at], _is_language)]
    sure = [at for at in free if at not in either and (_fitting(columns[at], _is_country) or _fitting(columns[at], _is_language))]
    return len(either) != 1 or bool(sure)


def _take(header: dict[int, str], columns: Cells, field: str, fits: Callable[[str], bool]) -> None:
    """Let the column that fits a field best fill it, the first of several that fit as well."""
    best = max((at for at in header if not header[at]), key=lambda at: _fitting(columns[at], fits), default=None)
    if best is not None and _fitting(columns[best], fits):
        header[best] = field


def _fitting(column: Sequence[str], fits: Callable[[str], bool]) -> float:
    """Return the share of the cells of a column that fit; nothing if most do not."""
    share = sum(map(fits, column)) / len(column) if column else 0
    return share if share >= _MOSTLY else 0


def _is_email(text: str) -> bool:
    return bool(emails_of(text)[0])


def _is_website(text: str) -> bool:
    return bool(website_of(text).value)


def _is_country(text: str) -> bool:
    return bool(country_of(text))


def _is_language(text: str) -> bool:
    return bool(language_of_word(text))
