"""What importing a table of signatories of the past would do, row by row; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.acts.queries import recorded_acts
from coalition.acts.tables import ActKind, Channel
from coalition.fields import InvalidForm
from coalition.imports.plans import RowAction, check_table
from coalition.imports.signatory_rows import COLUMNS, SYNONYMS, PastAct, SignatoryRow, read_row
from coalition.languages import Message
from coalition.organisations import queries
from coalition.search_keys import plain_key
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.spreadsheets.workbooks import columns_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coalition.acts.tables import Act
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.queries import Named


_CONTRADICTS = Message("The record tells of this organisation otherwise; a file does not change what is on record.")


class PlannedSignatory(Struct, frozen=True):
    """A row of the file (the header is row 1), what it would do, and by column what does not fit; `acts` is what is missing on record."""

    number: int
    name: str
    action: RowAction
    problems: Mapping[str, Message] = field(default_factory=dict)
    organisation: Named | None = None
    row: SignatoryRow | None = None
    acts: Sequence[PastAct] = ()

    @property
    def slug(self) -> str:
        """The address name of its organisation, if one was found."""
        return self.organisation.slug if self.organisation else ""


class SignatoryPlan(Struct, frozen=True):
    """What importing a file would do; `ignored` names columns that mean nothing here."""

    rows: Sequence[PlannedSignatory]
    ignored: tuple[str, ...] = ()

    @property
    def refused(self) -> list[PlannedSignatory]:
        """The rows that are left out."""
        return [row for row in self.rows if row.problems]

    @property
    def writing(self) -> list[PlannedSignatory]:
        """The rows that put something on record."""
        return [row for row in self.rows if row.acts]

    def count(self, action: RowAction) -> int:
        """Count the sound rows of an action."""
        return sum(row.action is action and not row.problems for row in self.rows)


async def plan_signatories(memorandum: Memorandum, content: bytes, mapping: dict[str, str] | None = None, *, source: str = "") -> SignatoryPlan:
    """Say what importing a CSV or XLSX file would do; `source` is that of every row that names none. Nothing is written.

    Raises:
        UnreadableFile: it is no table, lacks a needed column, or has too many rows.

    """
    header, rows = table_of(content)
    columns = [SYNONYMS.get(name, name) for name in columns_of(header, mapping)]
    if not {"organisation", "kind"} <= set(columns):
        raise UnreadableFile(Message("The first row must name the columns; needed are organisation and kind."))
    check_table(columns, COLUMNS, rows)
    filled = [(number, cells) for number, cells in enumerate(rows, start=2) if any(cells)]
    planner = _Planner(columns, source, await _register(columns, [cells for _, cells in filled]), await _present(memorandum))
    ignored = tuple(name for name, column in zip(header, columns, strict=True) if name and column not in COLUMNS)
    return SignatoryPlan([planner.plan(number, cells) for number, cells in filled], ignored)


class _Register(Struct, frozen=True):
    """The organisations a file may mean, by address name and by every name they have or had."""

    by_slug: Mapping[str, int]
    by_name: Mapping[str, set[int]]
    named: Mapping[int, Named]

    def find(self, typed: str) -> Named:
        """Return the one organisation that is called so.

        Raises:
            InvalidForm: nothing, or more than one organisation, is called so.

        """
        if typed in self.by_slug:
            return self.named[self.by_slug[typed]]
        fitting = self.by_name.get(plain_key(typed), set()) if typed else set()
        if len(fitting) == 1:
            return self.named[next(iter(fitting))]
        if not fitting:
            raise InvalidForm({"organisation": Message("No organisation in the register is called {name}.", name=typed)})
        slugs = ", ".join(sorted(self.named[organisation].slug for organisation in fitting))
        message = Message("More than one organisation is called {name}; write its address name: {slugs}.", name=typed, slugs=slugs)
        raise InvalidForm({"organisation": message})


async def _register(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> _Register:
    at = columns.index("organisation")
    typed = {cells[at] for cells in rows if len(cells) > at}
    slugs, names = await queries.by_slugs(typed), await queries.called()
    by_name = {plain_key(text): names.get(plain_key(text), set()) for text in typed}
    return _Register(slugs, by_name, await queries.named(set(slugs.values()).union(*by_name.values())))


async def _present(memorandum: Memorandum) -> Mapping[int, Sequence[Act]]:
    by_party: dict[int, list[Act]] = defaultdict(list)
    for act in await recorded_acts(memorandum.id):
        if act.kind != ActKind.DISCLOSURE:
            by_party[act.organisation].append(act)
    return by_party


class _Planner:
    """Compares rows with what is on record: the rows of an organisation must continue it, in its order."""

    def __init__(self, columns: Sequence[str], source: str, register: _Register, present: Mapping[int, Sequence[Act]]) -> None:
        self.columns, self.source, self.register = columns, source, register
        self.left: dict[int, Iterator[Act]] = {}
        self.present = present
        self.standing: set[int] = set()

    def plan(self, number: int, cells: Sequence[str]) -> PlannedSignatory:
        """Plan one row."""
        name = dict(zip(self.columns, cells, strict=False)).get("organisation", "")
        try:
            values = self._values(cells)
            organisation = self.register.find(name)
            row = read_row(values, source=self.source, at_risk=organisation.at_risk)
            acts = self._missing(organisation.id, row)
        except InvalidForm as invalid:
            return PlannedSignatory(number, name, RowAction.NEW, invalid.problems)
        is_new = len(acts) == len(row.acts())
        action = RowAction.NEW if is_new else RowAction.CHANGED if acts else RowAction.UNCHANGED
        return PlannedSignatory(number, name, action, organisation=organisation, row=row, acts=acts)

    def _values(self, cells: Sequence[str]) -> Mapping[str, str]:
        if len(cells) > len(self.columns):
            message = Message("This row has more cells than the header; put cells that hold commas in quotation marks.")
            raise InvalidForm({"organisation": message})
        return {column: cell for column, cell in zip(self.columns, cells, strict=False) if column in COLUMNS}

    def _missing(self, party: int, row: SignatoryRow) -> Sequence[PastAct]:
        """Return the acts of a row that are not on record.

        Raises:
            InvalidForm: an earlier row still stands, or the record tells it otherwise.

        """
        if party in self.standing:
            raise InvalidForm({"organisation": Message("An earlier row has an act of this organisation that was not withdrawn.")})
        if not row.withdrawn:
            self.standing.add(party)
        recorded = self.left.setdefault(party, iter(self.present.get(party, ())))
        acts = row.acts()
        for at, act in enumerate(acts):
            known = next(recorded, None)
            if known is None:
                return acts[at:]
            if not _same(act, known):
                raise InvalidForm({"organisation": _CONTRADICTS})
        return ()


def _same(act: PastAct, known: Act) -> bool:
    same_act = (known.kind, known.acted, known.channel) == (act.kind, act.acted, Channel.HISTORICAL)
    same_level = act.disclosure is None or (act.disclosure, act.description) == (known.disclosure, known.description)
    return same_act and same_level
