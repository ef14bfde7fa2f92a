"""Decisions of coordinators with their private reasons."""

from __future__ import annotations

import secrets

from coalition import clock
from coalition.database import put
from coalition.memoranda.tables import DECISION_REASON, Decision, DecisionKind
from coalition.trail.actors import current_actor


async def note_decision(memorandum_id: int, kind: DecisionKind, reason: str, coordinator_id: int | None = None) -> None:
    """Store a decision with its reason, encrypted, inside the caller's transaction; by default it is that of the person who acts."""
    key, actor = secrets.token_hex(16), current_actor()
    await put(
        Decision,
        key=key,
        memorandum=memorandum_id,
        kind=kind.value,
        day=clock.today(),
        coordinator=coordinator_id or (actor.coordinator if actor else None),
        reason=DECISION_REASON.encrypt(reason, key),
    )
