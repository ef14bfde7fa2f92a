"""The trail: what was done and read at the desk, by whom and on which day; append-only, each entry sealed by the hash of the one before."""

from __future__ import annotations

from coalition.trail.actors import Actor, acting, set_actor
from coalition.trail.entries import record, record_reading
from coalition.trail.tables import ActorKind, TrailAct

__all__ = ["Actor", "ActorKind", "TrailAct", "acting", "record", "record_reading", "set_actor"]
