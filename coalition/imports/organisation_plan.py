"""What importing a table of organisations would do, row by row; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.fields import InvalidForm
from coalition.imports.organisation_rows import COLUMN_NAMES, read_row
from coalition.imports.plans import RowAction, check_table
from coalition.languages import Message
from coalition.organisations import queries
from coalition.spreadsheets.csv_files import UnreadableFile, rows_of
from coalition.spreadsheets.workbooks import columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.organisations.forms import NameForm, OrganisationChange, OrganisationForm
    from coalition.organisations.queries import Named, NameIn


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
    columns = columns_of(header, mapping)
    if "slug" not in columns or not {"name_en", "name_native"} & set(columns):
        raise UnreadableFile(Message("The first row must name the columns; needed are slug, and name_en or name_native."))
    check_table(columns, COLUMN_NAMES, rows)
    known = await _register_of(columns, rows)
    planned, seen = [], set[str]()
    for number, cells in enumerate(rows, start=2):
        if any(cells):
            row = _plan_row(number, columns, cells, known, seen)
            seen.add(row.slug)
            planned.append(row)
    return Plan(planned, tuple(name for name, column in zip(header, columns, strict=True) if column not in COLUMN_NAMES))


async def _register_of(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Named]:
    at = columns.index("slug")
    ids = await queries.by_slugs({cells[at] for cells in rows if len(cells) > at})
    organisations = await queries.named(ids.values())
    return {slug: organisations[organisation_id] for slug, organisation_id in ids.items()}


def _plan_row(number: int, columns: Sequence[str], cells: Sequence[str], known: Mapping[str, Named], seen: set[str]) -> PlannedRow:
    values = {column: cell for column, cell in zip(columns, cells, strict=False) if column in COLUMN_NAMES}
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
            changes = _changed_fields(form, present) if present else ()
            if present and not changes:
                return PlannedRow(number, slug, name, RowAction.UNCHANGED)
            return PlannedRow(number, slug, name, action, form=form, changes=changes)
    return PlannedRow(number, slug, name, action, problems)


def _changed_fields(form: OrganisationForm | OrganisationChange, present: Named) -> tuple[str, ...]:
    """Return the fields in which a row differs from the register."""
    given = form.model_dump(mode="json", exclude_unset=True)
    present_names, wanted_names = _as_set(present.names), _as_set(form.names or ())
    plain = tuple(key for key, value in given.items() if key not in {"names", "slug"} and value != getattr(present, key))
    return (("names",) if form.names and wanted_names != present_names else ()) + plain


def _as_set(names: Sequence[NameIn | NameForm]) -> set[tuple[str, str, str, bool]]:
    return {(name.language, name.name, name.short_name, name.primary) for name in names}
