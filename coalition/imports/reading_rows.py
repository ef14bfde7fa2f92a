"""Reading the rows of a chosen table: its columns are found and checked, and each row is read by the reader of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coalition.imports import known_words
from coalition.imports.file_columns import check_columns, read_table
from coalition.imports.shared_cells import CellReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coalition.imports.file_columns import Fields, FileTable
    from coalition.imports.questions import Choices, Questions
    from coalition.imports.shared_cells import RowRead
    from coalition.spreadsheets.sheets import Row, Sheet


class GivenFile(NamedTuple):
    """The sheets of a file, what was chosen for it, and the field for each column of another name."""

    sheets: Sequence[Sheet]
    choices: Choices
    mapping: Mapping[str, str] | None = None


def read_rows(
    given: GivenFile, fields: Fields, read_cells: Callable[[CellReader, Row], RowRead], questions: Questions
) -> tuple[FileTable, list[RowRead]]:
    """Return the table of a file with the values of each row; what is not clear is asked in `questions`.

    Raises:
        UnreadableFile: as `read_table` and `check_columns`.

    """
    known_words.load()
    file = read_table(given.sheets, fields, given.choices, given.mapping)
    check_columns(file.columns, fields)
    reader = CellReader(file, questions)
    return file, [read_cells(reader, row) for row in file.table.rows]
