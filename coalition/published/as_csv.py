"""The public signatories as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.spreadsheets.csv_files import Column, csv_bytes

if TYPE_CHECKING:
    from coalition.acts.status import Status
    from coalition.acts.status_lines import StatusLine


COLUMNS: tuple[Column[StatusLine], ...] = (
    Column("organisation", lambda line: line.organisation.slug),
    Column("name", lambda line: line.then.primary.name),
    Column("language", lambda line: line.then.primary.language),
    Column("short_name", lambda line: line.then.primary.short_name),
    Column("country", lambda line: line.organisation.country),
    Column("act", lambda line: line.act),
    Column("date", lambda line: line.acted),
    Column("received", lambda line: line.received),
    Column("representative", lambda line: line.representative),
    Column("withdrawn", lambda line: line.withdrawn),
    Column("ended_by", lambda line: line.ended and line.ended.kind),
    Column("ended_on", lambda line: line.ended and line.ended.day),
    Column("ground", lambda line: line.ended and line.ended.ground),
    Column("confirmed", lambda line: line.confirmed_on),
    Column("confirmation_received", lambda line: line.confirmation_received),
    Column("ending_received", lambda line: line.ended and line.ended.received),
    Column("confirm_by", lambda line: line.confirm_by),
    Column("dates_remarked", lambda line: "yes" if line.remarked else ""),
    Column("present_name", lambda line: line.organisation.primary.name),
    Column("source", lambda line: line.source),
    Column("entered", lambda line: line.entered_on),
    Column("successor_of", lambda line: "; ".join(past.organisation.slug for past in line.predecessors)),
    Column("mandate", lambda line: line.mandate),
)


def csv_file(status: Status) -> bytes:
    """Return the public lines of the status table as CSV, ready for spreadsheets."""
    return csv_bytes(COLUMNS, status.lines)
