"""The view of a memorandum as it was on a past day: its states, and the edition in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from coalition.memoranda.tables import EffectState, SigningState, TextState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from coalition.memoranda.queries import MemorandumView
    from coalition.published.history import PublicEdition


def view_on(view: MemorandumView, edition: PublicEdition | None, day: date, replaced: Mapping[str, date | None]) -> MemorandumView:
    """Return a view with the states of a past day and the edition that was in force, None before the first.

    `replaced` are its days for signature and accession on that day, empty if they are those of today.
    """
    view = replace(view, **replaced)
    return replace(
        view,
        **_text_on(view, edition),
        **_effect_on(view, day),
        signing_state=(_signing_state_on(view, day) if view.opens_on or not replaced else SigningState.NOT_OPEN).value,
        accession_opened_on=_if_past(view.accession_opened_on, day),
        accession_ended_on=_if_past(view.accession_ended_on, day),
    )


def _if_past(event: date | None, day: date) -> date | None:
    return event if event and event <= day else None


def _text_on(view: MemorandumView, edition: PublicEdition | None) -> dict[str, Any]:
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
    if view.accession_opened_on is None or not view.closes_on <= view.accession_opened_on <= day:  # an earlier time for accession is over
        return SigningState.CLOSED
    return SigningState.ENDED if view.accession_ended_on and view.accession_ended_on <= day else SigningState.ACCESSION_ONLY
