"""The plan of an import: for each row of a file, what importing it would do; and the outcome."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Generic, TypeVar

from msgspec import Struct, field

from coalition.languages import Message
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.words import Word

Progress = Callable[[int], Awaitable[None]]

MOST_ROWS = 10_000


class RowAction(Word):
    """What importing a row does."""

    NEW = "new", Message("new")
    UNCHANGED = "unchanged", Message("unchanged")
    CHANGED = "changed", Message("changed")


class PlannedRow(Struct, frozen=True):
    """A row of a file (the header is row 1), what importing it would do, and its problems by column.

    `to_look_at` says by path which names imitate others or look like others; whoever confirms the import has seen it.
    """

    number: int
    name: str
    action: RowAction
    problems: Mapping[str, Message] = field(default_factory=dict)
    to_look_at: Mapping[str, Message] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether importing the row writes to the database."""
        raise NotImplementedError


RowT = TypeVar("RowT", bound=PlannedRow)


class Plan(Struct, Generic[RowT], frozen=True):
    """What importing a file would do; `ignored` are the names of unknown columns."""

    rows: Sequence[RowT]
    ignored: tuple[str, ...] = ()

    @property
    def refused(self) -> list[RowT]:
        """The rows with problems; they are not imported."""
        return [row for row in self.rows if row.problems]

    @property
    def writing(self) -> list[RowT]:
        """The rows that write to the database."""
        return [row for row in self.rows if row.writes]

    def count(self, action: RowAction) -> int:
        """Count the rows without problems that have an action."""
        return sum(row.action is action and not row.problems for row in self.rows)


class Outcome(Struct):
    """The number of rows by what an import did with them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


def check_table(columns: Sequence[str], known_columns: Collection[str], rows: Sequence[Sequence[str]]) -> None:
    """Check what the tables of all imports have in common.

    Raises:
        UnreadableFile: a column is there twice, or there are too many rows or none.

    """
    duplicate = next((name for name in columns if name in known_columns and columns.count(name) > 1), None)
    if duplicate:
        raise UnreadableFile(Message("The column {column} is there twice.", column=duplicate))
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(Message("At most {limit} rows can be imported at once.", limit=MOST_ROWS))
    if not any(any(cells) for cells in rows):
        raise UnreadableFile(Message("The file has a header but no rows."))
