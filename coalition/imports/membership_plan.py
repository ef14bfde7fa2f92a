"""Planning an import of networks and their members, row by row; nothing is written."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from coalition.fields import InvalidForm
from coalition.imports.membership_rows import FIELDS, read_cells
from coalition.imports.plans import Plan, PlannedRow, RowAction
from coalition.imports.questions import Choices, Questions
from coalition.imports.reading_rows import GivenFile, read_rows
from coalition.languages import Message, date_text
from coalition.networks import queries
from coalition.networks.forms import NO_NETWORK, MembershipForm
from coalition.networks.tables import UNKNOWN
from coalition.organisations.queries import ids_by_names, ids_by_slug, views_by_id
from coalition.organisations.tables import OrganisationKind
from coalition.partial_dates import PartialDate
from coalition.search_keys import plain_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coalition.imports.shared_cells import RowRead
    from coalition.networks.tables import Membership
    from coalition.organisations.views import OrganisationView
    from coalition.spreadsheets.sheets import Sheet

_UNKNOWN_DAY = Message("left on a day that is not known")
_COLUMNS = {"from": "since", "source": "note", "organisation": "member"}


class PlannedMembership(PlannedRow, frozen=True):
    """A row of a table of networks; `form` is None where nothing is written. `named` are the member and the network."""

    network: str = ""
    named: tuple[str, str] = ("", "")
    form: MembershipForm | None = None

    @property
    def writes(self) -> bool:
        """Whether the row adds a membership."""
        return self.form is not None

    @property
    def slug(self) -> str:
        """The address name of the member; an empty string if nothing is written."""
        return self.form.organisation if self.form else ""

    def details(self, language: str) -> list[str]:
        """Return the role, and since when and until when it is, or was, a member."""
        if self.form is None:
            return []
        return [word.text(language) for word in (self.form.role.word, *_times(self.form))]

    def cells(self, language: str) -> list[str]:
        """Return the member, the network, its role, since when and until when."""
        if self.form is None:
            return []
        until = _UNKNOWN_DAY.text(language) if self.form.until == UNKNOWN else _day(self.form.until, language)
        return [*self.named, self.form.role.word.text(language), _day(self.form.since, language), until]


def _day(partial: str | None, language: str) -> str:
    return date_text(PartialDate(partial), language) if partial else ""


def _times(form: MembershipForm) -> Iterator[Message]:
    if form.since:
        yield Message("since {date}", date=PartialDate(form.since))
    if form.until == UNKNOWN:
        yield _UNKNOWN_DAY
    elif form.until:
        yield Message("a member until {date}", date=PartialDate(form.until))


async def plan_memberships(
    sheets: Sequence[Sheet], choices: Choices | None = None, mapping: Mapping[str, str] | None = None
) -> Plan[PlannedMembership]:
    """Plan the import of a file; `mapping` gives the field for a column of another name.

    Networks and members are known by their address names, or by any name that only one of them has. A membership that is on record with the
    same role and dates is unchanged.

    Raises:
        UnreadableFile: the file lacks a needed column, or has too many rows.

    """
    given = GivenFile(sheets, choices or Choices(), mapping)
    questions = Questions(given.choices.answers)
    file, reads = await asyncio.to_thread(read_rows, given, FIELDS, read_cells, questions)
    known = await _organisations_in(reads)
    before = await _memberships_in(reads, known)
    return Plan([_plan_row(read, known, before) for read in reads], file, questions.open_first)


async def _organisations_in(reads: Sequence[RowRead]) -> dict[str, list[OrganisationView]]:
    """Return the organisations that each text in the columns of networks and members may mean."""
    texts = {read.values[column] for read in reads for column in ("network", "member") if read.values.get(column)}
    slugs, names = await ids_by_slug(texts), await ids_by_names(texts)
    meant = {text: {slugs[text]} if text in slugs else names.get(plain_key(text), set()) for text in texts}
    views = await views_by_id(set().union(*meant.values()))
    return {text: [views[number] for number in sorted(ids)] for text, ids in meant.items()}


async def _memberships_in(reads: Sequence[RowRead], known: Mapping[str, Sequence[OrganisationView]]) -> dict[tuple[int, int], list[Membership]]:
    """Return the memberships on record of the organisations that rows name, by network and member."""
    members = {view.id for read in reads for view in known.get(read.values.get("member", ""), ())}
    before: dict[tuple[int, int], list[Membership]] = defaultdict(list)
    for row in await queries.memberships_of(members):
        before[row.network, row.member].append(row)
    return before


def _plan_row(
    read: RowRead, known: Mapping[str, Sequence[OrganisationView]], before: Mapping[tuple[int, int], Sequence[Membership]]
) -> PlannedMembership:
    name = f"{read.values.get('network', '')} · {read.values.get('member', '')}"
    try:
        network, member = _network(read, known), _one(read, "member", known)
        read.check()
        form = _form(read, member)
    except InvalidForm as invalid:
        problems = {**{_COLUMNS.get(path, path): message for path, message in invalid.problems.items()}, **read.problems}
        return PlannedMembership(read.number, name, RowAction.NEW, problems, remarks=read.remarks)
    if any((row.role, row.since, row.until) == (form.role.value, form.since, form.until) for row in before.get((network.id, member.id), ())):
        return PlannedMembership(read.number, name, RowAction.UNCHANGED, remarks=read.remarks)
    named = member.primary.name, network.primary.name
    return PlannedMembership(read.number, name, RowAction.NEW, remarks=read.remarks, network=network.slug, named=named, form=form)


def _network(read: RowRead, known: Mapping[str, Sequence[OrganisationView]]) -> OrganisationView:
    network = _one(read, "network", known)
    if network.kind != OrganisationKind.NETWORK:
        raise InvalidForm({"network": NO_NETWORK})
    return network


def _one(read: RowRead, column: str, known: Mapping[str, Sequence[OrganisationView]]) -> OrganisationView:
    """Return the organisation that a cell means.

    Raises:
        InvalidForm: it means none, or more than one.

    """
    text = read.values.get(column, "")
    meant = known.get(text, ())
    if len(meant) == 1:
        return meant[0]
    if column in read.problems or not text:
        raise InvalidForm({column: read.problems.get(column, Message("This is needed."))})
    if meant:
        slugs = [view.slug for view in meant]
        raise InvalidForm({column: Message("More than one organisation is called {name}; write its address name: {slugs}.", name=text, slugs=slugs)})
    raise InvalidForm({column: Message("No organisation in the register is called {name}.", name=text)})


def _form(read: RowRead, member: OrganisationView) -> MembershipForm:
    values = read.values
    given = {"organisation": member.slug, "from": values.get("since", ""), "until": values.get("until", ""), "source": values.get("note", "")}
    return MembershipForm.parse(given | ({"role": values["role"]} if values.get("role") else {}))
