"""Who acts: the guards of the desk and of the API and the commands say so once, and every entry of the trail carries it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.trail.tables import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator


class Actor(Struct, frozen=True):
    """Who acts: the id of a coordinator for the desk and for API tokens, and the number of the token."""

    kind: ActorKind
    coordinator: int | None = None
    token: int | None = None


SERVER = Actor(ActorKind.SERVER)

_actor: ContextVar[Actor] = ContextVar("actor", default=SERVER)


def current_actor() -> Actor:
    """Return who acts; the server itself if nobody else was named."""
    return _actor.get()


def set_actor(actor: Actor) -> None:
    """Name who acts, until the end of the surrounding `acting` block."""
    _actor.set(actor)


@contextmanager
def acting(actor: Actor = SERVER) -> Iterator[None]:
    """Name who acts inside the block; whoever a guard names inside it is forgotten at its end."""
    before = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(before)
