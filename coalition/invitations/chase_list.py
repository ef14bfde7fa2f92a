"""The chase list: every invitation and its answer, for those who work on the memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts import queries as acts_queries
from coalition.acts.act_kinds import ENDING_KINDS, STANDING_KINDS
from coalition.acts.deadlines import deadline
from coalition.acts.histories import History, current_by_party
from coalition.acts.mandate_queries import bases_on
from coalition.acts.signer_queries import corrected_signers, signers_of
from coalition.acts.status_lines import mandate_behind
from coalition.acts.tables import ActKind, Disclosure, MandateBasis
from coalition.invitations import queries
from coalition.invitations.recipient_queries import recipients_by_invitation
from coalition.languages import Message
from coalition.mail.queries import states_by_subject
from coalition.mail.tables import LetterState
from coalition.memoranda.edition_queries import superseded_digests
from coalition.organisations.queries import views_by_id
from coalition.organisations.views import OrganisationView
from coalition.words import Word, for_each

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from coalition.invitations.queries import HandedOver
    from coalition.invitations.tables import Invitation
    from coalition.memoranda.tables import Memorandum


class Answer(Word):
    """How an invitation stands, as the chase list shows it."""

    INVITED = "invited", Message("invited")
    VISITED = "visited", Message("link opened")
    BOUNCED = "bounced", Message("letter bounced")
    SIGNED = "signed", Message("signed")
    ACCEDED = "acceded", Message("acceded")
    AD_REFERENDUM = "ad_referendum", Message("signed ad referendum")
    QUESTIONED = "questioned", Message("questioned")
    SUPPORTED = "supported", Message("supports")
    DECLINED = "declined", Message("declined")
    WITHDRAWN = "withdrawn", Message("withdrawn")
    ANNULLED = "annulled", Message("annulled")
    LAPSED = "lapsed", Message("lapsed")
    REVOKED = "revoked", Message("taken back")


class Chased(Struct, frozen=True):
    """A row of the chase list: an invitation, or (without an `id`) an act that was entered without an invitation.

    `confirm_by` is the last day to confirm a signature ad referendum, None if it has no deadline.
    """

    id: UUID | None
    organisation: OrganisationView
    state: Answer
    invited_at: datetime | None
    visited_at: datetime | None
    answered_at: datetime | None
    reminded_on: date | None
    reminders: int
    has_contact: bool
    mail: str
    act: ActKind | None
    disclosure: Disclosure | None
    representative: str
    reason: str
    handed_over: HandedOver | None = None
    mandate: MandateBasis | None = None
    named: bool = False
    confirm_by: date | None = None

    @property
    def silent(self) -> bool:
        """Whether an answer is still awaited."""
        return self.state in {Answer.INVITED, Answer.VISITED, Answer.BOUNCED}

    @property
    def name_withheld(self) -> bool:
        """Whether the level in force withholds the name of the organisation."""
        return self.disclosure is not None and not self.named


async def chase_list(memorandum: Memorandum) -> list[Chased]:
    """Return all invitations, and acts that needed none, with their states, sorted by name (for those who work on the memorandum)."""
    invitations = [invitation for invitation in await queries.invitations_on(memorandum.id) if invitation.asked]
    acts = await _latest_acts(memorandum.id, [invitation for invitation in invitations if invitation.answered_at is None])
    by_party: dict[int, Invitation | None] = dict.fromkeys(acts) | {invitation.organisation: invitation for invitation in invitations}
    organisations = await views_by_id(by_party)
    letters = await _letter_states(invitations)
    recipients = await recipients_by_invitation(invitation.id for invitation in invitations)
    delegations = await queries.handed_over(invitation.id for invitation in invitations)
    rows = []
    for party, invitation in by_party.items():
        letter = letters.get(f"invitation:{invitation.id}", "") if invitation else ""
        row = _chased(invitation, organisations[party], acts.get(party), letter, has_contact=bool(invitation and recipients.get(invitation.id)))
        row = replace(row, confirm_by=_confirm_by(memorandum, acts[party].history)) if row.state is Answer.AD_REFERENDUM else row
        rows.append(replace(row, handed_over=delegations.get(row.id)) if row.id else row)
    return sorted(rows, key=lambda row: (row.organisation.name_key, row.organisation.slug))


def _confirm_by(memorandum: Memorandum, history: History | None) -> date | None:
    root = history.root if history else None
    return deadline(memorandum.confirmation_days, root.channel, root.received, root.recorded_on) if root and root.recorded_on else None


class _Latest(Struct, frozen=True):
    """The last answer of an organisation, for those who work on the memorandum."""

    kind: ActKind
    history: History | None
    signer: Mapping[str, Any]
    bases: Mapping[UUID, MandateBasis]

    @property
    def mandate(self) -> MandateBasis | None:
        """The basis of the signer's mandate; None if nobody signed or the basis is unknown."""
        if self.history is None or self.kind is ActKind.DECLINE:
            return None
        root = self.history.root
        return mandate_behind(root._replace(mandate=self.bases.get(root.id, root.mandate)))


