"""Forms that are carried out once: the same form, sent again by a page that is loaded anew or by a second click, does nothing."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.database import Duplicate, put, transaction
from coalition.errors import CoalitionError
from coalition.people.tables import SentForm

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_REMEMBERED = timedelta(days=2)  # a session ends earlier, and a form of an ended session is only shown


class SentBefore(CoalitionError):
    """The same form was carried out before, or is being carried out."""


@asynccontextmanager
async def carried_out_once(digest: str) -> AsyncIterator[None]:
    """Let the operation inside the block happen once for a form with a digest; if it fails, the form can be sent again.

    Raises:
        SentBefore: the form was carried out before.

    """
    await _remember(digest)
    try:
        yield
    except Exception:
        async with transaction():
            await SentForm.delete().where(SentForm.digest == digest)
        raise


async def _remember(digest: str) -> None:
    today = clock.today()
    try:
        async with transaction():
            await SentForm.delete().where(SentForm.sent_on < today - _REMEMBERED)
            await put(SentForm, digest=digest, sent_on=today)
    except Duplicate:
        raise SentBefore from None
