"""The columns of a table of networks and their members, and what a row of it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.imports.file_columns import Fields
from coalition.imports.known_words import is_unknown
from coalition.languages import Message
from coalition.networks.tables import UNKNOWN, NetworkRole

if TYPE_CHECKING:
    from coalition.imports.shared_cells import CellReader, RowRead
    from coalition.spreadsheets.sheets import Row


FIELDS = Fields(
    {
        "network": Message("network"),
        "member": Message("member, an organisation of the register"),
        "role": Message("role in the network"),
        "since": Message("since when"),
        "until": Message("until when; “unknown” if it left on a day that is not known"),
        "note": Message("source, or a note"),
    },
    "member",
    lambda columns: {"network", "member"} <= set(columns),
    Message("Choose the columns that hold the network and its member."),
)


def read_cells(reader: CellReader, row: Row) -> RowRead:
    """Return the values of a row; a word for a role that is not known, and a date that can be read in several ways, are asked about."""
    read = reader.begin(row)
    ended_some_time = is_unknown(read.values.get("until", ""))
    reader.drop_empty(read, frozenset({"network", "member", "until"}))
    reader.member(read, "role", NetworkRole)
    reader.date(read, "since", row)
    if ended_some_time:
        read.values["until"] = UNKNOWN
    else:
        reader.date(read, "until", row)
    for column in ("network", "member"):
        if not read.values.get(column):
            read.problems[column] = Message("This is needed.")
    return read
