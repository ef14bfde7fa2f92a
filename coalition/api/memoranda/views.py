"""Builds the response models of memoranda and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.memoranda import models
from coalition.memoranda import edition_queries
from coalition.memoranda.tables import WordingStatus
from coalition.published.beside_text import beside_text
from coalition.published.json_memorandum import memorandum_json
from coalition.published.memorandum import public_view
from coalition.text.html import plain

if TYPE_CHECKING:
    from coalition.memoranda import tables
    from coalition.published.json_memorandum import Memorandum


async def memorandum(row: tables.Memorandum) -> Memorandum:
    """Read a memorandum."""
    return memorandum_json(await public_view(row), await beside_text(row.id, row.kind))


async def wording(memorandum_row: tables.Memorandum, row: tables.Wording) -> models.Wording:
    """Read a text in one language with its provisions."""
    provisions = [
        models.WordingProvision(
            key=stored.key, label=stored.block.label, kind=stored.block.kind, number=stored.block.number, text=plain([stored.block])
        )
        for stored in await edition_queries.blocks_of(row.id)
    ]
    return models.Wording(
        memorandum=memorandum_row.slug,
        edition=await edition_queries.number_of_edition(row.edition),
        language=row.language,
        status=WordingStatus(row.status),
        title=row.title,
        body=row.body,
        version=row.version,
        provisions=provisions,
    )
