"""Pairs of entries that may be one organisation, with what a coordinator compares: names, countries, sites, acts and invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.duplicates.queries import Numbers, numbers_of
from coalition.organisations.likeness import foreign_letters, shapes
from coalition.organisations.pair_queries import different_from, likely_partners, page_of_pairs, page_with_pairs, pair_of, pairs_of
from coalition.organisations.pairs import reasons_between
from coalition.organisations.queries import views_by_id
from coalition.organisations.sought import SAME_MAIL
from coalition.search_keys import search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.languages import Message
    from coalition.organisations.pair_queries import Pair
    from coalition.organisations.views import OrganisationView


class Candidate(Struct, frozen=True):
    """Two entries, the older one first, how much the reader may know that each has, and why they may be one organisation.

    `imitates` says that names of the two look alike and have different letters, or mix letters of several scripts.
    """

    first: OrganisationView
    second: OrganisationView
    numbers: tuple[Numbers, Numbers]
    reasons: Sequence[Message]
    imitates: bool

    @property
    def shown_contacts(self) -> list[int]:
        """The ids of organisations at risk of which the reasons say where a contact has a mailbox."""
        by_mail = any(reason.msgid == SAME_MAIL.msgid for reason in self.reasons)
        return [entry.id for entry in (self.first, self.second) if by_mail and entry.at_risk]


class CandidatePage(Struct, frozen=True):
    """A page of pairs, and where the next page begins; "" if there is none."""

    candidates: Sequence[Candidate]
    after: str


async def page_of_candidates(  # noqa: PLR0913 -- the choices of a list
    reader: int, text: str = "", *, different: bool = False, language: str, after: str = "", limit: int, descending: bool = False
) -> CandidatePage:
    """Return a page of pairs, inside the caller's read transaction: those of some older entries, which are sorted by name.

    They are those that may be one organisation, or those that were declared to be `different` ones. `text` matches a name of either entry.
    `reader` is the id of a coordinator.
    """
    places = await page_with_pairs(text, different=different, language=language, after=after, limit=limit, descending=descending)
    pairs = await pairs_of(places.ids, text, different=different)
    order = {number: at for at, number in enumerate(places.ids)}
    candidates = await _compared(reader, pairs, even_unlike=different)
    return CandidatePage(sorted(candidates, key=lambda candidate: order[candidate.first.id]), places.after)


async def candidates_after(reader: int, after: Pair, limit: int) -> tuple[list[Pair], list[Candidate]]:
    """Return the next pairs that may be one organisation, by their numbers, and what a coordinator may know of those alike now."""
    pairs = await page_of_pairs(after, limit)
    return pairs, await _compared(reader, pairs)


async def candidates_for(reader: int, organisation_id: int, *, different: bool = False) -> list[Candidate]:
    """Return the pairs of one entry with those it may be, or with those that were declared to be `different`, as a coordinator may know them."""
    partners = await (different_from(organisation_id) if different else likely_partners(organisation_id))
    return await _compared(reader, [pair_of(organisation_id, number) for number in partners], even_unlike=different)


async def compared(reader: int, one_id: int, other_id: int) -> Candidate:
    """Return what a coordinator compares of two entries, alike or not."""
    [candidate] = await _compared(reader, [pair_of(one_id, other_id)], even_unlike=True)
    return candidate


async def _compared(reader: int, pairs: Sequence[Pair], *, even_unlike: bool = False) -> list[Candidate]:
    """Return pairs with what is compared, in a constant number of queries; those that are not alike any more are left out, or have no reason."""
    if not pairs:
        return []
    reasons = await reasons_between(pairs)
    ids = {number for pair in pairs for number in pair}
    views, numbers = await views_by_id(ids), await numbers_of(ids, reader)
    return [
        Candidate(views[first], views[second], (numbers[first], numbers[second]), why, _imitates(views[first], views[second]))
        for first, second in pairs
        if (why := reasons.get((first, second), [])) or even_unlike
    ]


def _imitates(first: OrganisationView, second: OrganisationView) -> bool:
    """Whether a name mixes scripts, or looks like a name of the other entry and has other letters."""
    if any(foreign_letters(name.name) for name in (*first.names, *second.names)):
        return True
    pairs = [(one.name, other.name) for one in first.names for other in second.names]
    return any(search_key(one) != search_key(other) and not shapes(one).isdisjoint(shapes(other)) for one, other in pairs)
