"""The plan of an import: for each row of a file, what importing it would do; and the outcome."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

from msgspec import Struct, field

from coalition.imports.file_columns import FileTable
from coalition.imports.questions import Question
from coalition.languages import Message
from coalition.words import Word

Progress = Callable[[int], Awaitable[None]]
REPORT_EVERY = 20  # rows


class RowAction(Word):
    """What importing a row does."""

    NEW = "new", Message("new")
    UNCHANGED = "unchanged", Message("unchanged")
    CHANGED = "changed", Message("changed")


class PlannedRow(Struct, frozen=True):
    """A row of a file by its number there, what importing it would do, and its problems by column.

    `to_look_at` says by path which names imitate others; whoever confirms the import has seen it. `remarks` say by column what is left out.
    """

    number: int
    name: str
    action: RowAction
    problems: Mapping[str, Message] = field(default_factory=dict)
    to_look_at: Mapping[str, Message] = field(default_factory=dict)
    remarks: Mapping[str, Message] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether importing the row writes to the database."""
        raise NotImplementedError

    def details(self, language: str) -> list[str]:
        """Return what importing the row adds or changes, in a language."""
        raise NotImplementedError

    def cells(self, language: str) -> list[str]:  # noqa: ARG002 -- most rows have none
        """Return the row as the cells of a table of its own; empty where its name and the details say all."""
        return []


RowT = TypeVar("RowT", bound=PlannedRow)


class Plan(Struct, Generic[RowT], frozen=True):
    """What importing a file would do; of the `questions`, those without an answer come first."""

    rows: list[RowT]
    file: FileTable
    questions: Sequence[Question] = ()

    @property
    def ignored(self) -> tuple[str, ...]:
        """The names of the columns that fill no field."""
        return self.file.ignored

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
