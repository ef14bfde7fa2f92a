"""Planning an import of signatories of the past, row by row; nothing is written."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.act_order import Dated, bounds_of, check_days
from coalition.acts.default_disclosure import default_level
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.queries import recorded_acts
from coalition.acts.tables import ActKind, Channel
from coalition.acts.withheld_numbers import check_naming
from coalition.database import in_parts
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.imports.plans import Plan, PlannedRow, RowAction, check_table
from coalition.imports.signatory_rows import COLUMNS, SYNONYMS, PastAct, SignatoryRow, read_row
from coalition.languages import Message
from coalition.memoranda.edition_queries import adopted_on
from coalition.organisations import queries
from coalition.organisations.event_queries import lifetimes_of
from coalition.partial_dates import PartialDate
from coalition.search_keys import plain_key
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.spreadsheets.workbooks import columns_of, table_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from coalition.acts.tables import Act
    from coalition.forums.views import ForumView
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import Lifetime, OrganisationView


ROWS_AT_A_TIME = 50  # then other requests have their turn
READ_AT_ONCE = 200  # organisations
_CONTRADICTS = Message("The record tells of this organisation otherwise; a file does not change what is on record.")


class PlannedSignatory(PlannedRow, frozen=True):
    """A row of a table of signatories; `acts` are the acts that are not on record yet."""

    organisation: OrganisationView | None = None
    row: SignatoryRow | None = None
    acts: Sequence[PastAct] = ()

    @property
    def writes(self) -> bool:
        """Whether the row adds acts to the record."""
        return bool(self.acts)

    @property
    def names(self) -> bool:
        """Whether a signature or support that it adds names the organisation, now or later."""
        levels = [LEVELS[act.disclosure] for act in self.acts if act.disclosure]
        return any(level.names_organisation or level.opens_as for level in levels)

    @property
    def slug(self) -> str:
        """The slug of the organisation; an empty string if the row names none of the register."""
        return self.organisation.slug if self.organisation else ""


async def plan_signatories(
    memorandum: Memorandum, content: bytes, mapping: dict[str, str] | None = None, *, source: str = ""
) -> Plan[PlannedSignatory]:
    """Plan the import of a CSV or XLSX file; `source` is the source of rows that name none.

    Raises:
        UnreadableFile: the file is not a table, lacks a needed column, or has too many rows.

    """
    header, rows = table_of(content)
    columns = [SYNONYMS.get(name, name) for name in columns_of(header, mapping)]
    _check_columns(columns)
    check_table(columns, COLUMNS, rows)
    filled = [(number, cells) for number, cells in enumerate(rows, start=2) if any(cells)]
    head = _Header(columns, source, await forums.view_of(memorandum.forum), memorandum, await adopted_on(memorandum.id, None))
    register = await _register(columns, [cells for _, cells in filled])
    planner = _Planner(head, register, await _record_of(memorandum, register.views))
    planned = []
    for at, (number, cells) in enumerate(filled, start=1):
        if at % ROWS_AT_A_TIME == 0:
            await asyncio.sleep(0)
        planned.append(planner.plan(number, cells))
    ignored = tuple(name for name, column in zip(header, columns, strict=True) if name and column not in COLUMNS)
    return Plan(await _without_names_that_single_out(memorandum, planned), ignored)


async def _without_names_that_single_out(memorandum: Memorandum, rows: Sequence[PlannedSignatory]) -> list[PlannedSignatory]:
    """Refuse the rows whose names, after those of the rows before, would single out hidden ones beside the number that was given."""
    checked: list[PlannedSignatory] = []
    named: list[int] = []
    for row in rows:
        if row.organisation is None or not row.names:
            checked.append(row)
            continue
        try:
            await check_naming(memorandum, row.organisation.id, named)
        except InvalidForm as refused:
            checked.append(replace(row, action=RowAction.NEW, problems=refused.problems, acts=()))
        else:
            checked.append(row)
            named.append(row.organisation.id)
    return checked


def _check_columns(columns: Sequence[str]) -> None:
    if not {"organisation", "kind"} <= set(columns):
        raise UnreadableFile(Message("The first row must name the columns; needed are organisation and kind."))


class _Header(Struct, frozen=True):
    """What is the same for every row: the columns, the source of rows that name none, the forum, the memorandum and its adoption."""

    columns: Sequence[str]
    source: str
    forum: ForumView | None
    memorandum: Memorandum
    adopted: PartialDate | None


class _Register(Struct, frozen=True):
    """The organisations that a file names: ids by slug and by present or former name, views and lifetimes by id."""

    by_slug: Mapping[str, int]
    by_name: Mapping[str, set[int]]
    views: Mapping[int, OrganisationView]
    lifetimes: Mapping[int, Lifetime]

    def find(self, typed: str) -> OrganisationView:
        """Return the organisation with this slug or name.

        Raises:
            InvalidForm: no organisation, or more than one, has the name.

        """
        if typed in self.by_slug:
            return self.views[self.by_slug[typed]]
        ids = self.by_name.get(plain_key(typed), set()) if typed else set()
        if len(ids) == 1:
            return self.views[next(iter(ids))]
        if not ids:
            raise InvalidForm({"organisation": Message("No organisation in the register is called {name}.", name=typed)})
        slugs = sorted(self.views[number].slug for number in ids)
        message = Message("More than one organisation is called {name}; write its address name: {slugs}.", name=typed, slugs=slugs)
        raise InvalidForm({"organisation": message})


async def _register(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> _Register:
    """Read the organisations that the rows name, and no others."""
    position = columns.index("organisation")
    typed = {cells[position] for cells in rows if len(cells) > position} - {""}
    slugs = await queries.ids_by_slug(typed)
    names = await queries.ids_by_names(typed - slugs.keys())
    by_name = {key: names[key] for text in typed - slugs.keys() if (key := plain_key(text)) in names}
    views: dict[int, OrganisationView] = {}
    lifetimes: dict[int, Lifetime] = {}
    for some in in_parts({*slugs.values(), *chain.from_iterable(by_name.values())}, READ_AT_ONCE):
        views |= await queries.views_by_id(some)
        lifetimes |= await lifetimes_of(some)
    return _Register(slugs, by_name, views, lifetimes)


class _Record(Struct, frozen=True):
    """The acts on record by organisation, without changes of disclosure, and the dates that a correction put right, by act.

    A file with the old or the new date changes nothing.
    """

    acts: Mapping[int, Sequence[Act]]
    corrected: Mapping[UUID, set[str | None]]


async def _record_of(memorandum: Memorandum, organisation_ids: Iterable[int]) -> _Record:
    """Read the acts of some organisations on a memorandum, and no others."""
    acts: dict[int, list[Act]] = defaultdict(list)
    corrected: dict[UUID, set[str | None]] = defaultdict(set)
    for some in in_parts(organisation_ids, READ_AT_ONCE):
        for act in await recorded_acts(memorandum.id, some):
            if act.kind == ActKind.CORRECTION:
                corrected[act.corrects].add(act.corrected_acted)
            elif act.kind != ActKind.DISCLOSURE:
                acts[act.organisation].append(act)
    return _Record(acts, corrected)


class _Planner:
    """Compares rows with the acts on record: the rows of an organisation must repeat these in their order, and may add to them."""

    def __init__(self, header: _Header, register: _Register, record: _Record) -> None:
        self.columns, self.source, self.forum, self.header = header.columns, header.source, header.forum, header
        self.register, self.record = register, record
        self.not_compared: dict[int, Iterator[Act]] = {}
        self.not_withdrawn: set[int] = set()

    def plan(self, number: int, cells: Sequence[str]) -> PlannedSignatory:
        """Plan one row."""
        name = dict(zip(self.columns, cells, strict=False)).get("organisation", "")
        try:
            values = self._values(cells)
            organisation = self.register.find(name)
            row = read_row(values, source=self.source, default=default_level(organisation, self.forum))
            acts = self._missing(organisation.id, row, any_level=not values.get("disclosure"))
            self._check_days(organisation.id, acts)
        except InvalidForm as invalid:
            return PlannedSignatory(number, name, RowAction.NEW, invalid.problems)
        all_new = len(acts) == len(row.acts())
        action = RowAction.NEW if all_new else RowAction.CHANGED if acts else RowAction.UNCHANGED
        return PlannedSignatory(number, name, action, organisation=organisation, row=row, acts=acts)

    def _values(self, cells: Sequence[str]) -> Mapping[str, str]:
        if len(cells) > len(self.columns):
            message = Message("This row has more cells than the header; put cells that hold commas in quotation marks.")
            raise InvalidForm({"organisation": message})
        return {column: cell for column, cell in zip(self.columns, cells, strict=False) if column in COLUMNS}

    def _check_days(self, party: int, acts: Sequence[PastAct]) -> None:
        """Refuse acts whose days cannot be true; the form of the row compared them with each other.

        Raises:
            InvalidForm: with the message for the column of the day.

        """
        for act in acts:
            dated = Dated(act.kind, PartialDate(act.acted) if act.acted else None, act.received, Channel.HISTORICAL)
            bounds = bounds_of(dated, self.header.memorandum, self.header.adopted, self.register.lifetimes.get(party))
            try:
                check_days(dated, bounds)
            except InvalidForm as wrong:
                raise InvalidForm({act.column if field == "acted" else field: message for field, message in wrong.problems.items()}) from None

    def _missing(self, party: int, row: SignatoryRow, *, any_level: bool) -> Sequence[PastAct]:
        """Return the acts of a row that are not on record yet; a row that chooses no level fits any level on record.

        Raises:
            InvalidForm: an act of an earlier row was not withdrawn, or the record differs.

        """
        if party in self.not_withdrawn:
            raise InvalidForm({"organisation": Message("An earlier row has an act of this organisation that was not withdrawn.")})
        if not row.withdrawn:
            self.not_withdrawn.add(party)
        recorded = self.not_compared.setdefault(party, iter(self.record.acts.get(party, ())))
        acts = row.acts()
        for position, act in enumerate(acts):
            known = next(recorded, None)
            if known is None:
                return acts[position:]
            if not _same(act, known, self.record.corrected.get(known.id, set()), any_level=any_level):
                raise InvalidForm({"organisation": _CONTRADICTS})
        return ()


def _same(act: PastAct, known: Act, corrected: Collection[str | None], *, any_level: bool) -> bool:
    same_level = any_level or act.disclosure is None or (act.disclosure, act.description) == (known.disclosure, known.description)
    same_days = act.acted in {known.acted, *corrected} and act.received in {None, known.received}
    return same_level and same_days and (known.kind, known.channel) == (act.kind, Channel.HISTORICAL)
