"""The public signatories as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.spreadsheets.csv_files import csv_bytes

if TYPE_CHECKING:
    from coalition.acts.status import Status
    from coalition.acts.status_lines import StatusLine


CSV_COLUMNS = (
    *("organisation", "name", "language", "short_name", "country", "act", "date", "representative", "withdrawn"),
    *("ended_by", "ended_on", "ground", "confirmed", "present_name", "source", "mandate"),
)


def csv_file(status: Status) -> bytes:
    """Return the public lines as CSV, ready for spreadsheets."""
    return csv_bytes(CSV_COLUMNS, map(_cells, status.lines))


def _cells(line: StatusLine) -> tuple[object, ...]:
    organisation, name = line.organisation, line.then.primary
    names = (organisation.slug, name.name, name.language, name.short_name, organisation.country)
    ended = (line.ended.kind.value, line.ended.day, line.ended.ground) if line.ended else ("", "", "")
    more = (line.confirmed_on, organisation.primary.name, line.source, line.mandate.value if line.mandate else "")
    return (*names, line.act, line.acted, line.representative, line.withdrawn, *ended, *more)
