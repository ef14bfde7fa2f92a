"""Reads of saved answers as they are stored, sealed; only the holder of the private link can open them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import one_of, one_row
from coalition.forums.tables import RiskProfile
from coalition.invitations.tables import Invitation, SavedAnswers, SigningSession
from coalition.memoranda.tables import Publicity, SigningState
from coalition.people.tokens import hash_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

SOME = 200


async def sealed_key_of(session: str) -> str:
    """Return the sealed key of the answers of the link that began a session; empty if there is none, or if the session is over."""
    living = (SigningSession.token_hash == hash_of(session)) & (SigningSession.expires_at > clock.now())
    rows = await SigningSession.select(SigningSession.answers_key).where(living)
    return rows[0]["answers_key"] if rows else ""


async def stored_answers(invitation_id: UUID) -> SavedAnswers | None:
    """Return the saved answers to an invitation, sealed (for the holder of its link)."""
    return await one_row(SavedAnswers, SavedAnswers.invitation == invitation_id)


async def saved_until(invitation_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return by invitation until when saved answers to some invitations are there (for letters about these invitations)."""
    these = one_of(SavedAnswers.invitation, invitation_ids) & (SavedAnswers.expires_at > clock.now())
    rows = await SavedAnswers.select(SavedAnswers.invitation, SavedAnswers.expires_at).where(these)
    return {row["invitation"]: row["expires_at"] for row in rows}


def saving_organisations(memorandum_id: int) -> Select[SavedAnswers]:
    """Return the query of the organisations whose answers about a memorandum are saved (for numbers at the desk; the answers are sealed)."""
    invitation: Any = SavedAnswers.invitation
    these = (invitation.memorandum == memorandum_id) & (SavedAnswers.expires_at > clock.now())
    return SavedAnswers.select(invitation.organisation).where(these)


def ids_of(invitations: Combinable) -> Select[Invitation]:
    """Return the query of the ids of some invitations, for statements that erase what was saved for them."""
    return Invitation.select(Invitation.id).where(invitations)


async def outdated() -> list[int]:
    """Return some saved answers that are to be erased: their time is over, nobody can sign, or care is needed now (for operations only)."""
    rows = await SavedAnswers.select(SavedAnswers.id).where((SavedAnswers.expires_at <= clock.now()) | _over() | _needs_care()).limit(SOME)
    return [row["id"] for row in rows]


def _over() -> Combinable:
    invitation: Any = SavedAnswers.invitation
    memorandum = invitation.memorandum
    closed = memorandum.signing_state.is_in([SigningState.CLOSED.value, SigningState.ENDED.value])
    last_day = (memorandum.signing_state == SigningState.OPEN.value) & (memorandum.closes_on < clock.today())
    withdrawn = memorandum.publicity == Publicity.WITHDRAWN_FROM_PUBLIC.value
    over: Combinable = closed | last_day | withdrawn | invitation.answered_at.is_not_null() | invitation.revoked_at.is_not_null()
    return over


def _needs_care() -> Combinable:
    invitation: Any = SavedAnswers.invitation
    at_risk = invitation.organisation.at_risk == True  # noqa: E712 -- a condition of Piccolo
    careful: Combinable = at_risk | (invitation.memorandum.forum.risk_profile != RiskProfile.OPEN.value)
    return careful
