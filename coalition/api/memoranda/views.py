"""Builds the response models of memoranda and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.memoranda import models
from coalition.memoranda import edition_queries
from coalition.memoranda.tables import WordingStatus
from coalition.published.json_memorandum import memorandum_json
from coalition.published.memorandum import public_view
from coalition.text.html import plain
from coalition.text.provisions import parse

if TYPE_CHECKING:
    from coalition.memoranda import tables
    from coalition.published.json_memorandum import Memorandum


async def memorandum(row: tables.Memorandum) -> Memorandum:
    """Read a memorandum."""
    return memorandum_json(await public_view(row))


async def wording(memorandum_row: tables.Memorandum, row: tables.Wording) -> models.Wording:
    """Read a text in one language with its provisions."""
    keys = await edition_queries.keys_of(row.id)
    provisions = [
        models.WordingProvision(key=key, label=block.label, kind=block.kind, number=block.number, text=plain([block]))
        for key, block in zip(keys, parse(row.body), strict=True)
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
