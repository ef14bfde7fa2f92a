"""Rows that may mean an organisation of the register or of an earlier row: by the shape of a name, or by the domain of the web site."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.imports.questions import LEAVE_OUT, NEW, Questions
from coalition.languages import Message
from coalition.organisations import queries
from coalition.organisations.domain_queries import owners_of
from coalition.organisations.domains import domain_of, mail_domain
from coalition.organisations.likeness import shapes
from coalition.organisations.likeness_queries import ids_by_shape
from coalition.organisations.names import NameMessage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.imports.shared_cells import RowRead
    from coalition.organisations.views import OrganisationView

_MOST_CANDIDATES = 3
_NEW_OR_OUT = ((NEW, Message("a new organisation")), (LEAVE_OUT, Message("leave this row out")))


class Marks(Struct, frozen=True):
    """By what a row is compared with others."""

    names: tuple[str, ...]
    shapes: frozenset[str]
    domain: str


class Likely(Struct):
    """What a row may mean: organisations of the register, or an earlier row of the file."""

    organisations: list[OrganisationView] = field(default_factory=list)
    earlier_row: int | None = None


def marks_of(values: Mapping[str, str]) -> Marks:
    """Return the marks of a row."""
    names = tuple(values[column] for column in ("name_en", "name_native") if values.get(column))
    domain = mail_domain(domain_of(values.get("website", ""))) if values.get("website") else ""
    return Marks(names, frozenset(shape for name in names for shape in shapes(name)), domain)


async def likely_duplicates(reads: Sequence[RowRead]) -> dict[int, Likely]:
    """Return by the number of the row what it may mean; rows that resemble nothing are left out."""
    marks, shapes_of_rows, earlier = await asyncio.to_thread(_marks_of_all, reads)
    by_shape = await ids_by_shape(shapes_of_rows)
    by_domain: dict[str, set[int]] = {}
    for owner in await owners_of({mark.domain for mark in marks.values()} - {""}):
        if owner.is_site:
            by_domain.setdefault(owner.domain, set()).add(owner.organisation)
    ids = await asyncio.to_thread(lambda: {number: _ids(mark, by_shape, by_domain) for number, mark in marks.items()})
    views = await queries.views_by_id({organisation for some in ids.values() for organisation in some})
    return {
        number: Likely([views[organisation] for organisation in some if organisation in views], earlier.get(number))
        for number, some in ids.items()
        if some or number in earlier
    }


def _marks_of_all(reads: Sequence[RowRead]) -> tuple[dict[int, Marks], set[str], dict[int, int]]:
    """Return the marks of each row, the shapes of all of them, and which row resembles which earlier one."""
    marks = {read.number: marks_of(read.values) for read in reads}
    return marks, {shape for mark in marks.values() for shape in mark.shapes}, _earlier_rows(marks)


def _ids(mark: Marks, by_shape: Mapping[str, set[int]], by_domain: Mapping[str, set[int]]) -> list[int]:
    same_name = {organisation for shape in mark.shapes for organisation in by_shape.get(shape, ())}
    return [*sorted(same_name), *sorted(by_domain.get(mark.domain, set()) - same_name)][:_MOST_CANDIDATES]


def _earlier_rows(marks: Mapping[int, Marks]) -> dict[int, int]:
    first: dict[str, int] = {}
    earlier: dict[int, int] = {}
    for number, mark in marks.items():
        own = [*mark.shapes, *([f"@{mark.domain}"] if mark.domain else [])]
        if rows := [first[key] for key in own if key in first]:
            earlier[number] = min(rows)
        for key in own:
            first.setdefault(key, number)
    return earlier


def ask_who(questions: Questions, read: RowRead, name: str, likely: Likely) -> str:
    """Ask whether a row means an organisation that it resembles; return `new`, `out`, a slug, or `row:7` for the one of an earlier row."""
    same = [(other.slug, Message("the same as {name} ({slug})", name=NameMessage(other), slug=other.slug)) for other in likely.organisations]
    if likely.earlier_row:
        same.append((f"row:{likely.earlier_row}", Message("the same as in row {row}", row=likely.earlier_row)))
    question = questions.ask(
        f"who:{read.number}:{name}", read.number, Message("Which organisation is “{name}”?", name=name), [*same, *_NEW_OR_OUT], LEAVE_OUT
    )
    if question.answer == LEAVE_OUT:
        read.leave_out(question)
    return question.answer
