"""Rows that may mean an organisation of the register or of an earlier row, for the reasons of `organisations/sought.py`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.imports.questions import LEAVE_OUT, NEW, Questions
from coalition.imports.reading_cells import emails_of
from coalition.languages import Message, Sentences
from coalition.organisations.likely_duplicates import Likely, likely_duplicates
from coalition.organisations.names import NameMessage
from coalition.organisations.sought import Sought, earlier_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.imports.shared_cells import RowRead

_MOST_CANDIDATES = 3
_NEW_OR_OUT = ((NEW, Message("a new organisation")), (LEAVE_OUT, Message("leave this row out")))


class Meanings(Struct):
    """What a row may mean: organisations of the register, or that of an earlier row of the file."""

    organisations: Sequence[Likely] = ()
    earlier_row: int | None = None


def sought_by(values: Mapping[str, str]) -> Sought:
    """Return what a row tells of its organisation."""
    english, native, acronym = (values.get(column, "") for column in ("name_en", "name_native", "acronym"))
    emails = emails_of(values["email"])[0] if values.get("email") else ()
    return Sought([(english, acronym), (native, "")], values.get("country") or None, values.get("website", ""), emails)


async def meanings_of(reads: Sequence[RowRead]) -> dict[int, Meanings]:
    """Return by the number of the row what it may mean; rows that resemble nothing are left out."""
    sought, earlier = await asyncio.to_thread(_compared, reads)
    likely = await likely_duplicates(sought, _MOST_CANDIDATES, abroad=True)
    return {number: Meanings(likely.get(number, ()), earlier.get(number)) for number in sorted(likely.keys() | earlier.keys())}


def _compared(reads: Sequence[RowRead]) -> tuple[dict[int, Sought], dict[int, int]]:
    """Return what each row tells, and which row resembles which earlier one."""
    sought = {read.number: sought_by(read.values) for read in reads}
    return sought, earlier_rows(sought)


def ask_who(questions: Questions, read: RowRead, name: str, meanings: Meanings) -> str:
    """Ask whether a row means an organisation that it resembles; return `new`, `out`, a slug, or `row:7` for the one of an earlier row."""
    same = [(likely.organisation.slug, _label(likely)) for likely in meanings.organisations]
    if meanings.earlier_row:
        same.append((f"row:{meanings.earlier_row}", Message("the same as in row {row}", row=meanings.earlier_row)))
    question = questions.ask(
        f"who:{read.number}:{name}", read.number, Message("Which organisation is “{name}”?", name=name), [*same, *_NEW_OR_OUT], LEAVE_OUT
    )
    question.tells_of_contacts = [likely.organisation.id for likely in meanings.organisations if likely.tells_of_contacts]
    if question.answer == LEAVE_OUT:
        read.leave_out(question)
    return question.answer


def _label(likely: Likely) -> Message:
    organisation = likely.organisation
    same = Message("the same as {name} ({slug}).", name=NameMessage(organisation), slug=organisation.slug)
    return Sentences(same, *likely.reasons)
