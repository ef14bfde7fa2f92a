"""Who may sign, when and how: decided by the state of the memorandum and its signature rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.errors import NotYetOpen, OnlyParticipants, WindowClosed
from coalition.acts.tables import ActKind
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.memoranda.last_hours import hour_is_over
from coalition.memoranda.rules_in_force import signature_rule_on
from coalition.memoranda.tables import Memorandum, Publicity, SignatureRule, SigningState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from coalition.memoranda.tables import Memorandum


async def check_may_sign(memorandum: Memorandum, organisation_ids: Iterable[int], today: date) -> None:
    """Refuse organisations that may not sign by the signature rule of a day.

    Raises:
        OnlyParticipants: one of them took no part in the forum, or only observed it.

    """
    if signature_rule_on(memorandum, today) is SignatureRule.PARTICIPANTS:
        asked = set(organisation_ids)
        if not memorandum.forum or await forums.participants_among(memorandum.forum, asked) != asked:
            raise OnlyParticipants


def check_window(memorandum: Memorandum, today: date) -> None:
    """Refuse a day on which the memorandum cannot be signed.

    Raises:
        NotYetOpen: the day is before the window.
        WindowClosed: the day is after the window, its last hour is over, or the memorandum is withdrawn from the public.

    """
    if memorandum.publicity == Publicity.WITHDRAWN_FROM_PUBLIC:
        raise WindowClosed
    if memorandum.signing_state == SigningState.NOT_OPEN or (memorandum.opens_on and today < memorandum.opens_on):
        raise NotYetOpen
    if memorandum.signing_state == SigningState.ACCESSION_ONLY:
        return
    over = hour_is_over(memorandum) or (memorandum.closes_on and today > memorandum.closes_on)
    if memorandum.signing_state != SigningState.OPEN or over:
        raise WindowClosed


def offered_kinds(memorandum: Memorandum) -> tuple[ActKind, ...]:
    """Return the kinds of acts that are possible in the present state of a memorandum: after the window, only accession."""
    if memorandum.signing_state == SigningState.ACCESSION_ONLY:
        return (ActKind.ACCESSION,)
    ad_referendum = (ActKind.AD_REFERENDUM,) if memorandum.confirmation_days else ()
    return (ActKind.SIGNATURE, *ad_referendum, ActKind.SUPPORT)


def check_kind(memorandum: Memorandum, kind: ActKind) -> None:
    """Refuse a kind of act that is not possible in the present state of a memorandum.

    Raises:
        InvalidForm: with the message for the field `kind`.

    """
    if kind not in offered_kinds(memorandum):
        raise InvalidForm({"kind": Message("Choose one of the answers offered.")})
