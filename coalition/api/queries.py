"""Finding answers that are kept for programs which ask again."""

from __future__ import annotations

from coalition.api.tables import KeptAnswer
from coalition.database import one_row


async def kept_answer(token_id: int, key: str) -> KeptAnswer | None:
    """Return the answer kept under a key, for the token that got it."""
    return await one_row(KeptAnswer, (KeptAnswer.token == token_id) & (KeptAnswer.key == key))
