"""Planning an import of signatories of the past, row by row; nothing is written."""

from __future__ import annotations

import asyncio
from collections import defaultdict
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
from coalition.imports.plans import Plan, PlannedRow, RowAction
from coalition.imports.questions import Choices, Questions
from coalition.imports.reading_rows import GivenFile, read_rows
from coalition.imports.shared_cells import CellReader
from coalition.imports.signatory_names import Signatories, signatories_of
from coalition.imports.signatory_rows import FIELDS, PastAct, SignatoryRow, read_cells, read_row
from coalition.languages import Message, date_text
from coalition.memoranda.edition_queries import adopted_on
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from coalition.acts.tables import Act
    from coalition.forums.views import ForumView
    from coalition.imports.shared_cells import RowRead
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.forms import OrganisationForm
    from coalition.organisations.views import OrganisationView
    from coalition.spreadsheets.sheets import Sheet


READ_AT_ONCE = 200  # organisations
_CONTRADICTS = Message("The record tells of this organisation otherwise; a file does not change what is on record.")


class PlannedSignatory(PlannedRow, frozen=True):
    """A row of a table of signatories; `acts` are not on record yet, `new` is the form of an organisation that is not in the register yet."""

    organisation: OrganisationView | None = None
    new: OrganisationForm | None = None
    row: SignatoryRow | None = None
    acts: Sequence[PastAct] = ()

    @property
    def writes(self) -> bool:
        """Whether the row adds acts to the record."""
        return bool(self.acts)

    def details(self, language: str) -> list[str]:
        """Return the acts with their days, as far as they are known."""
        days = [date_text(PartialDate(act.acted), language) if act.acted else "–" for act in self.acts]
        return [f"{act.kind.word.text(language)} {day}" for act, day in zip(self.acts, days, strict=True)]

    @property
    def names(self) -> bool:
        """Whether a signature or support that it adds names the organisation, now or later."""
        levels = [LEVELS[act.disclosure] for act in self.acts if act.disclosure]
        return any(level.names_organisation or level.opens_as for level in levels)

    @property
    def slug(self) -> str:
        """The slug of the organisation, or the one that a new organisation gets; an empty string if the row names none."""
        return self.organisation.slug if self.organisation else self.new.slug if self.new else ""


async def plan_signatories(
    memorandum: Memorandum, sheets: Sequence[Sheet], choices: Choices | None = None, mapping: Mapping[str, str] | None = None, *, source: str = ""
) -> Plan[PlannedSignatory]:
    """Plan the import of a file; `mapping` gives the field for a column of another name, `source` is the source of rows that name none.

    Raises:
        UnreadableFile: the file lacks a needed column, or has too many rows.

    """
    given = GivenFile(sheets, choices or Choices(), mapping)
    questions = Questions(given.choices.answers)
    file, reads = await asyncio.to_thread(read_rows, given, FIELDS, read_cells, questions)
    register = await signatories_of(reads, CellReader(file, questions))
    head = _Header(source, await forums.view_of(memorandum.forum), memorandum, await adopted_on(memorandum.id, None))
    planner = _Planner(head, register, await _record_of(memorandum, register.views))
    planned = await asyncio.to_thread(lambda: [planner.plan(read) for read in reads])
    return Plan(await _without_names_that_single_out(memorandum, planned), file, questions.open_first)


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


class _Header(Struct, frozen=True):
    """What is the same for every row: the source of rows that name none, the forum, the memorandum and its adoption."""

    source: str
    forum: ForumView | None
    memorandum: Memorandum
    adopted: PartialDate | None


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

    def __init__(self, header: _Header, register: Signatories, record: _Record) -> None:
        self.source, self.forum, self.header = header.source, header.forum, header
        self.register, self.record = register, record
        self.not_compared: dict[int, Iterator[Act]] = {}
        self.not_withdrawn: set[int] = set()

    def plan(self, read: RowRead) -> PlannedSignatory:
        """Plan one row."""
        name, values = read.values.get("organisation", ""), read.values
        try:
            read.check()
            organisation, new = self.register.find(name)
            level = default_level(None if self.register.was_new(name) else organisation, self.forum)
            row = read_row(values, source=values.get("source") or self.source, default=level)
            party = organisation.id if organisation else self.register.number_of_new(name)
            acts = self._missing(party, row, any_level=not values.get("disclosure"))
            self._check_days(party, acts)
        except InvalidForm as invalid:
            return PlannedSignatory(read.number, name, RowAction.NEW, invalid.problems, remarks=read.remarks)
        all_new = len(acts) == len(row.acts())
        action = RowAction.NEW if all_new else RowAction.CHANGED if acts else RowAction.UNCHANGED
        return PlannedSignatory(read.number, name, action, remarks=read.remarks, organisation=organisation, row=row, acts=acts, new=new)

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
