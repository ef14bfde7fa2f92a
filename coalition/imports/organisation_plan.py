"""Planning an import of organisations, row by row; nothing is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from coalition.acts.queries import with_public_acts
from coalition.fields import InvalidForm
from coalition.imports.duplicates import Meanings, ask_who, meanings_of
from coalition.imports.file_columns import Fields
from coalition.imports.organisation_rows import FIELDS, read_cells, read_row
from coalition.imports.plans import Plan, PlannedRow, RowAction
from coalition.imports.questions import LEAVE_OUT, NEW, Choices, Questions
from coalition.imports.reading_rows import GivenFile, read_rows
from coalition.imports.shared_cells import CellReader, RowRead
from coalition.imports.slugs import free_slugs
from coalition.languages import Message
from coalition.organisations import queries
from coalition.organisations.look_alikes import imitations
from coalition.organisations.replaced_names import replaced_names
from coalition.organisations.themes import joined
from coalition.spreadsheets.sheets import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.imports.file_columns import FileTable
    from coalition.organisations.forms import OrganisationChange, OrganisationForm
    from coalition.organisations.views import OrganisationView
    from coalition.spreadsheets.sheets import Sheet


_NAMES_ON_RECORD = Message("A public act names it: record another name on its page, as an event with its date, or correct the spelling there.")
_CONTACTS_ON_ITS_PAGE = Message("Contacts of an organisation that is in the register are changed on its page.")


class PlannedOrganisation(PlannedRow, frozen=True):
    """A row of a table of organisations; `changes` are the names of changed fields, `form` is None where nothing is written.

    `beside` are the values of the columns that say something else than what the register holds of an organisation.
    """

    slug: str = ""
    form: OrganisationForm | OrganisationChange | None = None
    changes: tuple[str, ...] = ()
    beside: Mapping[str, str] = {}

    @property
    def writes(self) -> bool:
        """Whether the row changes the register."""
        return self.form is not None

    def details(self, language: str) -> list[str]:
        """Return the words for the changed fields."""
        return [FIELDS.words[field].text(language) if field in FIELDS.words else field for field in self.changes]


class Columns(NamedTuple):
    """What the columns of a kind of table with organisations may hold, and how a row is read.

    `beside` are the fields of another record than the organisation; those of them that an organisation has too are written to new ones only.
    """

    fields: Fields
    read_cells: Callable[[CellReader, Row], RowRead]
    beside: frozenset[str] = frozenset()


ORGANISATIONS = Columns(FIELDS, read_cells)


async def plan_import(
    sheets: Sequence[Sheet], choices: Choices | None = None, mapping: Mapping[str, str] | None = None, columns: Columns = ORGANISATIONS
) -> Plan[PlannedOrganisation]:
    """Plan the import of a file; `mapping` gives the field for a column of another name.

    An empty cell leaves the value in the register unchanged.

    Raises:
        UnreadableFile: the file lacks a needed column, or has too many rows.

    """
    given = GivenFile(sheets, choices or Choices(), mapping)
    questions = Questions(given.choices.answers)
    file, reads = await asyncio.to_thread(_read, given, columns, questions)
    present = await queries.views_by_slug({read.values["slug"] for read in reads if read.values.get("slug")})
    await _find_out_who(reads, present, questions)
    planned = await asyncio.to_thread(_plan_rows, reads, present)
    return Plan(await _with_names_on_record(planned, present), file, questions.open_first)


def _read(given: GivenFile, columns: Columns, questions: Questions) -> tuple[FileTable, list[RowRead]]:
    file, reads = read_rows(given, columns.fields, columns.read_cells, questions)
    for read in reads:
        read.beside = {name: read.values.pop(name) for name in columns.beside if name in read.values}
    return file, reads


async def _find_out_who(reads: Sequence[RowRead], present: dict[str, OrganisationView], questions: Questions) -> None:
    """Give every row without a problem the address name of the organisation it means: known, asked about, or a new one made of its name."""
    meanings = await meanings_of([read for read in reads if not read.problems and _name_of(read.values)])
    unnamed = await asyncio.to_thread(_decide_all, reads, meanings, present, questions)
    slugs = await free_slugs(unnamed, {read.values["slug"] for read in reads if read.values.get("slug")})
    for read in reads:
        if read.number in slugs:
            read.values["slug"] = slugs[read.number]


def _decide_all(
    reads: Sequence[RowRead], meanings: Mapping[int, Meanings], present: dict[str, OrganisationView], questions: Questions
) -> dict[int, str]:
    """Decide what the rows mean that resemble something; return the names of those that still need an address name."""
    by_number, slugs_before = {read.number: read for read in reads}, set[str]()
    for read in reads:
        slug = read.values.get("slug", "")
        if read.number in meanings and slug not in slugs_before and slug not in present:
            _decide(read, meanings[read.number], by_number, present, questions)
        slugs_before |= {slug} - {""}
    return {read.number: _name_of(read.values) for read in reads if not read.problems and not read.values.get("slug") and _name_of(read.values)}


def _decide(read: RowRead, meanings: Meanings, by_number: Mapping[int, RowRead], present: dict[str, OrganisationView], questions: Questions) -> None:
    same = _unchanged(read, meanings)
    answer = same.slug if same else ask_who(questions, read, _name_of(read.values), meanings)
    organisation = next((likely.organisation for likely in meanings.organisations if likely.organisation.slug == answer), None)
    if organisation:
        read.values["slug"] = organisation.slug
        present[organisation.slug] = organisation
    elif answer == NEW:
        read.confirmed_new = True
    elif answer != LEAVE_OUT:
        earlier = by_number[int(answer.partition(":")[2])]
        earlier.values.update({column: text for column, text in read.values.items() if not earlier.values.get(column)})
        read.problems["row"] = Message("It is imported with row {row}, as you chose.", row=earlier.number)


def _unchanged(read: RowRead, meanings: Meanings) -> OrganisationView | None:
    """Return the organisation that has the name of a row and all else that the row says: a file that is imported again asks nothing."""
    for other in (likely.organisation for likely in meanings.organisations):
        names = {name.name for name in other.names}
        if names & {read.values.get("name_en"), read.values.get("name_native")}:
            try:
                form = read_row(read.values, other)
            except InvalidForm:
                continue
            if not changed_fields(form, other):
                return other
    return None


def _name_of(values: Mapping[str, str]) -> str:
    return values.get("name_en") or values.get("name_native") or ""


def _plan_rows(reads: Sequence[RowRead], present: Mapping[str, OrganisationView]) -> list[PlannedOrganisation]:
    planned, slugs = [], set[str]()
    for read in reads:
        if read.values.get("slug", "") not in present:
            read.values |= read.beside
        planned.append(replace(_plan_row(read, present, slugs), beside=read.beside))
        slugs.add(read.values.get("slug", ""))
    return planned


def _plan_row(read: RowRead, present: Mapping[str, OrganisationView], earlier_slugs: set[str]) -> PlannedOrganisation:
    slug = read.values.get("slug", "")
    name = _name_of(read.values) or slug
    organisation = present.get(slug)
    action = RowAction.CHANGED if organisation else RowAction.NEW
    try:
        _check_row(read, slug, earlier_slugs)
        form = read_row(read.values, organisation)
        _check_risk(form, organisation)
        _check_listing(form, organisation)
    except InvalidForm as invalid:
        return PlannedOrganisation(read.number, name, action, invalid.problems, remarks=read.remarks, slug=slug)
    changes = changed_fields(form, organisation) if organisation else ()
    if organisation and read.values.get("email"):
        read.remarks["email"] = _CONTACTS_ON_ITS_PAGE
    if organisation and not changes:
        return PlannedOrganisation(read.number, name, RowAction.UNCHANGED, remarks=read.remarks, slug=slug)
    if read.confirmed_new and organisation is None:
        form = form.model_copy(update={"confirmed_new": True})
    looked_at = imitations(form.names or (), organisation)
    return PlannedOrganisation(read.number, name, action, to_look_at=looked_at, remarks=read.remarks, slug=slug, form=form, changes=changes)


def _check_row(read: RowRead, slug: str, earlier_slugs: set[str]) -> None:
    read.check()
    if slug and slug in earlier_slugs:
        raise InvalidForm({"slug": Message("This address name stands in an earlier row.")})
    if not slug:
        raise InvalidForm({"name_en": Message("Write at least one name.")})


def _check_risk(form: OrganisationForm | OrganisationChange, organisation: OrganisationView | None) -> None:
    if organisation and organisation.at_risk and form.at_risk is False:
        raise InvalidForm({"at_risk": Message("Two coordinators have to agree that it is no longer at risk. Ask for that on its page.")})


def _check_listing(form: OrganisationForm | OrganisationChange, organisation: OrganisationView | None) -> None:
    if organisation and form.listed and not organisation.listed and (form.at_risk or organisation.at_risk):
        raise InvalidForm({"listed": Message("Two coordinators have to agree that an organisation at risk is listed. Ask for that on its page.")})


async def _with_names_on_record(planned: list[PlannedOrganisation], present: Mapping[str, OrganisationView]) -> list[PlannedOrganisation]:
    """Refuse the rows that replace a name of an organisation that a public act names: that takes a dated event."""
    renamed = {row.number: present[row.slug] for row in planned if "names" in row.changes and row.form and row.form.names}
    replaced = {row.number for row in planned if row.number in renamed and replaced_names(renamed[row.number].names, row.form.names or ())}  # type: ignore[union-attr]  # renamed rows have a form
    bound = await with_public_acts(renamed[number].id for number in replaced)
    return [_refused_name(row) if row.number in replaced and renamed[row.number].id in bound else row for row in planned]


def _refused_name(row: PlannedOrganisation) -> PlannedOrganisation:
    return replace(row, problems={"name_en": _NAMES_ON_RECORD}, form=None, to_look_at={})


def changed_fields(form: OrganisationForm | OrganisationChange, organisation: OrganisationView) -> tuple[str, ...]:
    """Return the names of the fields in which a row differs from the register."""
    given = form.model_dump(mode="json", exclude_unset=True)
    given |= {"themes": joined(given["themes"])} if given.get("themes") else {}
    present_names, given_names = (
        {(name.language, name.name, name.short_name, name.primary) for name in names} for names in (organisation.names, form.names or ())
    )
    other_fields = tuple(
        key for key, value in given.items() if key not in {"names", "slug", "listing_reason"} and value != getattr(organisation, key)
    )
    return (("names",) if form.names and given_names != present_names else ()) + other_fields
