"""The chase list: every invitation and what became of it, for those who work on the memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts import queries as acts_queries
from coalition.acts.disclosures import LEVELS
from coalition.acts.histories import History, current_by_party
from coalition.acts.kinds import STANDING_KINDS
from coalition.acts.mandates import bases_on
from coalition.acts.status_lines import mandate_behind
from coalition.acts.tables import Act, ActKind, Disclosure, MandateBasis, Signer
from coalition.database import whole
from coalition.invitations.queries import handed_over
from coalition.invitations.tables import Invitation
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.edition_queries import superseded_digests
from coalition.organisations.queries import Named, contacts_of, named

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from coalition.invitations.queries import HandedOver
    from coalition.memoranda.tables import Memorandum


class Chased(Struct, frozen=True):
    """An invitation on the coordinators' list, or (without an `id`) an act that was entered without one."""

    id: UUID | None
    organisation: Named
    state: str
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

    @property
    def silent(self) -> bool:
        """Whether an answer is still awaited."""
        return self.state in {"invited", "visited", "bounced"}

    @property
    def name_withheld(self) -> bool:
        """Whether the level that was chosen withholds the name of the organisation."""
        return self.disclosure is not None and not LEVELS[self.disclosure].names_organisation


async def chase_list(memorandum: Memorandum) -> list[Chased]:
    """Return every invitation, and every act that needed none, with its state, in the order of names (for those who work on the memorandum)."""
    invitations = await Invitation.objects().where(Invitation.memorandum == memorandum.id)
    acts = await _latest_acts(memorandum.id, [one for one in invitations if one.answered_at is None])
    by_party: dict[int, Invitation | None] = dict.fromkeys(acts) | {one.organisation: one for one in invitations}
    found = await named(by_party)
    mails = await _mail_states(invitations)
    contacts = await contacts_of(found)
    handed = await handed_over(one.id for one in invitations)
    rows = [
        _chased(one, found[party], acts.get(party), mails.get(f"invitation:{one.id}", "") if one else "", known=party in contacts)
        for party, one in by_party.items()
    ]
    rows = [replace(row, handed_over=handed.get(row.id)) if row.id else row for row in rows]
    return sorted(rows, key=lambda row: (row.organisation.name_key, row.organisation.slug))


class _Latest(Struct, frozen=True):
    """The last answer of an organisation, for those who work on the memorandum."""

    kind: ActKind
    history: History | None
    signer: Mapping[str, Any]
    bases: Mapping[UUID, MandateBasis]

    @property
    def mandate(self) -> MandateBasis | None:
        """What shows the mandate of whoever signed; None where nobody did, or it is not known."""
        if self.history is None or self.kind is ActKind.DECLINE:
            return None
        root = self.history.root
        return mandate_behind(root._replace(mandate=self.bases.get(root.id, root.mandate)))


async def _latest_acts(memorandum_id: int, awaited: Collection[Invitation] = ()) -> dict[int, _Latest]:
    """Return the last answers by organisation; of those whose answer is `awaited`, none about an earlier edition, nor one that ended."""
    earlier = (await superseded_digests([memorandum_id], clock.today(), clock.today()))[memorandum_id]
    rows = await Act.select(whole(Act)).where((Act.memorandum == memorandum_id) & (Act.kind != ActKind.DISCLOSURE.value)).order_by(Act.recorded_at)
    acts = (await acts_queries.acts_on([memorandum_id]))[memorandum_id]
    histories = current_by_party(acts) | current_by_party(acts, but=earlier)
    anew = {one.organisation for one in awaited if one.revoked_at is None}
    asked_anew = anew - {party for party, one in histories.items() if one.ended is None}
    asked_anew |= {one.organisation for one in awaited if one.organisation in histories and histories[one.organisation].root.digest in earlier}
    last = {row["organisation"]: row for row in rows if row["organisation"] not in asked_anew}
    ids = [row["id"] for row in rows if row["kind"] in {*STANDING_KINDS, ActKind.DECLINE, ActKind.WITHDRAWAL}]
    signers = {row["act"]: row for row in await Signer.select(whole(Signer)).where(Signer.act.is_in(ids))} if ids else {}
    bases = await bases_on(memorandum_id, clock.today())
    return {
        party: _Latest(ActKind(row["kind"]), histories.get(party), _signer(row, histories.get(party), signers), bases) for party, row in last.items()
    }


def _signer(row: Mapping[str, Any], history: History | None, signers: Mapping[UUID, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return who acted last; of what happened to an act without its organisation, who had signed."""
    return signers.get(row["id"]) or (signers.get(history.root.id, {}) if history else {})


async def _mail_states(invitations: Sequence[Invitation]) -> dict[str, str]:
    about = [f"invitation:{one.id}" for one in invitations] or [""]
    rows = await Letter.select(Letter.about, Letter.state).where(Letter.about.is_in(about)).order_by(Letter.id)
    return {row["about"]: row["state"] for row in rows}


def _chased(invitation: Invitation | None, organisation: Named, act: _Latest | None, mail: str, *, known: bool) -> Chased:
    return Chased(
        id=invitation.id if invitation else None,
        organisation=organisation,
        state=_state(invitation, act, mail),
        invited_at=invitation.invited_at if invitation else None,
        visited_at=invitation.visited_at if invitation else None,
        answered_at=invitation.answered_at if invitation else None,
        reminded_on=invitation.reminded_on if invitation else None,
        reminders=invitation.reminders if invitation else 0,
        has_contact=known,
        mail=mail,
        act=act.kind if act else None,
        disclosure=act.history.level if act and act.history else None,
        representative=act.signer.get("name", "") if act else "",
        reason=act.signer.get("reason", "") if act else "",
        mandate=act.mandate if act else None,
    )


_ENDED = {ActKind.WITHDRAWAL: "withdrawn", ActKind.ANNULMENT: "annulled", ActKind.LAPSE: "lapsed"}


def _state(invitation: Invitation | None, act: _Latest | None, mail: str) -> str:
    if act:
        return "declined" if act.kind is ActKind.DECLINE or act.history is None else _standing_state(act.history)
    if invitation is None or invitation.revoked_at:
        return "revoked"
    if mail == LetterState.BOUNCED:
        return "bounced"
    return "visited" if invitation.visited_at else "invited"


def _standing_state(history: History) -> str:
    if history.ended:
        return _ENDED[history.ended.kind]
    if history.questioned:
        return "questioned"
    if history.waits:
        return "ad_referendum"
    return "supported" if history.root.kind is ActKind.SUPPORT else "signed"
