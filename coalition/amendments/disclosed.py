"""Whose an amendment is, and who supports it, as somebody may know it. Every view of amendments asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.rounds.tables import AnswerDisclosure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.amendments.comment_queries import CommentRow
    from coalition.amendments.queries import AmendmentRow
    from coalition.amendments.readers import Reader
    from coalition.amendments.tables import Amendment, CoSponsor
    from coalition.organisations.views import OrganisationView


class Sponsors(Struct, frozen=True):
    """The co-sponsors of an amendment as somebody may know them: those that are named, and how many more there are without their names.

    `is_own`: the organisation of the reader is one of them.
    """

    named: Sequence[OrganisationView] = ()
    unnamed: int = 0
    is_own: bool = False

    @property
    def number(self) -> int:
        """How many the reader may know of."""
        return len(self.named) + self.unnamed


def named_author(reader: Reader, written: Amendment | AmendmentRow | CommentRow) -> int | None:
    """Return the organisation of an amendment or a comment if the reader may know it: coordinators, the own one, and where it chose to be named."""
    if reader.is_coordinator or reader.owns(written.organisation) or written.disclosure == AnswerDisclosure.NAMED:
        return int(written.organisation)
    return None


def named_sponsors(reader: Reader, sponsors: Iterable[CoSponsor]) -> list[int]:
    """Return the organisations of those co-sponsors that the reader may know, in an order that does not tell who joined first."""
    return sorted({sponsor.organisation for sponsor in sponsors if _knows(reader, sponsor, AnswerDisclosure.NAMED)})


def sponsors_for(reader: Reader, amendment: Amendment, sponsors: Sequence[CoSponsor], views: Mapping[int, OrganisationView]) -> Sponsors:
    """Return the co-sponsors of an amendment as the reader may know them.

    For those who work on the draft, an entry that was merged with that of the author is none. A seat reads the same before and after a
    merging: a co-sponsor that went away would tell it who proposed without a name.
    """
    others = _without_author(amendment, sponsors, views) if reader.is_coordinator else sponsors
    named = named_sponsors(reader, others)
    unnamed = {sponsor.organisation for sponsor in others if _knows(reader, sponsor, AnswerDisclosure.UNNAMED)} - {*named}
    is_own = any(reader.owns(sponsor.organisation) for sponsor in others)
    return Sponsors([views[each] for each in named], len(unnamed), is_own)


def _without_author(amendment: Amendment, sponsors: Sequence[CoSponsor], views: Mapping[int, OrganisationView]) -> Sequence[CoSponsor]:
    author = _remaining(amendment.organisation, views)
    return [sponsor for sponsor in sponsors if _remaining(sponsor.organisation, views) != author]


def _knows(reader: Reader, sponsor: CoSponsor, disclosure: AnswerDisclosure) -> bool:
    return reader.is_coordinator or reader.owns(sponsor.organisation) or sponsor.disclosure == disclosure


def _remaining(organisation: int, views: Mapping[int, OrganisationView]) -> int:
    view = views.get(organisation)
    return (view.merged_into if view else None) or organisation
