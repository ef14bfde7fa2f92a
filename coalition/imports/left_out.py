"""The rows that an import leaves out, as a file to correct and import again: the columns of the file, and the reason of each row."""

from __future__ import annotations

import csv
import io
from operator import methodcaller
from typing import TYPE_CHECKING

from coalition.languages import Message
from coalition.spreadsheets.csv_files import Column, csv_head, csv_rows, safe_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.imports.file_columns import FileTable
    from coalition.imports.plans import PlannedRow

_ROW, _REASON = Message("row in the file"), Message("why it is left out")


def left_out_rows(file: FileTable, planned: Sequence[PlannedRow], language: str) -> str:
    """Return the rows with problems as CSV; an empty text if there are none. The reasons are in a language of the interface."""
    reasons = {
        row.number: "; ".join(f"{column}: {message.text(language)}" for column, message in row.problems.items()) for row in planned if row.problems
    }
    if not reasons:
        return ""
    header = [field or name for name, field in zip(file.table.header, file.columns, strict=True)]
    width = len(header)
    rows = [
        [*(safe_text(row.cell(at)) for at in range(width)), *map(safe_text, row.cells[width:]), str(row.number), safe_text(reasons[row.number])]
        for row in file.table.rows
        if row.number in reasons
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[*header, _ROW.text(language), _REASON.text(language)], *rows])
    return out.getvalue()


def sample_file(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return a table with every column and some example rows, as a file to begin with."""
    made = [Column(name, methodcaller("get", name, "")) for name in columns]
    return csv_head(made) + csv_rows(made, rows)
