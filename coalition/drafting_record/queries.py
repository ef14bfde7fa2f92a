"""Reading the public record of drafting. `public_lines` is what everybody reads; all other functions are for operations and for the desk."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, NamedTuple

from coalition.amendments.public_queries import (
    adopted_in,
    has_words,
    ids_readable_by_everybody,
    ids_readable_by_name,
    named_among,
    readable_by_everybody,
    signed_by_name,
)
from coalition.amendments.tables import Amendment
from coalition.database import among, made_of, prepared_for_thread, whole
from coalition.drafting_record.tables import ProposalAuthor, PublishedProposal
from coalition.organisations.queries import remaining_of
from coalition.search.queries import matching
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

    from coalition.acts.tables import Standing
    from coalition.search.match_marks import Words

_YES = True  # the value of a column


class UninformedAuthor(NamedTuple):
    """An organisation of a public line that got no letter about it, with the number and the operation of the amendment.

    `named`: everybody reads its name.
    """

    id: int
    organisation: int
    number: int
    operation: str
    named: bool


class Decided(NamedTuple):
    """A decided amendment whose line everybody may read, with its line if that was published before."""

    amendment: Amendment
    published: PublishedProposal | None


def _public(memorandum_id: int) -> Combinable:
    """Return the condition on the lines that everybody reads: what was published, while everybody may read the amendment."""
    shown: Combinable = (PublishedProposal.memorandum == memorandum_id) & PublishedProposal.shown.eq(_YES)
    return shown & PublishedProposal.amendment.is_in(ids_readable_by_everybody(memorandum_id))


async def public_lines(
    memorandum_id: int, words: Words, *, after: str = "", limit: int, amendments: Collection[int] | None = None
) -> list[PublishedProposal]:
    """Return a page of the lines that everybody reads, in the order of the text; those that words find, or those of some amendments."""
    these = _public(memorandum_id) & (PublishedProposal.place > after)
    if words:
        these &= reduce(and_, [_says(memorandum_id, word) for word in words.each])
    if amendments is not None:
        these &= among(PublishedProposal.amendment, amendments)
    rows = await PublishedProposal.select(whole(PublishedProposal)).where(these).order_by(PublishedProposal.place).limit(limit)
    return [made_of(PublishedProposal, row) for row in rows]


def _says(memorandum_id: int, word: str) -> Combinable:
    """Return the condition that a word is in a line, or in a name that everybody reads in it."""
    named = PublishedProposal.named.eq(_YES) & PublishedProposal.amendment.is_in(ids_readable_by_name(memorandum_id))
    by_name = ProposalAuthor.select(ProposalAuthor.proposal).where(matching(Kind.ORGANISATION, ProposalAuthor.organisation, word))
    return matching(Kind.PROPOSAL, PublishedProposal.id, word) | (named & PublishedProposal.id.is_in(by_name))


async def has_public_lines(memorandum_id: int) -> bool:
    """Whether everybody reads anything in the record of a memorandum."""
    return bool(await _first_line(memorandum_id))


@prepared_for_thread
def _first_line(memorandum_id: int) -> Select[PublishedProposal]:
    return PublishedProposal.select(PublishedProposal.id).where(_public(memorandum_id)).limit(1)


async def authors_of(proposal_ids: Iterable[int]) -> list[ProposalAuthor]:
    """Return the organisations of some lines (whoever shows them asks who may be named), who made each first."""
    these = among(ProposalAuthor.proposal, proposal_ids)
    return [made_of(ProposalAuthor, row) for row in await ProposalAuthor.select(whole(ProposalAuthor)).where(these).order_by(ProposalAuthor.supports)]


async def uninformed_authors(memorandum_id: int) -> list[UninformedAuthor]:
    """Return the organisations of the public lines of a memorandum that got no letter about them, by their ids and the lines (for letters)."""
    line: Any = ProposalAuthor.proposal
    shown = PublishedProposal.select(PublishedProposal.id).where(_public(memorandum_id))
    these = line.is_in(shown) & ProposalAuthor.informed.eq(False)  # noqa: FBT003 -- the value of a column
    columns = (ProposalAuthor.id, ProposalAuthor.organisation, line.operation, line.named, line.amendment.id, line.amendment.number)
    rows = await ProposalAuthor.select(*columns).where(these).order_by(ProposalAuthor.organisation, line.place)
    by_name = await named_among(memorandum_id, [row["proposal.amendment.id"] for row in rows])
    return [
        UninformedAuthor(
            row["id"],
            row["organisation"],
            row["proposal.amendment.number"],
            row["proposal.operation"],
            bool(row["proposal.named"]) and row["proposal.amendment.id"] in by_name,
        )
        for row in rows
    ]


async def decided_lines(memorandum_id: int, *, after: int = 0, limit: int) -> list[Decided]:
    """Return a page of the decided amendments that are in the record or can come into it, by number (for those who work on the memorandum)."""
    these = _can_be_shown(memorandum_id) & (Amendment.number > after)
    rows = await Amendment.select(whole(Amendment)).where(these).order_by(Amendment.number).limit(limit)
    amendments = [made_of(Amendment, row) for row in rows]
    published = await published_of([amendment.id for amendment in amendments])
    return [Decided(amendment, published.get(amendment.id)) for amendment in amendments]


def _can_be_shown(memorandum_id: int) -> Combinable:
    in_record = PublishedProposal.select(PublishedProposal.amendment).where(
        (PublishedProposal.memorandum == memorandum_id) & PublishedProposal.shown.eq(_YES)
    )
    return readable_by_everybody(memorandum_id) & (Amendment.id.is_in(in_record) | (has_words() & signed_by_name()))


async def number_not_shown(memorandum_id: int) -> int:
    """Return how many decided amendments cannot come into the record (for those who work on the memorandum)."""
    decided = int(await Amendment.count().where(adopted_in(memorandum_id)))
    return decided - int(await Amendment.count().where(_can_be_shown(memorandum_id)))


async def to_be_published(memorandum_id: int, numbers: Collection[int]) -> list[Amendment]:
    """Return those of some amendments that can be published now, by number (for the operation)."""
    these = readable_by_everybody(memorandum_id) & has_words() & signed_by_name() & among(Amendment.number, numbers)
    return [made_of(Amendment, row) for row in await Amendment.select(whole(Amendment)).where(these).order_by(Amendment.number)]


async def published_of(amendment_ids: Collection[int]) -> dict[int, PublishedProposal]:
    """Return the lines of some amendments by the id of the amendment, taken back or not."""
    rows = await PublishedProposal.select(whole(PublishedProposal)).where(among(PublishedProposal.amendment, amendment_ids))
    return {row["amendment"]: made_of(PublishedProposal, row) for row in rows}


async def lines_shown(memorandum_id: int, *, number: int | None = None) -> list[int]:
    """Return the ids of the lines that are published, of all amendments of a memorandum or of the one with a number (for the operation)."""
    these: Combinable = (PublishedProposal.memorandum == memorandum_id) & PublishedProposal.shown.eq(_YES)
    if number is not None:
        numbered = Amendment.select(Amendment.id).where((Amendment.memorandum == memorandum_id) & (Amendment.number == number))
        these &= PublishedProposal.amendment.is_in(numbered)
    return await PublishedProposal.select(PublishedProposal.id).where(these).output(as_list=True)


async def lines_not_agreed(memorandum_id: int) -> list[int]:
    """Return the ids of the lines that nobody may read any more, taken back ones too (for what erases them)."""
    these = (PublishedProposal.memorandum == memorandum_id) & PublishedProposal.amendment.not_in(ids_readable_by_everybody(memorandum_id))
    return await PublishedProposal.select(PublishedProposal.id).where(these).output(as_list=True)


async def lines_not_named(memorandum_id: int) -> list[int]:
    """Return the ids of the lines with names whose names nobody may read any more (for what takes them away)."""
    named: Combinable = (PublishedProposal.memorandum == memorandum_id) & PublishedProposal.named.eq(_YES)
    these = named & PublishedProposal.amendment.not_in(ids_readable_by_name(memorandum_id))
    return await PublishedProposal.select(PublishedProposal.id).where(these).output(as_list=True)


def _named_in(memorandum_id: int) -> Select[ProposalAuthor]:
    lines = PublishedProposal.select(PublishedProposal.id).where(
        (PublishedProposal.memorandum == memorandum_id) & PublishedProposal.shown.eq(_YES) & PublishedProposal.named.eq(_YES)
    )
    return ProposalAuthor.select(ProposalAuthor.organisation).where(ProposalAuthor.proposal.is_in(lines))


async def named_and_known(memorandum_id: int, known: Select[Standing], also: Collection[int]) -> tuple[int, int]:
    """Return how many organisations the record of a text names, and how many of them are known (for the rule of withheld names).

    `known` is a query of ids, `also` are other known ids.
    """
    named = {row["organisation"] for row in await _named_in(memorandum_id)}
    author = ProposalAuthor.organisation
    by_name = author.is_in(known) | author.is_in(remaining_of(known)) | among(author, also)
    rows = await _named_in(memorandum_id).where(by_name) if named else []
    return len(named), len({row["organisation"] for row in rows})


async def proposals_from(after: int, limit: int) -> list[PublishedProposal]:
    """Return lines whose ids follow one, for what is rebuilt for one after the other."""
    query = PublishedProposal.select(whole(PublishedProposal)).where(PublishedProposal.id > after).order_by(PublishedProposal.id).limit(limit)
    return [made_of(PublishedProposal, row) for row in await query]


async def number_of_proposals() -> int:
    """Return how many lines there are, taken back or not (for checks of what is computed from them)."""
    return int(await PublishedProposal.count())


def by_proposal(authors: Sequence[ProposalAuthor]) -> Mapping[int, list[ProposalAuthor]]:
    """Return authors by their line."""
    lines: dict[int, list[ProposalAuthor]] = {}
    for author in authors:
        lines.setdefault(author.proposal, []).append(author)
    return lines
