"""Which field each column of a file fills: known by its header in four languages, else by what its cells hold, else chosen by a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from coalition.imports.known_words import WORDS, country_of, key_of
from coalition.imports.reading_cells import emails_of, website_of
from coalition.languages import Message
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.spreadsheets.sheets import Sheet, first_sheet, table_in

if TYPE_CHECKING:
    from coalition.imports.questions import Choices
    from coalition.spreadsheets.sheets import Row, TableInSheet

MOST_ROWS = 10_000
_ROWS_TO_LOOK_AT = 50
_MOST = 0.6  # of the cells, which look like what a field holds
IGNORED = ""
_OWN_COLUMNS = {"organisation": "columns_of_signatories", "member": "columns_of_networks"}  # by the field that holds the name


class Fields(NamedTuple):
    """The fields that the columns of a kind of file can fill: a word for each, and the field that holds the name of the organisation."""

    words: Mapping[str, Message]
    name: str
    is_enough: Callable[[Sequence[str]], bool]
    needed: Message

    def of_header(self, header: str) -> str:
        """Return the field that a header names; an empty text if it names none."""
        key = key_of(header)
        exact = header.strip().lower()
        if exact in self.words:
            return exact
        return next((field for field in self.words if key and key in self.headers(field)), IGNORED)

    def headers(self, field: str) -> tuple[str, ...]:
        """Return the names of columns that fill a field, in the form in which they are compared."""
        own = WORDS.get(_OWN_COLUMNS.get(self.name, ""), {})
        others = own.get(field) or WORDS["columns"].get(field) or []
        return (key_of(field), *map(key_of, others))


class FileTable(NamedTuple):
    """A table with the field that each of its columns fills."""

    table: TableInSheet
    columns: tuple[str, ...]

    def values(self, row: Row) -> dict[str, str]:
        """Return the filled cells of a row, by their fields."""
        return {field: row.cell(at) for at, field in enumerate(self.columns) if field and row.cell(at)}

    def header_of(self, field: str) -> str:
        """Return the name that the file gives to the column of a field; the name of the field if the file gives none."""
        return next((name for name, filled in zip(self.table.header, self.columns, strict=True) if filled == field and name), field)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The names of the columns that fill no field."""
        return tuple(name for name, field in zip(self.table.header, self.columns, strict=True) if name and not field)


def read_table(sheets: Sequence[Sheet], fields: Fields, choices: Choices, mapping: Mapping[str, str] | None = None) -> FileTable:
    """Return the chosen sheet with the fields of its columns: chosen ones, else guessed; `mapping` chooses by the name of the column.

    Raises:
        UnreadableFile: it has no such sheet, no rows or too many.

    """
    chosen = choices.sheet if choices.sheet is not None and choices.sheet < len(sheets) else first_sheet(sheets)
    named = mapping or {}
    table = table_in(sheets[chosen], lambda text: bool(fields.of_header(named.get(text, text))))
    if len(table.rows) > MOST_ROWS:
        raise UnreadableFile(Message("At most {limit} rows can be imported at once.", limit=MOST_ROWS))
    if not table.rows:
        raise UnreadableFile(Message("The file has a header but no rows."))
    columns = guessed(table, fields, named)
    if choices.columns is not None:
        columns = tuple(
            choices.columns.get(at, IGNORED) if choices.columns.get(at, IGNORED) in fields.words else IGNORED for at in range(len(columns))
        )
    return FileTable(table, columns)


def check_columns(columns: Sequence[str], fields: Fields) -> None:
    """Check that the needed fields are there, each of them once.

    Raises:
        UnreadableFile: a field is there twice, or one is missing.

    """
    duplicate = next((name for name in columns if name and columns.count(name) > 1), None)
    if duplicate:
        raise UnreadableFile(Message("Two columns are read as “{field}”. Leave one of them out.", field=fields.words[duplicate]))
    if not fields.is_enough(columns):
        raise UnreadableFile(fields.needed)


def guessed(table: TableInSheet, fields: Fields, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Return the field of each column as its header, and then its first cells, suggest it."""
    columns = [_by_header(name, fields, mapping) for name in table.header]
    for at, field in enumerate(columns):
        if field in columns[:at] and table.header[at].strip().lower() != field and table.header[at] not in mapping:
            columns[at] = IGNORED
    for at, field in enumerate(columns):
        found = "" if field or table.header[at] in mapping else _by_content(table, at)
        if found in fields.words and found not in columns:
            columns[at] = found
    if fields.name not in columns and not fields.is_enough(columns):
        best = max(range(len(columns)), key=lambda at: 0 if columns[at] else _variety(table, at), default=None)
        if best is not None and not columns[best] and _variety(table, best):
            columns[best] = fields.name
    return tuple(columns)


def _by_header(name: str, fields: Fields, mapping: Mapping[str, str]) -> str:
    if name in mapping:
        return mapping[name].strip().lower()
    whole = fields.of_header(name)
    return whole or (fields.of_header(name.split(" ", 1)[-1]) if " " in name else IGNORED)


def first_values(table: TableInSheet, at: int, most: int = _ROWS_TO_LOOK_AT) -> list[str]:
    """Return the first different values of a column."""
    return list(dict.fromkeys(row.cell(at) for row in table.rows[: _ROWS_TO_LOOK_AT * 2] if row.cell(at)))[:most]


def _by_content(table: TableInSheet, at: int) -> str:
    values = first_values(table, at)
    looks = {"email": lambda text: bool(emails_of(text)[0]), "website": lambda text: bool(website_of(text).value), "country": country_of}
    return next((field for field, fits in looks.items() if values and sum(bool(fits(text)) for text in values) >= _MOST * len(values)), IGNORED)


def _variety(table: TableInSheet, at: int) -> int:
    """Return how many different texts with letters a column begins with."""
    return sum(any(letter.isalpha() for letter in text) for text in first_values(table, at))
