"""What importing a table of organisations would do, row by row; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.fields import InvalidForm
from coalition.imports.organisation_rows import COLUMNS, read_row
from coalition.imports.plans import MOST_ROWS, RowAction
from coalition.languages import Message
from coalition.organisations import queries
from coalition.spreadsheets.csv_files import UnreadableFile, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.organisations.forms import OrganisationChange, OrganisationForm
    from coalition.organisations.views import OrganisationView


class PlannedRow(Struct, frozen=True):
    """A row of the file (the header is row 1), what it would do, and by column what does not fit."""

    number: int
    slug: str
    name: str
    action: RowAction
    problems: Mapping[str, Message] = field(default_factory=dict)
    form: OrganisationForm | OrganisationChange | None = None
    changes: tuple[str, ...] = ()


class Plan(Struct, frozen=True):
    """What importing a file would do; `ignored` names columns that mean nothing here."""

    rows: Sequence[PlannedRow]
    ignored: tuple[str, ...] = ()

    @property
    def refused(self) -> list[PlannedRow]:
        """The rows that are left out."""
        return [row for row in self.rows if row.problems]

    @property
    def writing(self) -> list[PlannedRow]:
        """The rows that change the register."""
        return [row for row in self.rows if row.form is not None]

    def count(self, action: RowAction) -> int:
        """Count the sound rows of an action."""
        return sum(row.action is action and not row.problems for row in self.rows)


async def plan_import(text: str, mapping: Mapping[str, str] | None = None) -> Plan:
    """Say what importing a table would do; nothing is written. `mapping` gives the field for a column named otherwise.

    An empty cell leaves what the register has, so that a table with gaps erases nothing.

    Raises:
        UnreadableFile: it is no table, lacks a needed column, or has too many rows.

    """
    header, rows = rows_of(text)
    columns = [(mapping or {}).get(name, name).strip().lower() for name in header]
    _check_columns(columns, rows)
    known = await _register_of(columns, rows)
    planned, seen = [], set[str]()
    for number, cells in enumerate(rows, start=2):
        if any(cells):
            row = _plan_row(number, columns, cells, known, seen)
            seen.add(row.slug)
            planned.append(row)
    return Plan(planned, tuple(name for name, column in zip(header, columns, strict=True) if column not in COLUMNS))


def _check_columns(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if "slug" not in columns or not {"name_en", "name_native"} & set(columns):
        raise UnreadableFile(Message("The first row must name the columns; needed are slug, and name_en or name_native."))
    twice = next((name for name in columns if name in COLUMNS and columns.count(name) > 1), None)
    if twice:
        raise UnreadableFile(Message("The column {column} is there twice.", column=twice))
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(Message("At most {limit} rows can be imported at once.", limit=MOST_ROWS))
    if not any(any(cells) for cells in rows):
        raise UnreadableFile(Message("The file has a header but no rows."))


async def _register_of(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, OrganisationView]:
    at = columns.index("slug")
    ids = await queries.ids_by_slug({cells[at] for cells in rows if len(cells) > at})
    found = await queries.views_by_id(ids.values())
    return {slug: found[one] for slug, one in ids.items()}


def _plan_row(number: int, columns: Sequence[str], cells: Sequence[str], known: Mapping[str, OrganisationView], seen: set[str]) -> PlannedRow:
    values = {column: cell for column, cell in zip(columns, cells, strict=False) if column in COLUMNS}
    slug, name = values.get("slug", ""), values.get("name_en") or values.get("name_native") or ""
    present = known.get(slug)
    action = RowAction.CHANGED if present else RowAction.NEW
    problems: dict[str, Message] = {}
    if len(cells) > len(columns):
        problems["slug"] = Message("This row has more cells than the header; put cells that hold commas in quotation marks.")
    elif slug and slug in seen:
        problems["slug"] = Message("This address name stands in an earlier row.")
    if not problems:
        try:
            form = read_row(values, present)
        except InvalidForm as invalid:
            problems = invalid.problems
        else:
            changes = changed_fields(form, present) if present else ()
            if present and not changes:
                return PlannedRow(number, slug, name, RowAction.UNCHANGED)
            return PlannedRow(number, slug, name, action, form=form, changes=changes)
    return PlannedRow(number, slug, name, action, problems)


def changed_fields(form: OrganisationForm | OrganisationChange, present: OrganisationView) -> tuple[str, ...]:
    """Return the fields in which a row differs from the register."""
    given = form.model_dump(mode="json", exclude_unset=True)
    names, wanted = ({(one.language, one.name, one.short_name, one.primary) for one in side} for side in (present.names, form.names or ()))
    plain = tuple(key for key, value in given.items() if key not in {"names", "slug"} and value != getattr(present, key))
    return (("names",) if form.names and wanted != names else ()) + plain
