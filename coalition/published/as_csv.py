"""The public signatories as CSV."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.tables import ActKind
from coalition.spreadsheets.csv_files import Column, csv_head, csv_rows
from coalition.statements.views import with_objections

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.acts.status import Counts, Status
    from coalition.acts.status_lines import StatusLine
    from coalition.organisations.views import OrganisationView
    from coalition.statements.views import Stated


class SignatoryRow(Struct, frozen=True):
    """A line of the status table with the public statements of its organisation."""

    line: StatusLine
    then: OrganisationView
    statements: Sequence[Stated]


def _listed(statements: Iterable[Stated]) -> str:
    """Return the kinds and permanent numbers of statements."""
    return "; ".join(f"{stated.kind} {stated.number}" if stated.number else stated.kind for stated in statements)


COLUMNS: tuple[Column[SignatoryRow], ...] = (
    Column("organisation", lambda row: row.line.organisation.slug),
    Column("name", lambda row: row.then.primary.name),
    Column("language", lambda row: row.then.primary.language),
    Column("short_name", lambda row: row.then.primary.short_name),
    Column("country", lambda row: row.line.organisation.country),
    Column("act", lambda row: row.line.act),
    Column("date", lambda row: row.line.acted),
    Column("received", lambda row: row.line.received),
    Column("representative", lambda row: row.line.representative),
    Column("withdrawn", lambda row: row.line.withdrawn),
    Column("ended_by", lambda row: row.line.ended and row.line.ended.kind),
    Column("ended_on", lambda row: row.line.ended and row.line.ended.day),
    Column("ground", lambda row: row.line.ended and row.line.ended.ground),
    Column("confirmed", lambda row: row.line.confirmed_on),
    Column("confirmation_received", lambda row: row.line.confirmation_received),
    Column("ending_received", lambda row: row.line.ended and row.line.ended.received),
    Column("confirm_by", lambda row: row.line.confirm_by),
    Column("dates_remarked", lambda row: "yes" if row.line.remarked else ""),
    Column("present_name", lambda row: row.line.organisation.primary.name),
    Column("source", lambda row: row.line.source),
    Column("entered", lambda row: row.line.entered_on),
    Column("successor_of", lambda row: "; ".join(past.organisation.slug for past in row.line.predecessors)),
    Column("statements", lambda row: _listed(stated for stated in row.statements if stated.stands)),
    Column("statements_ended", lambda row: _listed(stated for stated in row.statements if not stated.stands)),
    Column("not_named", lambda _: ""),
    Column("mandate", lambda row: row.line.mandate),
)
_OF_UNNAMED: dict[str, Callable[[tuple[ActKind, int]], object]] = {"act": itemgetter(0), "not_named": itemgetter(1)}
_UNNAMED: tuple[Column[tuple[ActKind, int]], ...] = tuple(Column(column.name, _OF_UNNAMED.get(column.name, lambda _: "")) for column in COLUMNS)


def csv_file(status: Status, statements: Sequence[Stated] = ()) -> bytes:
    """Return the public lines of the status table with the public statements as CSV, ready for spreadsheets."""
    return csv_head(COLUMNS) + csv_lines(status.lines, statements) + csv_end(status.counts)


def csv_lines(lines: Iterable[StatusLine], statements: Sequence[Stated]) -> bytes:
    """Return some lines of the file, without its header."""
    by_party: dict[int, list[Stated]] = defaultdict(list)
    for stated in with_objections(statements):
        by_party[stated.organisation.id].append(stated)
    ordered = {party: sorted(made, key=lambda stated: stated.number or 0) for party, made in by_party.items()}
    return csv_rows(COLUMNS, [SignatoryRow(line, line.then, ordered.get(line.organisation.id, ())) for line in lines])


def csv_end(counts: Counts) -> bytes:
    """Return the last rows of the file: how many organisations it does not name, where that is public."""
    numbers = ((ActKind.SIGNATURE, counts.names_withheld), (ActKind.SUPPORT, counts.supporters_withheld))
    return csv_rows(_UNNAMED, [(kind, number) for kind, number in numbers if number])
