"""The decided amendments of a text that are in the record of drafting or can come into it, as the desk lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.public_queries import named_among
from coalition.amendments.queries import sponsors_of
from coalition.amendments.shown_texts import difference_of
from coalition.amendments.tables import AMENDMENT_REASON, AMENDMENT_TEXT, AmendmentState, Operation
from coalition.drafting_record import queries
from coalition.drafting_record.forms import MOST_AT_ONCE
from coalition.organisations import queries as organisations

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coalition.amendments.tables import Amendment
    from coalition.drafting_record.forms import PublicationForm
    from coalition.drafting_record.queries import Decided
    from coalition.organisations.views import OrganisationView
    from coalition.text.differences import DifferencePart


class Candidate(Struct, frozen=True):
    """A line that is published, can be, or was taken back. `by_name`: everybody would read the names of its authors."""

    number: int
    provision: str
    operation: Operation
    language: str
    outcome: AmendmentState
    organisation: OrganisationView
    by_name: bool
    is_published: bool
    is_named: bool
    was_taken_back: bool
    difference: Sequence[DifferencePart]


class AskedLine(Struct, frozen=True):
    """A line that somebody asks to publish, with what everybody would read of it; `names` are empty where it would be without names."""

    provision_number: str
    operation: Operation
    original: str
    text: str
    reason: str
    decision_reason: str
    names: Sequence[str]


class Candidates(Struct, frozen=True):
    """A page of candidates by number; `after` is where the next page begins, 0 on the last. `others`: how many cannot be published."""

    lines: Sequence[Candidate]
    after: int
    others: int
    is_published: bool


async def candidates_of(memorandum_id: int, *, after: int = 0, limit: int = MOST_AT_ONCE) -> Candidates:
    """Return a page of the candidates of a memorandum, for those who work on it, in a fixed number of queries."""
    rows = await queries.decided_lines(memorandum_id, after=after, limit=limit + 1)
    shown = rows[:limit]
    named = await named_among(memorandum_id, [row.amendment.id for row in shown])
    views = await organisations.views_by_id({row.amendment.organisation for row in shown})
    others = await queries.number_not_shown(memorandum_id)
    more = shown[-1].amendment.number if len(rows) > limit else 0
    return Candidates([_candidate(row, named, views) for row in shown], more, others, bool(await queries.lines_shown(memorandum_id)))


def _candidate(row: Decided, named: Collection[int], views: Mapping[int, OrganisationView]) -> Candidate:
    amendment, line = row
    operation = Operation(amendment.operation)
    is_published = bool(line and line.shown)
    words = line.text if line and line.shown else AMENDMENT_TEXT.decrypt(amendment.text, amendment.key)
    return Candidate(
        number=amendment.number,
        provision=amendment.provision,
        operation=operation,
        language=amendment.language,
        outcome=AmendmentState(amendment.state),
        organisation=views[amendment.organisation],
        by_name=amendment.id in named,
        is_published=is_published,
        is_named=bool(line and line.shown and line.named),
        was_taken_back=bool(line and not line.shown),
        difference=difference_of(amendment.provision, operation, amendment.base, words),
    )


async def asked_lines(memorandum_id: int, form: PublicationForm) -> list[AskedLine]:
    """Return the lines that somebody asks to publish, by number (for the second coordinator)."""
    rows = await queries.to_be_published(memorandum_id, form.amendments)
    named = await named_among(memorandum_id, [row.id for row in rows])
    sponsors = await sponsors_of(named)
    views = await organisations.views_by_id({row.organisation for row in rows if row.id in named} | {each.organisation for each in sponsors})
    lines = []
    for row in rows:
        authors = [row.organisation, *(each.organisation for each in sponsors if each.amendment == row.id)] if row.id in named else []
        lines.append(_asked(row, [views[author].primary.name for author in authors], reasons=form.reasons))
    return lines


def _asked(amendment: Amendment, names: Sequence[str], *, reasons: bool) -> AskedLine:
    return AskedLine(
        provision_number=amendment.provision_number,
        operation=Operation(amendment.operation),
        original=amendment.base,
        text=AMENDMENT_TEXT.decrypt(amendment.text, amendment.key),
        reason=AMENDMENT_REASON.decrypt(amendment.reason, amendment.key) if amendment.seat else "",
        decision_reason=amendment.decision_reason if reasons else "",
        names=names,
    )
