"""Dividing the texts of revisions anew that other rules divided last, or none: after a change of the rules, or of the schema."""

from __future__ import annotations

from typing import Any

from coalition.database import transaction
from coalition.memoranda.recording_revisions import Content, divided
from coalition.memoranda.revision_queries import divided_otherwise
from coalition.memoranda.tables import Revision
from coalition.text.apart import apart_if_long

_ROWS = 50  # that one transaction writes


async def divide_revisions() -> int:
    """Divide every text of a revision that the present rules did not divide; return how many.

    If it is interrupted, another run does what is left.
    """
    number = 0
    while rows := await divided_otherwise(_ROWS):
        async with transaction():
            for revision, packed in rows:
                body = Content.unpacked(packed).body
                columns: dict[Any, Any] = {**await apart_if_long(body, divided, body)}
                await Revision.update(columns).where((Revision.id == revision) & (Revision.content == packed))
        number += len(rows)
    return number
