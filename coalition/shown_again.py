"""Whether a request only shows a form again, filled with what was typed: then nothing is carried out."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from coalition.errors import CoalitionError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONLY_SHOWN: ContextVar[bool] = ContextVar("only_shown", default=False)


class NothingCarriedOut(CoalitionError):
    """A form that is only shown again asked for a change."""


def only_show() -> None:
    """From now on this request changes nothing: no form is accepted, and no transaction begins."""
    _ONLY_SHOWN.set(True)


def is_only_shown() -> bool:
    """Return whether this request only shows a form again."""
    return _ONLY_SHOWN.get()


def check_carried_out() -> None:
    """Refuse a change by a request that only shows a form again.

    Raises:
        NothingCarriedOut: it does.

    """
    if _ONLY_SHOWN.get():
        raise NothingCarriedOut


@contextmanager
def as_usual() -> Iterator[None]:
    """Carry changes out inside the block, whatever was decided before; afterwards it is as before the block."""
    before = _ONLY_SHOWN.set(False)
    try:
        yield
    finally:
        _ONLY_SHOWN.reset(before)
