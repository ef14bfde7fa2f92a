"""Planning an import of organisations, row by row; nothing is written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from coalition.acts.queries import with_public_acts
from coalition.fields import InvalidForm
from coalition.imports.organisation_rows import COLUMN_NAMES, read_row
from coalition.imports.plans import Plan, PlannedRow, RowAction, check_table
from coalition.languages import Message
from coalition.organisations import queries
from coalition.organisations.look_alikes import names_to_look_at
from coalition.organisations.replaced_names import replaced_names
from coalition.spreadsheets.csv_files import UnreadableFile, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.organisations.forms import OrganisationChange, OrganisationForm
    from coalition.organisations.views import OrganisationView


_NAMES_ON_RECORD = Message("A public act names it: record another name on its page, as an event with its date, or correct the spelling there.")
ROWS_AT_A_TIME = 50  # then other requests have their turn


class PlannedOrganisation(PlannedRow, frozen=True):
    """A row of a table of organisations; `changes` are the names of changed fields, `form` is None where nothing is written."""

    slug: str = ""
    form: OrganisationForm | OrganisationChange | None = None
    changes: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether the row changes the register."""
        return self.form is not None


async def plan_import(text: str, mapping: Mapping[str, str] | None = None) -> Plan[PlannedOrganisation]:
    """Plan the import of a CSV table; `mapping` gives the field for a column of another name.

    An empty cell leaves the value in the register unchanged.

    Raises:
        UnreadableFile: the text is not a table, lacks a needed column, or has too many rows.

    """
    header, rows = await asyncio.to_thread(rows_of, text)
    columns = [(mapping or {}).get(name, name).strip().lower() for name in header]
    _check_columns(columns)
    check_table(columns, COLUMN_NAMES, rows)
    present = await _present_organisations(columns, rows)
    planned, slugs = [], set[str]()
    for number, cells in enumerate(rows, start=2):
        if any(cells):
            if number % ROWS_AT_A_TIME == 0:
                await asyncio.sleep(0)
            row = _plan_row(number, columns, cells, present, slugs)
            slugs.add(row.slug)
            planned.append(row)
    planned = await _with_names_on_record(await _with_names_to_look_at(planned, present), present)
    return Plan(planned, tuple(name for name, column in zip(header, columns, strict=True) if column not in COLUMN_NAMES))


async def _with_names_to_look_at(planned: list[PlannedOrganisation], present: Mapping[str, OrganisationView]) -> list[PlannedOrganisation]:
    names = {row.number: row.form.names for row in planned if row.form and row.form.names}
    changed = {row.number: present[row.slug] for row in planned if row.slug in present}
    to_look_at = await names_to_look_at(names, changed)
    return [msgspec.structs.replace(row, to_look_at=to_look_at[row.number]) if row.number in to_look_at else row for row in planned]


async def _with_names_on_record(planned: list[PlannedOrganisation], present: Mapping[str, OrganisationView]) -> list[PlannedOrganisation]:
    """Refuse the rows that replace a name of an organisation that a public act names: that takes a dated event."""
    renamed = {row.number: present[row.slug] for row in planned if "names" in row.changes and row.form and row.form.names}
    replaced = {row.number for row in planned if row.number in renamed and replaced_names(renamed[row.number].names, row.form.names or ())}  # type: ignore[union-attr]  # renamed rows have a form
    bound = await with_public_acts(renamed[number].id for number in replaced)
    return [_refused_name(row) if row.number in replaced and renamed[row.number].id in bound else row for row in planned]


def _refused_name(row: PlannedOrganisation) -> PlannedOrganisation:
    return msgspec.structs.replace(row, problems={"name_en": _NAMES_ON_RECORD}, form=None, to_look_at={})


def _check_columns(columns: Sequence[str]) -> None:
    if "slug" not in columns or not {"name_en", "name_native"} & set(columns):
        raise UnreadableFile(Message("The first row must name the columns; needed are slug, and name_en or name_native."))


async def _present_organisations(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, OrganisationView]:
    """Return by slug the organisations of the table that are in the register."""
    position = columns.index("slug")
    return await queries.views_by_slug({cells[position] for cells in rows if len(cells) > position})


def _plan_row(
    number: int, columns: Sequence[str], cells: Sequence[str], present: Mapping[str, OrganisationView], earlier_slugs: set[str]
) -> PlannedOrganisation:
    values = {column: cell for column, cell in zip(columns, cells, strict=False) if column in COLUMN_NAMES}
    slug, name = values.get("slug", ""), values.get("name_en") or values.get("name_native") or ""
    organisation = present.get(slug)
    action = RowAction.CHANGED if organisation else RowAction.NEW
    try:
        _check_row(columns, cells, slug, earlier_slugs)
        form = read_row(values, organisation)
        _check_risk(form, organisation)
        _check_listing(form, organisation)
    except InvalidForm as invalid:
        return PlannedOrganisation(number, name, action, invalid.problems, slug=slug)
    changes = changed_fields(form, organisation) if organisation else ()
    if organisation and not changes:
        return PlannedOrganisation(number, name, RowAction.UNCHANGED, slug=slug)
    return PlannedOrganisation(number, name, action, slug=slug, form=form, changes=changes)


def _check_risk(form: OrganisationForm | OrganisationChange, organisation: OrganisationView | None) -> None:
    if organisation and organisation.at_risk and form.at_risk is False:
        raise InvalidForm({"at_risk": Message("Two coordinators have to agree that it is no longer at risk. Ask for that on its page.")})


def _check_listing(form: OrganisationForm | OrganisationChange, organisation: OrganisationView | None) -> None:
    if organisation and form.listed and not organisation.listed and (form.at_risk or organisation.at_risk):
        raise InvalidForm({"listed": Message("Two coordinators have to agree that an organisation at risk is listed. Ask for that on its page.")})


def _check_row(columns: Sequence[str], cells: Sequence[str], slug: str, earlier_slugs: set[str]) -> None:
    if len(cells) > len(columns):
        raise InvalidForm({"slug": Message("This row has more cells than the header; put cells that hold commas in quotation marks.")})
    if slug and slug in earlier_slugs:
        raise InvalidForm({"slug": Message("This address name stands in an earlier row.")})


def changed_fields(form: OrganisationForm | OrganisationChange, organisation: OrganisationView) -> tuple[str, ...]:
    """Return the names of the fields in which a row differs from the register."""
    given = form.model_dump(mode="json", exclude_unset=True)
    present_names, given_names = (
        {(name.language, name.name, name.short_name, name.primary) for name in names} for names in (organisation.names, form.names or ())
    )
    other_fields = tuple(
        key for key, value in given.items() if key not in {"names", "slug", "listing_reason"} and value != getattr(organisation, key)
    )
    return (("names",) if form.names and given_names != present_names else ()) + other_fields
