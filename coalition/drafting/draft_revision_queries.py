"""Reading the revisions of a draft (for those who work on the memorandum)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.database import among, prepared
from coalition.memoranda.recording_revisions import Recorded
from coalition.memoranda.tables import Revision, RevisionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable
    from piccolo.query import Select


class RevisionLine(Struct, frozen=True):
    """A revision without what it says: who saved it and when, how, and which provision it is about; `who` is empty if it is not known."""

    wording: int
    language: str
    number: int
    at: datetime
    who: str
    kind: RevisionKind
    provision: str
    change: str


class RevisionsAsked(Struct, frozen=True):
    """Which revisions are asked for; empty: all of them. `person` is the id or the address of an account."""

    kind: str = ""
    person: int | str = ""
    provision: str = ""

    @property
    def conditions(self) -> list[tuple[Column, int | str]]:
        """The columns with the values that they must have."""
        account = Revision.coordinator if isinstance(self.person, int) else Revision.coordinator.email
        pairs = ((Revision.kind, self.kind), (account, self.person), (Revision.provision, self.provision))
        return [(column, value) for column, value in pairs if value]


_COLUMNS = (
    *(Revision.wording, Revision.number, Revision.change, Revision.kind, Revision.provision, Revision.saved_at),
    *(Revision.coordinator.name, Revision.wording.language),
)


async def revisions_of(wording_id: int, before: int, limit: int, asked: RevisionsAsked) -> list[RevisionLine]:
    """Return a page of the revisions of a wording, newest first: those with numbers below `before`, from the newest on if it is 0."""
    condition: Combinable = Revision.wording == wording_id
    if before:
        condition = condition & (Revision.number < before)
    for column, value in asked.conditions:
        condition = condition & (column == value)
    return [_line(row) for row in await Revision.select(*_COLUMNS).where(condition).order_by(Revision.number, ascending=False).limit(limit)]


async def revision(wording_id: int, number: int) -> RevisionLine | None:
    """Return one revision."""
    rows = await _revision(wording_id, number)
    return _line(rows[0]) if rows else None


@prepared
def _revision(wording_id: int, number: int) -> Select[Revision]:
    return Revision.select(*_COLUMNS).where((Revision.wording == wording_id) & (Revision.number == number))


async def content_of(wording_id: int, number: int) -> Recorded | None:
    """Return what a revision says."""
    rows = await _content(wording_id, number)
    return Recorded.of(rows[0]) if rows else None


@prepared
def _content(wording_id: int, number: int) -> Select[Revision]:
    columns = (Revision.content, Revision.divided, Revision.rules)
    return Revision.select(*columns).where((Revision.wording == wording_id) & (Revision.number == number)).limit(1)


async def revisions_of_change(wording_ids: Sequence[int], change: str) -> list[RevisionLine]:
    """Return the revisions that one change made in some wordings."""
    rows = await Revision.select(*_COLUMNS).where(among(Revision.wording, wording_ids) & (Revision.change == change)).order_by(Revision.id)
    return [_line(row) for row in rows]


async def last_revisions(wording_ids: Sequence[int], limit: int) -> list[RevisionLine]:
    """Return the newest revisions of some wordings, newest first."""
    rows = await Revision.select(*_COLUMNS).where(among(Revision.wording, wording_ids)).order_by(Revision.id, ascending=False).limit(limit)
    return [_line(row) for row in rows]


async def last_own_number(wording_id: int, person: int) -> int:
    """Return the number of the newest revision of a wording that a person saved; 0 without one."""
    rows = await _last_own(wording_id, person)
    return int(rows[0]["number"]) if rows else 0


@prepared
def _last_own(wording_id: int, person: int) -> Select[Revision]:
    own = (Revision.wording == wording_id) & (Revision.coordinator == person)
    return Revision.select(Revision.number).where(own).order_by(Revision.number, ascending=False).limit(1)


async def changed_after(wording_id: int, number: int) -> tuple[set[str], bool]:
    """Return the provisions that revisions after one number are about, and whether one of them is about the whole text."""
    keys = {row["provision"] for row in await _changed(wording_id, number)}
    return keys - {""}, "" in keys


@prepared
def _changed(wording_id: int, number: int) -> Select[Revision]:
    later = (Revision.wording == wording_id) & (Revision.number > number)
    return Revision.select(Revision.provision).where(later).group_by(Revision.provision)


def _line(row: Mapping[str, Any]) -> RevisionLine:
    return RevisionLine(
        row["wording"],
        row["wording.language"],
        row["number"],
        row["saved_at"],
        row["coordinator.name"] or "",
        RevisionKind(row["kind"]),
        row["provision"],
        row["change"],
    )
