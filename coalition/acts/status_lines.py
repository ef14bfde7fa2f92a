"""One line of the status table: an organisation, what it did, and what became of that."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from coalition.acts.act_kinds import KINDS
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.histories import ActRow, History
from coalition.acts.tables import ActKind, AnnulmentGround, Channel, MandateBasis
from coalition.languages import Message, country_name, date_text, direction
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.organisations.views import OrganisationView


_DOMAIN_PROVED = Message("domain of the organisation: proved")


_MANDATES = {
    MandateBasis.OWN_STATEMENT: Message("mandate: by own statement"),
    MandateBasis.EVIDENCE: Message("mandate: evidence seen by a coordinator"),
    MandateBasis.SECOND_CONTACT: Message("mandate: confirmed by a second person"),
}


def mandate_words(basis: MandateBasis) -> Message:
    """Return what shows a mandate, in the words of the public table."""
    return _MANDATES[basis]


class Cells(NamedTuple):
    """A line as plain text in a reader's language; what is not known is empty."""

    slug: str
    name: str
    language: str
    direction: str
    second: str
    second_language: str
    second_direction: str
    short_name: str
    representative: str
    country: str
    act: str
    day: str
    date: str


class Ending(Struct, frozen=True):
    """Why a line does not stand any more: a withdrawal, an annulment with its ground, or the lapse of a signature ad referendum."""

    kind: ActKind
    day: PartialDate | None
    ground: AnnulmentGround | None = None


class StatusLine(Struct, frozen=True):
    """A line everybody may read."""

    organisation: OrganisationView
    act: ActKind
    acted: PartialDate | None
    representative: str
    ended: Ending | None = None
    confirmed: bool = False
    confirmed_on: PartialDate | None = None
    questioned: bool = False
    channel: Channel = Channel.ONLINE
    source: str = ""
    mandate: MandateBasis | None = MandateBasis.OWN_STATEMENT
    domain_proved: bool = False

    @property
    def assured(self) -> Sequence[Message]:
        """What is known beyond the representative's own statement, for a line that stands."""
        if not self.stands:
            return ()
        mandate = (mandate_words(self.mandate),) if self.mandate and self.mandate is not MandateBasis.OWN_STATEMENT else ()
        return (*mandate, _DOMAIN_PROVED) if self.domain_proved else mandate

    @property
    def then(self) -> OrganisationView:
        """The organisation under the names it had when it acted."""
        return self.organisation.at(self.acted)

    @property
    def waits(self) -> bool:
        """Whether it is a signature ad referendum that was neither confirmed nor ended."""
        return self.act is ActKind.AD_REFERENDUM and self.stands and not self.confirmed

    @property
    def supports(self) -> bool:
        """Whether it endorses without binding."""
        return self.act is ActKind.SUPPORT

    @property
    def stands(self) -> bool:
        """Whether it is in force."""
        return self.ended is None

    @property
    def binds(self) -> bool:
        """Whether the organisation is a signatory: a signature ad referendum binds once it is confirmed."""
        return self.stands and (self.act in {ActKind.SIGNATURE, ActKind.ACCESSION} or (self.act is ActKind.AD_REFERENDUM and self.confirmed))

    @property
    def withdrawn(self) -> PartialDate | None:
        """The day of its withdrawal, if it was withdrawn on a known one."""
        return self.ended.day if self.ended and self.ended.kind is ActKind.WITHDRAWAL else None

    @property
    def word(self) -> Message:
        """What the table calls it."""
        return (KINDS[self.ended.kind].status if self.ended else None) or self.act.word

    def cells(self, language: str) -> Cells:
        """Return what a reader of `language` sees."""
        organisation = self.then
        own = organisation.primary
        second = organisation.in_language(language)
        day = self.ended.day if self.ended else self.acted
        return Cells(
            slug=self.organisation.slug,
            name=own.name,
            language=own.language,
            direction=direction(own.language),
            second=second.name if second else "",
            second_language=second.language if second else "",
            second_direction=direction(second.language) if second else "",
            short_name=own.short_name,
            representative=self.representative,
            country=country_name(organisation.country, language) if organisation.country else "",
            act=self.word.text(language),
            day=str(day) if day else "",
            date=date_text(day, language) if day else "",
        )


def ending_of(history: History) -> Ending | None:
    """Return why a history ended, if it did."""
    ended = history.ended
    return Ending(ended.kind, ended.acted, AnnulmentGround(ended.ground) if ended.ground else None) if ended else None


def line_of(one: History, organisation: OrganisationView, today: date) -> StatusLine:
    """Return the line of a history whose organisation everybody may know."""
    root = one.root
    confirmed = one.confirmed if root.kind is ActKind.AD_REFERENDUM else None
    return StatusLine(
        organisation=organisation,
        act=root.kind,
        acted=root.acted,
        representative=root.representative if LEVELS[one.shown(today)].names_representative else "",
        ended=ending_of(one),
        confirmed=confirmed is not None,
        confirmed_on=confirmed.acted if confirmed else None,
        questioned=one.questioned and one.ended is None,
        channel=root.channel,
        source=root.source,
        mandate=mandate_behind(root),
    )


def mandate_behind(root: ActRow) -> MandateBasis | None:
    """Return what shows the mandate; of an act entered from a source nobody here knows it, unless it was noted."""
    return None if root.channel is Channel.HISTORICAL and root.mandate is MandateBasis.OWN_STATEMENT else root.mandate
