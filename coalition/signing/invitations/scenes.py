"""The data of the pages of an invitation: organisation, memorandum, conveners, dates, and the recorded answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts import eligibility
from coalition.acts import signer_queries as signers
from coalition.acts.act_kinds import KINDS
from coalition.acts.deadlines import deadline, last_day_to_confirm
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.errors import NotYetOpen, WindowClosed
from coalition.acts.histories import level_of
from coalition.acts.mandate_queries import bases_of
from coalition.acts.signer_queries import signer_text
from coalition.acts.status_lines import Ending, StatusLine, line_of
from coalition.acts.tables import ActKind, Channel
from coalition.forums import queries as forums
from coalition.forums.tables import ForumRole
from coalition.invitations.letters import forum_of, is_discreet
from coalition.invitations.successors import acting_successor
from coalition.memoranda import queries as memoranda
from coalition.organisations.event_queries import views_with_events
from coalition.organisations.visible_queries import Viewer
from coalition.partial_dates import PartialDate
from coalition.signatures.reconsidering import can_be_taken_back

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.acts.act_kinds import KindRules, Offer
    from coalition.acts.disclosure_levels import Level
    from coalition.acts.queries import OwnRecord
    from coalition.acts.tables import Act, Disclosure
    from coalition.forums.views import ForumView
    from coalition.invitations.links import Opened
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView
    from coalition.signatures.forms import AnswerForm


class Scene(Struct, frozen=True):
    """The data of an invitation. `digest` identifies its text; `window` is "before", "open" or "after".

    `confirm_by` is the last day to confirm a signature ad referendum of today.
    `successor` is the organisation that acts for it under its own name, `reconsidered_on` the day on which it took its decline back,
    `may_reconsider` whether it can do that today.
    `does_everything` is that of the link (`Opened`): pages offer nothing that the link would be refused.
    """

    organisation: OrganisationView
    memorandum: MemorandumView
    forum: ForumView | None
    conveners: Sequence[OrganisationView]
    digest: str
    window: str
    offers: Sequence[tuple[ActKind, Offer]]
    does_everything: bool
    confirm_by: date | None = None
    reconsidered_on: date | None = None
    may_reconsider: bool = False
    successor: OrganisationView | None = None

    @property
    def discreet(self) -> bool:
        """Whether the page offers the cautious answer first."""
        return is_discreet(self.organisation, self.forum)

    @property
    def languages(self) -> list[tuple[str, bool]]:
        """The languages of the text and whether each is authentic, authentic ones first."""
        authentic = self.memorandum.authentic_languages
        others = sorted(set(self.memorandum.titles) - set(authentic))
        return [*((code, True) for code in authentic), *((code, False) for code in others)]


async def scene_of(opened: Opened) -> Scene:
    """Load the data of an invitation."""
    organisation = (await views_with_events([opened.invitation.organisation]))[opened.invitation.organisation]
    forum = await forum_of(opened.memorandum)
    successor = await acting_successor(opened) if opened.manages else None
    conveners = await forums.parts_at(forum.id, Viewer.EVERYBODY, ForumRole.CONVENER) if forum else []
    return Scene(
        organisation=organisation,
        memorandum=await memoranda.view(opened.memorandum),
        forum=forum,
        conveners=[part.organisation for part in conveners],
        digest=opened.invitation.digest,
        window=_window(opened.memorandum),
        offers=[(kind, offer) for kind in eligibility.offered_kinds(opened.memorandum) if (offer := KINDS[kind].offer)],
        does_everything=opened.does_everything,
        confirm_by=deadline(opened.memorandum.confirmation_days, Channel.ONLINE, None, clock.today()),
        may_reconsider=can_be_taken_back(opened.memorandum) and not opened.manages,
        reconsidered_on=opened.invitation.reconsidered_at.date() if opened.invitation.reconsidered_at else None,
        successor=(await views_with_events([successor]))[successor] if successor else None,
    )


def _window(memorandum: Memorandum) -> str:
    try:
        eligibility.check_window(memorandum, clock.today())
    except NotYetOpen:
        return "before"
    except WindowClosed:
        return "after"
    return "open"


def line_as_it_will_stand(scene: Scene, form: AnswerForm, disclosure: Disclosure | None) -> StatusLine | None:
    """Return the public line at a level if the answers are recorded today; None if no name is shown at it, or without a level."""
    names = signer_text(form.representative_name, form.representative_title)
    return line_at(StatusLine(scene.organisation, form.kind, PartialDate(clock.today().isoformat()), names), disclosure)


def line_at(line: StatusLine, disclosure: Disclosure | None) -> StatusLine | None:
    """Return what the public reads of a line with a representative at a level; None if no name is shown at it, or without a level."""
    if disclosure is None or not LEVELS[disclosure].names_organisation:
        return None
    return line if LEVELS[disclosure].names_representative else replace(line, representative="")


class Record(Struct, frozen=True):
    """The recorded answer of an organisation: its acts, and its public line (None if no name is shown)."""

    own: OwnRecord
    line: StatusLine | None
    confirm_by: date | None = None

    @property
    def act(self) -> Act:
        """The last act; coordinators look the answer up by its reference."""
        return self.own.last

    @property
    def signed(self) -> Act | None:
        """The signature or support, if there is one."""
        return self.own.root

    @property
    def kind(self) -> ActKind:
        """The kind of the last act."""
        return ActKind(self.act.kind)

    @property
    def declines(self) -> bool:
        """Whether the last act is a decline."""
        return self.kind is ActKind.DECLINE

    @property
    def rules(self) -> KindRules:
        """What the kind of the last act means."""
        return KINDS[self.kind]

    @property
    def supports(self) -> bool:
        """Whether it endorses without binding."""
        return self.own.history is not None and self.own.history.supports

    @property
    def accedes(self) -> bool:
        """Whether the organisation joined by accession."""
        return self.own.history is not None and self.own.history.accedes

    @property
    def stands(self) -> bool:
        """Whether it is a signature or support that has not ended."""
        return self.own.stands

    @property
    def waits(self) -> bool:
        """Whether it is a signature ad referendum that waits for its confirmation."""
        return self.own.history is not None and self.own.history.waits

    @property
    def acted(self) -> PartialDate | None:
        """The date of the last act, as far as it is known."""
        return PartialDate(self.act.acted) if self.act.acted else None

    @property
    def level(self) -> Level | None:
        """The disclosure level."""
        return level_of(self.own.history) if self.own.history else None

    @property
    def can_be_hidden(self) -> bool:
        """Whether the public reads a name or a description of it, now or later."""
        return self.own.history is not None and self.own.history.can_be_hidden

    @property
    def withheld(self) -> bool:
        """Whether the public reads no name."""
        return self.line is None

    @property
    def hidden_later(self) -> bool:
        """Whether the public reads no name now, and read one when the signature or support was recorded."""
        return self.withheld and self.own.history is not None and not self.own.history.root.was_hidden

    def withdrawn_on(self, day: PartialDate) -> StatusLine | None:
        """Return the line as it will stand once the signature is withdrawn on a day."""
        return replace(self.line, ended=Ending(ActKind.WITHDRAWAL, day)) if self.line else None


async def record_of(scene: Scene, memorandum: Memorandum, own: OwnRecord) -> Record:
    """Load the recorded answer of an organisation, with its public line."""
    history = own.history
    if own.root is None or history is None:
        return Record(own, None)
    by = last_day_to_confirm(memorandum, own.root) if history.waits else None
    if not history.named(clock.today()):
        return Record(own, None, by)
    signer = await signers.signer_of(own.root.id)
    names = signer_text(signer.name, signer.title) if signer else ""
    mandate = (await bases_of(memorandum.id, [history.root.party], clock.today())).get(history.root.id, history.root.mandate)
    signed = replace(history, root=history.root._replace(representative=names, mandate=mandate))
    return Record(own, replace(line_of(signed, scene.organisation, clock.today()), confirm_by=by), by)
