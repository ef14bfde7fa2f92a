"""What every import has in common: which tables it takes, and what it does with a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


MOST_ROWS = 10_000


class RowAction(Word):
    """What importing a row does."""

    NEW = "new", Message("new")
    UNCHANGED = "unchanged", Message("unchanged")
    CHANGED = "changed", Message("changed")


class Outcome(Struct):
    """What an import did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


def check_table(header: Sequence[str], known: Collection[str], rows: Sequence[Sequence[str]]) -> None:
    """Check a table whose needed columns are there; `header` holds the names as the import calls them.

    Raises:
        UnreadableFile: a known column is there twice, or there are too many rows, or none.

    """
    repeated = next((name for name in header if name in known and header.count(name) > 1), None)
    if repeated:
        raise UnreadableFile(Message("The column {column} is there twice.", column=repeated))
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(Message("At most {limit} rows can be imported at once.", limit=MOST_ROWS))
    if not any(any(cells) for cells in rows):
        raise UnreadableFile(Message("The file has a header but no rows."))
