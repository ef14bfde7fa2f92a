"""Reads of the contacts that letters about an invitation may go to (for letters only)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct
from piccolo.columns.combination import WhereRaw
from piccolo.query.functions import Count, Min

from coalition import clock
from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.standing_queries import current
from coalition.acts.tables import Act, Standing
from coalition.database import among, none_of, one_of, prepared
from coalition.invitations.tables import Invitation, InvitationRecipient
from coalition.memoranda.tables import Memorandum, MemorandumMember, SigningState
from coalition.organisations.tables import Contact, Organisation
from coalition.people.tables import Coordinator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from piccolo.custom_types import Combinable
    from piccolo.query import Objects


async def recipients_of(invitation_id: UUID) -> list[Contact]:
    """Return the recipients of an invitation that are still on record, oldest first; the addressee is one of them."""
    return await _recipients(invitation_id)


@prepared
def _recipients(invitation_id: UUID) -> Objects[Contact]:
    bound = InvitationRecipient.select(InvitationRecipient.contact).where(InvitationRecipient.invitation == invitation_id)
    return Contact.objects().where(Contact.id.is_in(bound)).order_by(Contact.id)


async def recipients_by_invitation(invitation_ids: Iterable[UUID]) -> Mapping[UUID, list[Contact]]:
    """Return the recipients of some invitations by invitation, as `recipients_of`; at most as many as a page or a step of a job has."""
    ids = list(invitation_ids)
    if len(ids) == 1:
        return {ids[0]: await recipients_of(ids[0])}
    here = one_of(InvitationRecipient.invitation, ids)
    rows = await InvitationRecipient.select(InvitationRecipient.invitation, InvitationRecipient.contact).where(here)
    contacts = {contact.id: contact for contact in await Contact.objects().where(among(Contact.id, {row["contact"] for row in rows}))}
    bound: dict[UUID, list[Contact]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["contact"]):
        bound[row["invitation"]].append(contacts[row["contact"]])
    return bound


class LetterGroup(Struct, frozen=True):
    """Letters in one language, to organisations at risk or not: their number, and one of the contacts."""

    language: str
    at_risk: bool
    number: int
    contact: int


async def waiting_groups(memorandum_id: int, only: Iterable[int] | None) -> list[LetterGroup]:
    """Return the invitations that a reminder would reach today, of all organisations or of some, by what their letters depend on.

    The contact is chosen as `recipients.addressee_of` chooses it. Piccolo cannot join a subquery.
    """
    some = "" if only is None else f" AND i.organisation IN ({','.join(str(int(number)) for number in only) or 'NULL'})"
    rows = await Invitation.raw(
        "SELECT c.language AS language, o.at_risk AS at_risk, count(*) AS n, min(c.id) AS contact FROM invitation i"  # noqa: S608 -- numbers only
        f" JOIN organisation o ON o.id = i.organisation JOIN contact c ON c.id = ({_ADDRESSEE} WHERE r.invitation = i.id)"
        " WHERE i.memorandum = {} AND i.answered_at IS NULL AND i.revoked_at IS NULL"
        f" AND (i.reminded_on IS NULL OR i.reminded_on < {{}}){some} GROUP BY c.language, o.at_risk ORDER BY c.language, o.at_risk",
        *(memorandum_id, clock.today()),
    )
    return [LetterGroup(row["language"], bool(row["at_risk"]), int(row["n"]), row["contact"]) for row in rows]


_ADDRESSEE = "SELECT coalesce(max(CASE WHEN r.contact = i.contact THEN r.contact END), min(r.contact)) FROM invitation_recipient r"
_INVITED = "FROM invitation i WHERE i.memorandum = {} AND i.organisation = contact.organisation"
_WAITING = f"{_INVITED} AND i.answered_at IS NULL AND i.revoked_at IS NULL"
_REGISTERED = "FROM contact k WHERE k.organisation = contact.organisation AND k.registered"
# The contact to whom a letter of invitation would go: the addressee of an open invitation; else whoever was invited before, the oldest
# confirmed contact, the oldest one.
_TO_INVITE = (
    f"contact.id = CASE WHEN EXISTS (SELECT 1 {_WAITING}) THEN (SELECT ({_ADDRESSEE} WHERE r.invitation = i.id) {_WAITING})"  # noqa: S608 -- no values
    f" ELSE coalesce((SELECT (SELECT b.id FROM contact b WHERE b.id = i.contact) {_INVITED}),"
    f" (SELECT min(k.id) {_REGISTERED} AND k.confirmed_at IS NOT NULL), (SELECT min(k.id) {_REGISTERED})) END"
)


async def inviting_groups(memorandum_id: int, these: Combinable) -> list[LetterGroup]:
    """Return the letters of invitation to some organisations (a condition on `Organisation`), by what they depend on.

    The contact is chosen as `inviting` chooses it; those whose signature or support stands are left out.
    """
    acting = Standing.select(Standing.organisation).where(await current(memorandum_id))
    chosen = Contact.organisation.is_in(Organisation.select(Organisation.id).where(these)) & Contact.organisation.not_in(acting)
    columns = (Contact.language, Contact.organisation.at_risk.as_alias("at_risk"))
    query = Contact.select(*columns, Count(alias="n"), Min(Contact.id, alias="contact"))
    query = query.where(chosen & WhereRaw(_TO_INVITE, *[memorandum_id] * 3)).group_by(Contact.language, Contact.organisation.at_risk)
    rows = await query.order_by(Contact.language, Contact.organisation.at_risk)
    return [LetterGroup(row["language"], bool(row["at_risk"]), int(row["n"]), row["contact"]) for row in rows]


async def contacts_by_id(ids: Iterable[int]) -> Mapping[int, Contact]:
    """Return some contacts by id; at most as many as there are groups."""
    return {contact.id: contact for contact in await Contact.objects().where(among(Contact.id, ids))}


async def organisation_of_contact(contact_id: int) -> int | None:
    """Return the id of the organisation of a contact that is still on record."""
    row = await Contact.select(Contact.organisation).where(Contact.id == contact_id).first()
    return int(row["organisation"]) if row else None


async def confirmed_contacts(organisation_id: int, *, before: datetime | None = None) -> list[Contact]:
    """Return the confirmed contacts of the register, oldest first; `before`: those that were confirmed before a moment."""
    confirmed = (Contact.organisation == organisation_id) & Contact.registered.eq(True) & Contact.confirmed_at.is_not_null()  # noqa: FBT003
    if before:
        confirmed &= Contact.confirmed_at < before
    return await Contact.objects().where(confirmed).order_by(Contact.id)


async def acted_first(memorandum_id: int, organisation_ids: Iterable[int]) -> Mapping[int, datetime]:
    """Return by organisation the moment when its first signature or support on a memorandum was recorded."""
    here = (Act.memorandum == memorandum_id) & among(Act.organisation, organisation_ids) & Act.kind.is_in([kind.value for kind in STANDING_KINDS])
    rows = await Act.select(Act.organisation, Act.recorded_at).where(here).order_by(Act.recorded_at, ascending=False)
    return {row["organisation"]: row["recorded_at"] for row in rows}


async def members_concerned(organisation_id: int) -> Sequence[Coordinator]:
    """Return the coordinators of the memoranda that are not closed and that an organisation was invited to or acted on."""
    invited = Invitation.select(Invitation.memorandum).where((Invitation.organisation == organisation_id) & Invitation.revoked_at.is_null())
    acted = Act.select(Act.memorandum).where(Act.organisation == organisation_id)
    over = (SigningState.CLOSED, SigningState.ENDED)
    concerned = (Memorandum.id.is_in(invited) | Memorandum.id.is_in(acted)) & none_of(Memorandum.signing_state, over)
    members = MemorandumMember.select(MemorandumMember.coordinator).where(
        MemorandumMember.memorandum.is_in(Memorandum.select(Memorandum.id).where(concerned))
    )
    return await Coordinator.objects().where(Coordinator.id.is_in(members) & Coordinator.disabled_at.is_null()).order_by(Coordinator.id)
