"""The chase list: every invitation and its answer, for those who work on the memorandum; a page or a step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts.deadlines import deadline
from coalition.acts.mandate_queries import bases_of
from coalition.acts.signer_queries import signers_of_parties
from coalition.acts.status_lines import mandate_behind
from coalition.acts.tables import ActKind, Disclosure, MandateBasis
from coalition.invitations import chase_queries, queries
from coalition.invitations.last_answers import SILENT, Answer, last_answers
from coalition.invitations.recipient_queries import recipients_by_invitation
from coalition.organisations.queries import views_by_id
from coalition.organisations.views import OrganisationView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from typing import Any
    from uuid import UUID

    from coalition.invitations.chase_queries import Wanted
    from coalition.invitations.last_answers import LastAnswer
    from coalition.invitations.queries import HandedOver
    from coalition.memoranda.tables import Memorandum


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
        return self.state in SILENT

    @property
    def is_due(self) -> bool:
        """Whether a reminder to all would reach it today, while reminders go out."""
        return self.silent and self.has_contact and self.reminded_on != clock.today()

    @property
    def name_withheld(self) -> bool:
        """Whether the level in force withholds the name of the organisation."""
        return self.disclosure is not None and not self.named


class ChasePage(Struct, frozen=True):
    """A page of the chase list; `begins` says that it is the first, `more` that another follows."""

    rows: Sequence[Chased]
    begins: bool
    more: bool


async def chase_page(memorandum: Memorandum, wanted: Wanted, language: str, limit: int) -> ChasePage:
    """Return a page of the invitations, and of acts that needed none, by name for readers of a language, or by waiting (for those who work on it)."""
    begins = not (wanted.after and await chase_queries.is_there(memorandum.id, wanted.after))
    asked = replace(wanted, after="") if begins else wanted
    if wanted.sort == "waiting":
        parties = await chase_queries.parties_by_waiting(memorandum.id, asked, limit + 1)
    else:
        parties = await chase_queries.parties_by_name(memorandum.id, asked, language, limit + 1)
    return ChasePage(await chased(memorandum, parties[:limit]), begins=begins, more=len(parties) > limit)


STEP = 200


async def chased(memorandum: Memorandum, parties: Sequence[int]) -> list[Chased]:
    """Return the rows of some organisations in their order (for those who work on the memorandum)."""
    answers = await last_answers(memorandum.id, parties)
    organisations = await views_by_id(parties)
    signers = await signers_of_parties(memorandum.id, parties)
    bases = await bases_of(memorandum.id, parties, clock.today())
    invitations = [answer.invitation.id for answer in answers.values() if answer.invitation]
    recipients = await recipients_by_invitation(invitations)
    delegations = await queries.handed_over(invitations)
    rows = [_chased(answers[party], organisations[party], signers, bases, recipients, delegations) for party in parties if party in answers]
    return [replace(row, confirm_by=_confirm_by(memorandum, answers[row.organisation.id])) for row in rows]


def _confirm_by(memorandum: Memorandum, answer: LastAnswer) -> date | None:
    root = answer.history.root if answer.history and answer.state is Answer.AD_REFERENDUM else None
    return deadline(memorandum.confirmation_days, root.channel, root.received, root.recorded_on) if root and root.recorded_on else None


def _chased(  # noqa: PLR0913, PLR0917 -- everything that a row shows
    answer: LastAnswer,
    organisation: OrganisationView,
    signers: Mapping[UUID, Mapping[str, Any]],
    bases: Mapping[UUID, MandateBasis],
    recipients: Mapping[UUID, Sequence[object]],
    delegations: Mapping[UUID, HandedOver],
) -> Chased:
    invitation, history = answer.invitation, answer.history
    signer = _signer(answer, signers)
    return Chased(
        id=invitation.id if invitation else None,
        organisation=organisation,
        state=answer.state,
        invited_at=invitation.invited_at if invitation else None,
        visited_at=invitation.visited_at if invitation else None,
        answered_at=invitation.answered_at if invitation else None,
        reminded_on=invitation.reminded_on if invitation else None,
        reminders=invitation.reminders if invitation else 0,
        has_contact=bool(invitation and recipients.get(invitation.id)),
        act=answer.kind,
        disclosure=history.level if history else None,
        representative=signer.get("name", ""),
        reason=signer.get("reason", ""),
        handed_over=delegations.get(invitation.id) if invitation else None,
        mandate=_mandate(answer, bases),
        named=bool(history and history.named(clock.today())),
    )


def _signer(answer: LastAnswer, signers: Mapping[UUID, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the signer of the last act; if that act was not the organisation's own, the signer of the signature."""
    if answer.act is None:
        return {}
    return signers.get(answer.act) or (signers.get(answer.history.root.id, {}) if answer.history else {})


def _mandate(answer: LastAnswer, bases: Mapping[UUID, MandateBasis]) -> MandateBasis | None:
    """Return the basis of the signer's mandate; None if nobody signed or the basis is unknown."""
    if answer.history is None or answer.kind is ActKind.DECLINE:
        return None
    root = answer.history.root
    return mandate_behind(root._replace(mandate=bases.get(root.id, root.mandate)))
