"""A memorandum as it was on a past day: its states, the edition in force, and the corrections of that day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from coalition.memoranda.tables import CorrectionState, EffectState, SigningState, TextState
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Correction, Edition


def editions_on(rows: Iterable[Edition], day: date, *, historical: bool) -> list[Edition]:
    """Return the editions that were fixed on a day; a text that was entered later counts from its adoption, or always if that is not known."""
    return [row for row in rows if (fixed := _fixed_on(row, historical=historical)) is None or fixed <= day]


def _fixed_on(row: Edition, *, historical: bool) -> date | None:
    recorded: date = row.authenticated_at.date()
    adopted = PartialDate(row.adopted).last if row.adopted else None
    if historical and row.corrects is None:
        return adopted
    return min(adopted, recorded) if adopted else recorded


def corrections_on(rows: Iterable[Correction], day: date) -> list[Correction]:
    """Return the corrections that were proposed by a day, in their state of that day."""
    proposed = [row for row in rows if row.proposed_on <= day]
    for row in proposed:
        if row.decided_on and row.decided_on > day:
            row.state, row.decided_on, row.edition = CorrectionState.PROPOSED.value, None, None
    return proposed


def view_on(view: MemorandumView, edition: Edition | None, day: date) -> MemorandumView:
    """Return a view with the states of a past day and the edition that was in force, None before the first."""
    return replace(view, **_text_on(view, edition), **_effect_on(view, day), signing_state=_signing_state_on(view, day).value)


def _text_on(view: MemorandumView, edition: Edition | None) -> dict[str, Any]:
    if edition:
        text_state = TextState.AUTHENTICATED.value if view.text_state == TextState.SUPERSEDED else view.text_state
        copied = ("digest", "adopted", "adoption_rule")
        return {"text_state": text_state, "edition": edition.number, **{name: getattr(edition, name) for name in copied}}
    if view.historical:
        return {}
    return {"text_state": TextState.DRAFT.value, "edition": 1, "digest": None, "adopted": None, "adoption_rule": None}


def _effect_on(view: MemorandumView, day: date) -> dict[str, Any]:
    """Return the columns about effect; a day of termination that is later is left out, and so is a later day of effect."""
    began = view.in_effect_on is not None and view.in_effect_on <= day
    if view.terminated_on and view.terminated_on <= day:
        return {}
    state = EffectState.IN_EFFECT if began else EffectState.NONE
    effect = {"effect_state": state.value, "in_effect_on": view.in_effect_on if began else None, "effect_declared": view.effect_declared and began}
    return effect | {"terminated_on": None, "termination_reason": "", "termination_language": ""}


def _signing_state_on(view: MemorandumView, day: date) -> SigningState:
    """Return the signing state at the end of a day; a record of the past without days keeps the state of today."""
    if view.opens_on is None:
        return SigningState(view.signing_state)
    if day < view.opens_on:
        return SigningState.NOT_OPEN
    if view.closes_on is None or day <= view.closes_on:
        return SigningState.OPEN
    if view.accession_opened_on is None or day < view.accession_opened_on:
        return SigningState.CLOSED
    return SigningState.ENDED if view.accession_ended_on and view.accession_ended_on <= day else SigningState.ACCESSION_ONLY
