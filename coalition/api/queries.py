"""Reads of the responses stored under idempotency keys."""

from __future__ import annotations

from coalition.api.tables import KeptAnswer
from coalition.database import one_row


async def kept_answer(token_id: int, key: str) -> KeptAnswer | None:
    """Return the response stored under a key, for the token that received it."""
    return await one_row(KeptAnswer, (KeptAnswer.token == token_id) & (KeptAnswer.key == key))
