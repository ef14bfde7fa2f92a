"""Tables in the pipe syntax of GitHub's Markdown: which lines are one, its bounds, and the problems to correct in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.text.numbers import number_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_COLUMNS = 12
MOST_ROWS = 200

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_MARK = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|>|\[\^[^\]]+\]:)")
_TORN = Message("Begin this row of the table with |.")


class Table(Struct, frozen=True):
    """A table: the line of its head (from 1), the cells that the head and the line of dashes have, and the lines below them."""

    line: int
    columns: int
    dashes: int
    rows: Sequence[str]

    @property
    def first_row(self) -> int:
        """The line of the first row."""
        return self.line + 2


def cells(row: str) -> list[str]:
    r"""The cells of a row; a pipe after a backslash is a part of its cell ("a \| b")."""
    parts = [part.strip() for part in _PIPE.split(row.strip())]
    if parts and not parts[0]:
        del parts[0]
    if parts and not parts[-1]:
        del parts[-1]
    return [part.replace("\\|", "|") for part in parts]


def is_rule(line: str) -> bool:
    """Whether a line is the line of dashes below the head of a table."""
    text = line.strip()
    return "|" in text and bool(_RULE.fullmatch(text))


def tables_in(lines: Sequence[str]) -> Iterator[Table]:
    """Yield the tables of a text: a line with pipes, a line of dashes, and all lines until the next empty one."""
    at = 0
    while at + 1 < len(lines):
        if _PIPE.search(lines[at]) and not is_rule(lines[at]) and is_rule(lines[at + 1]):
            end = next((place for place in range(at + 2, len(lines)) if not lines[place].strip()), len(lines))
            yield Table(at + 1, len(cells(lines[at])), len(cells(lines[at + 1])), lines[at + 2 : end])
            at = end
        else:
            at += 1


def table_problems(lines: Sequence[str]) -> Iterator[tuple[str, Message, int]]:
    """Yield the problems of the tables of a text: a stable code, the sentence, and the line."""
    if not any("|" in line for line in lines):
        return
    in_tables: set[int] = set()
    for table in tables_in(lines):
        in_tables.update(range(table.line, table.first_row + len(table.rows)))
        yield from _of_head(table, lines[table.line - 1])
        yield from _of_rows(table)
    for number, line in enumerate(lines, start=1):
        if number not in in_tables and number - 1 not in in_tables and _is_row(line) and number < len(lines) and _is_row(lines[number]):
            yield "table_without_head", Message("This looks like a table. Below its head it needs a line of dashes: | --- | --- |"), number
            in_tables.update((number, number + 1))
        elif number - 1 in in_tables and _is_row(line):
            in_tables.add(number)


def _is_row(line: str) -> bool:
    text = line.strip()
    return text.startswith("|") and text.endswith("|") and len(cells(text)) > 1


def _of_head(table: Table, head: str) -> Iterator[tuple[str, Message, int]]:
    if table.columns > MOST_COLUMNS:
        yield "table_too_wide", Message("A table has at most {limit} columns.", limit=MOST_COLUMNS), table.line
    if table.dashes != table.columns:
        message = Message(
            "The head of the table has {columns} cells, the line of dashes below it {dashes}.", columns=table.columns, dashes=table.dashes
        )
        yield "table_head", message, table.line + 1
    if _is_torn(head):
        yield "table_row", _TORN, table.line
    if len(table.rows) > MOST_ROWS:
        yield "table_too_long", Message("A table has at most {limit} rows.", limit=MOST_ROWS), table.first_row + MOST_ROWS


def _of_rows(table: Table) -> Iterator[tuple[str, Message, int]]:
    for number, row in enumerate(table.rows, start=table.first_row):
        if len(cells(row)) > table.columns:
            message = Message("This row of the table has {count} cells, its head {columns}.", count=len(cells(row)), columns=table.columns)
            yield "table_cells", message, number
        if _is_torn(row):
            yield "table_row", _TORN, number


def _is_torn(row: str) -> bool:
    """Whether a row is read as a provision, a heading, a list or a note, because no pipe stands at its beginning."""
    return number_at(row) is not None or bool(_MARK.match(row))
