"""One line of the status table: an organisation, its act, and how the act ended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from coalition.acts.act_kinds import BINDING, KINDS
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.histories import ActRow, Corrected, History
from coalition.acts.tables import ActKind, AnnulmentGround, Channel, MandateBasis
from coalition.collation import letter_of
from coalition.directions import direction
from coalition.languages import Message, country_name, date_text
from coalition.organisations.names import NameMessage
from coalition.organisations.views import sort_key_of
from coalition.partial_dates import PartialDate
from coalition.remembered import remembered

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
    """Return the words of the public table for the basis of a mandate."""
    return _MANDATES[basis]


class Cells(NamedTuple):
    """A line as plain text in a reader's language; unknown values are empty."""

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
    later_day: str
    later_date: str


class Ending(Struct, frozen=True):
    """Why a line does not stand any more: a withdrawal, an annulment with its ground, or the lapse of a signature ad referendum.

    `successor` is the id of the organisation that withdrew as the successor of the one that signed.
    """

    kind: ActKind
    day: PartialDate | None
    ground: AnnulmentGround | None = None
    received: date | None = None
    successor: int | None = None


class Predecessor(Struct, frozen=True):
    """An organisation of the same table that merged into another or was succeeded by it, under its name at the time of its act."""

    organisation: OrganisationView
    act: ActKind
    acted: PartialDate | None


class StatusLine(Struct, frozen=True):
    """A line everybody may read.

    `received` is the public day of receipt, `receipt` that for the rules of the memorandum: of an act that was recorded without a name
    both are the last day of its period. `confirm_by` is the last day for the confirmation of a signature that
    waits for it, None if there is no deadline. `remarked` says that days of its acts were accepted in an impossible order.
    """

    organisation: OrganisationView
    act: ActKind
    acted: PartialDate | None
    representative: str
    ended: Ending | None = None
    confirmed: bool = False
    confirmed_on: PartialDate | None = None
    confirmation_received: date | None = None
    receipt: date | None = None
    recorded_on: date | None = None
    awaited_since: date | None = None
    confirm_by: date | None = None
    remarked: bool = False
    corrections: Sequence[Corrected] = ()
    confirmed_by: int | None = None
    questioned: bool = False
    channel: Channel = Channel.ONLINE
    source: str = ""
    mandate: MandateBasis | None = MandateBasis.OWN_STATEMENT
    domain_proved: bool = False
    received: date | None = None
    entered_on: date | None = None
    predecessors: tuple[Predecessor, ...] = ()

    @property
    def remarks(self) -> Sequence[Message]:
        """What stands under the name: its predecessors, and the evidence beyond the representative's own statement."""
        return (*(Message("Successor of {organisation}", organisation=NameMessage(past.organisation)) for past in self.predecessors), *self.assured)

    @property
    def assured(self) -> Sequence[Message]:
        """The evidence beyond the representative's own statement, for a line that stands."""
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
        """Whether it is a signature ad referendum that is neither confirmed nor ended."""
        return self.act is ActKind.AD_REFERENDUM and self.stands and not self.confirmed

    @property
    def supports(self) -> bool:
        """Whether it endorses without binding."""
        return self.act not in BINDING

    @property
    def accedes(self) -> bool:
        """Whether the organisation joined by accession."""
        return self.act is ActKind.ACCESSION

    @property
    def joined_later(self) -> bool:
        """Whether a confirmation or an accession made the organisation a party."""
        return self.accedes or self.confirmed

    @property
    def stands(self) -> bool:
        """Whether it is in force."""
        return self.ended is None

    @property
    def binds(self) -> bool:
        """Whether the organisation is a party: a signature ad referendum binds once it is confirmed."""
        return self.stands and self.act in BINDING and (self.act is not ActKind.AD_REFERENDUM or self.confirmed)

    @property
    def withdrawn(self) -> PartialDate | None:
        """The day of its withdrawal, if it was withdrawn and the day is known."""
        return self.ended.day if self.ended and self.ended.kind is ActKind.WITHDRAWAL else None

    @property
    def word(self) -> Message:
        """The word of the table for the act, or for how it ended."""
        return (KINDS[self.ended.kind].status if self.ended else None) or self.act.word

    def letter(self, language: str) -> str:
        """Return the letter under which it stands in lists for readers of a language."""
        return letter_of(self.then.primary.name, language)

    def cells(self, language: str) -> Cells:
        """Return the line as a reader of `language` sees it."""
        return _cells(self, language)


