"""Partners as pages, files and the API show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from coalition.forums.views import ProgrammeView
from coalition.organisations.tables import OrganisationKind
from coalition.organisations.themes import Theme
from coalition.organisations.views import OrganisationView
from coalition.partial_dates import PartialDate
from coalition.saved_states import base_of


class Partnership(Struct, frozen=True):
    """The work of an organisation together with a programme, or with the host if there is none."""

    id: int
    organisation: int
    programme: ProgrammeView | None
    since: PartialDate | None
    until: PartialDate | None
    ended: bool
    countries: Sequence[str]
    themes: Sequence[Theme]
    source: str
    note: str
    public: bool

    @property
    def base(self) -> str:
        """The digest of what can be changed of it."""
        dates, where = (self.since, self.until, self.ended), (sorted(self.countries), sorted(self.themes))
        return base_of(dates, where, self.source, self.note, self.public)

    @property
    def place(self) -> str:
        """The sort key of lists that begin with present and then with the latest partnerships."""
        return f"{not self.ended:d}{self.since or ''}/{self.programme.slug if self.programme else ''}"


class PartnersPage(Struct, frozen=True):
    """A page of organisations with their work together, and where the next page begins; "" if there is none."""

    organisations: Sequence[OrganisationView]
    of: Mapping[int, Sequence[Partnership]]
    after: str


class NumberView(Struct, frozen=True):
    """A number of partners without names: of a programme, or of the host."""

    programme: ProgrammeView | None
    number: int
    counting: str
    since: PartialDate | None
    source: str


def base_of_number(numbers: Sequence[NumberView]) -> str:
    """Return the digest of what is said of the number of a programme, or of the host; there is one number, or none."""
    return base_of([(number.number, number.counting, number.since, number.source) for number in numbers])


class PartnerNumbers(Struct, frozen=True):
    """How many of the organisations asked for are present and former partners, and how many there are in each country, whichever was asked for."""

    present: int
    former: int
    by_country: Mapping[str, int]


class PartnerMenus(Struct, frozen=True):
    """What the partners that a reader may know of can be filtered by."""

    themes: Sequence[Theme]
    kinds: Sequence[OrganisationKind]
    programmes: Sequence[ProgrammeView]
    countries: Sequence[str]
