"""The line of steps of a memorandum: draft, adopted, open, closed, accession; how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from coalition.languages import Message
from coalition.memoranda.tables import SigningState, TextState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.memoranda.queries import MemorandumView

Progress = Literal["done", "current", "ahead"]
_LABELS = (
    TextState.DRAFT.word,
    TextState.ADOPTED.word,
    SigningState.OPEN.word,
    SigningState.CLOSED.word,
    SigningState.ACCESSION_ONLY.word,
)
_ENDED = Message("accession ended")
_DRAFT, _ADOPTED, _OPEN, _CLOSED, _ACCESSION = range(5)
_REACHED = {SigningState.NOT_OPEN: _ADOPTED, SigningState.OPEN: _OPEN, SigningState.CLOSED: _CLOSED, SigningState.ACCESSION_ONLY: _ACCESSION}
_UNFIXED = {TextState.DRAFT, TextState.CIRCULATED, TextState.ABANDONED}


class Stage(Struct, frozen=True):
    """A step: what people call it, how far it is, and the day on which it began, if that is known."""

    label: Message
    progress: Progress
    day: date | str | None = None


def stages_of(view: MemorandumView) -> Sequence[Stage]:
    """Return the steps of a memorandum in order; none for an abandoned draft, and no accession where nobody can open it for that any more."""
    if view.is_abandoned:
        return ()
    reached = _reached(view)
    days = (None, view.adopted, view.opens_on, view.closes_on, view.accession_opened_on)
    stages = [Stage(label, _progress(at, reached), day if at <= reached else None) for at, (label, day) in enumerate(zip(_LABELS, days, strict=True))]
    if reached == _ACCESSION:
        return stages if view.is_open_for_accession else [*stages[:-1], Stage(_ENDED, "current", view.accession_ended_on)]
    is_over = bool(view.historical) or SigningState(view.signing_state) is SigningState.ENDED
    return stages[:-1] if is_over else stages


def _reached(view: MemorandumView) -> int:
    if TextState(view.text_state) in _UNFIXED:
        return _DRAFT
    state = SigningState(view.signing_state)
    return _REACHED.get(state, _ACCESSION if view.accession_opened_on else _CLOSED)


def _progress(at: int, reached: int) -> Progress:
    if at == reached:
        return "current"
    return "done" if at < reached else "ahead"