@remembered
def _cells(line: StatusLine, language: str) -> Cells:
    organisation = line.then
    own = organisation.primary
    second = organisation.in_language(language)
    day, later = (None, line.acted) if line.accedes else (line.acted, line.confirmed_on)
    return Cells(
        slug=line.organisation.slug,
        name=own.name,
        language=own.language,
        direction=direction(own.language),
        second=second.name if second else "",
        second_language=second.language if second else "",
        second_direction=direction(second.language) if second else "",
        short_name=own.short_name,
        representative=line.representative,
        country=country_name(organisation.country, language) if organisation.country else "",
        act=line.word.text(language),
        day=str(day) if day else "",
        date=date_text(day, language) if day else "",
        later_day=str(later) if later else "",
        later_date=date_text(later, language) if later else "",
    )


def ending_of(history: History) -> Ending | None:
    """Return how a history ended, if it did."""
    ended = history.ended
    if ended is None:
        return None
    ground = AnnulmentGround(ended.ground) if ended.ground else None
    return Ending(ended.kind, ended.acted, ground, ended.public_receipt, ended.successor)


def line_of(history: History, organisation: OrganisationView, today: date) -> StatusLine:
    """Return the line of a history whose organisation everybody may know."""
    root = history.root
    confirmed = history.confirmed if root.kind is ActKind.AD_REFERENDUM else None
    names_representative = LEVELS[history.shown(today)].names_representative
    return StatusLine(
        organisation=organisation,
        act=root.kind,
        acted=root.acted,
        received=root.public_receipt,
        entered_on=_entered_on(root),
        representative=root.representative if names_representative else "",
        ended=ending_of(history),
        confirmed=confirmed is not None,
        confirmed_on=confirmed.acted if confirmed else None,
        confirmation_received=confirmed.public_receipt if confirmed else None,
        receipt=receipt_of(history),
        recorded_on=root.recorded_on,
        awaited_since=root.received,
        remarked=any(act.remarked for act in (root, *history.events)),
        corrections=tuple(change for change in history.corrections if change.done or change.received or names_representative),
        confirmed_by=confirmed.successor if confirmed else None,
        questioned=history.questioned and history.ended is None,
        channel=root.channel,
        source=root.source,
        mandate=mandate_behind(root),
    )


def place_of(line: StatusLine) -> str:
    """Return the place of a line in files."""
    return listed_place(line.then.name_key, line.organisation.slug, supports=line.supports)


def place_in(line: StatusLine, language: str) -> bytes:
    """Return the place of a line in lists for readers of a language."""
    return place_for_readers(sort_key_of(line.then, language), supports=line.supports)


def place_for_readers(sort_key: bytes, *, supports: bool) -> bytes:
    """Return a place in lists: signatures stand before supports, then names as readers of a language expect them."""
    return b"%d" % supports + sort_key


def listed_place(name_key: str, slug: str, *, supports: bool) -> str:
    """Return a place in files: signatures stand before supports, then names in their order, then address names."""
    return f"{supports:d}{name_key}\t{slug}"


def receipt_of(history: History) -> date | None:
    """Return the day from which the rules count a signature: a signature ad referendum counts once its confirmation is received."""
    confirmed = history.confirmed if history.root.kind is ActKind.AD_REFERENDUM else None
    days = [act.receipt for act in (history.root, confirmed) if act and act.receipt]
    return max(days, default=None)


def _entered_on(root: ActRow) -> date | None:
    """Return the day on which an act of the past was entered; if it was hidden then, the last day of that period."""
    return root.public_day if root.channel is Channel.HISTORICAL else None


def mandate_behind(root: ActRow) -> MandateBasis | None:
    """Return the basis of the mandate; None for an act entered from a source, unless evidence was recorded."""
    return None if root.channel is Channel.HISTORICAL and root.mandate is MandateBasis.OWN_STATEMENT else root.mandate