async def _latest_acts(memorandum_id: int, open_invitations: Collection[Invitation]) -> dict[int, _Latest]:
    """Return the last answer of each organisation.

    If an invitation is open, answers about an earlier edition and answers that ended are left out: another answer is awaited.
    """
    superseded = (await superseded_digests([memorandum_id], clock.today(), clock.today()))[memorandum_id]
    acts = (await acts_queries.acts_on([memorandum_id]))[memorandum_id]
    histories = current_by_party(acts) | current_by_party(acts, but=superseded)
    awaited = _awaited(open_invitations, histories, superseded)
    rows = [row for row in await acts_queries.acts_but_changes(memorandum_id) if row["organisation"] not in awaited]
    signers = {**await signers_of([row["id"] for row in rows if row["kind"] in _WITH_SIGNER]), **await corrected_signers(memorandum_id)}
    bases = await bases_on(memorandum_id, clock.today())
    latest = {}
    for party, row in {row["organisation"]: row for row in rows}.items():
        history = histories.get(party)
        latest[party] = _Latest(ActKind(row["kind"]), history, _signer(row["id"], history, signers), bases)
    return latest


_WITH_SIGNER = {*STANDING_KINDS, ActKind.DECLINE, ActKind.WITHDRAWAL}


def _awaited(open_invitations: Collection[Invitation], histories: Mapping[int, History], superseded: Collection[str]) -> set[int]:
    """Return the organisations whose earlier answer does not count, because they are invited again."""
    standing = {party for party, history in histories.items() if history.ended is None}
    asked_again = {invitation.organisation for invitation in open_invitations if invitation.revoked_at is None} - standing
    parties = {invitation.organisation for invitation in open_invitations}
    return asked_again | {party for party in parties if party in histories and histories[party].root.digest in superseded}


def _signer(act_id: UUID, history: History | None, signers: Mapping[UUID, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the signer of the last act; if that act was not the organisation's own, the signer of the signature."""
    return signers.get(act_id) or (signers.get(history.root.id, {}) if history else {})


async def _letter_states(invitations: Sequence[Invitation]) -> Mapping[str, str]:
    return await states_by_subject([f"invitation:{invitation.id}" for invitation in invitations])


def _chased(invitation: Invitation | None, organisation: OrganisationView, act: _Latest | None, letter: str, *, has_contact: bool) -> Chased:
    return Chased(
        id=invitation.id if invitation else None,
        organisation=organisation,
        state=_state(invitation, act, letter),
        invited_at=invitation.invited_at if invitation else None,
        visited_at=invitation.visited_at if invitation else None,
        answered_at=invitation.answered_at if invitation else None,
        reminded_on=invitation.reminded_on if invitation else None,
        reminders=invitation.reminders if invitation else 0,
        has_contact=has_contact,
        mail=letter,
        act=act.kind if act else None,
        disclosure=act.history.level if act and act.history else None,
        representative=act.signer.get("name", "") if act else "",
        reason=act.signer.get("reason", "") if act else "",
        mandate=act.mandate if act else None,
        named=bool(act and act.history and act.history.named(clock.today())),
    )


ENDED_STATES: Mapping[ActKind, Answer] = for_each(
    ENDING_KINDS,
    {
        ActKind.WITHDRAWAL: Answer.WITHDRAWN,
        ActKind.ANNULMENT: Answer.ANNULLED,
        ActKind.LAPSE: Answer.LAPSED,
    },
)


def _state(invitation: Invitation | None, act: _Latest | None, letter: str) -> Answer:
    if act:
        return Answer.DECLINED if act.kind is ActKind.DECLINE or act.history is None else _state_of(act.history)
    if invitation is None or invitation.revoked_at:
        return Answer.REVOKED
    if letter == LetterState.BOUNCED:
        return Answer.BOUNCED
    return Answer.VISITED if invitation.visited_at else Answer.INVITED


def _state_of(history: History) -> Answer:
    if history.ended:
        return ENDED_STATES[history.ended.kind]
    if history.questioned:
        return Answer.QUESTIONED
    if history.waits:
        return Answer.AD_REFERENDUM
    if history.supports:
        return Answer.SUPPORTED
    return Answer.ACCEDED if history.accedes else Answer.SIGNED
