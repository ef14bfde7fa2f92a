"""From memoranda and wordings to answers of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.memoranda import models
from coalition.memoranda import edition_queries
from coalition.published import as_json
from coalition.published import memorandum as published_memorandum
from coalition.text.html import plain
from coalition.text.provisions import parse

if TYPE_CHECKING:
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum, Wording


def of_memorandum(view: MemorandumView, forum_slug: str | None) -> models.MemorandumInList:
    """Tell of a memorandum in a list."""
    state = {"text": view.text_state, "signing": view.signing_state, "effect": view.effect_state, "publicity": view.publicity}
    return models.MemorandumInList.model_validate(
        {
            "slug": view.slug,
            "kind": view.kind,
            "symbol": view.symbol,
            "forum": forum_slug,
            "titles": view.titles,
            "authentic_languages": list(view.authentic_languages),
            "state": state,
            "edition": view.edition,
            "digest": view.digest,
            "window": {"opens": view.opens_on, "closes": view.closes_on},
            "historical": view.historical,
        }
    )


async def memorandum(row: Memorandum) -> models.Memorandum:
    """Read a memorandum."""
    return models.Memorandum.model_validate(as_json.memorandum_json(await published_memorandum.published(row)))


async def wording(row: Memorandum, found: Wording) -> models.Wording:
    """Read a wording with its provisions."""
    keys = await edition_queries.keys_of(found.id)
    provisions = [
        models.WordingProvision.model_validate({"key": key, "label": block.label, "kind": block.kind, "number": block.number, "text": plain([block])})
        for key, block in zip(keys, parse(found.body), strict=True)
    ]
    return models.Wording.model_validate(
        {
            "memorandum": row.slug,
            "edition": await edition_queries.number_of_edition(found.edition),
            "language": found.language,
            "status": found.status,
            "title": found.title,
            "body": found.body,
            "version": found.version,
            "provisions": provisions,
        }
    )
