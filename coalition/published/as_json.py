"""A memorandum as a JSON file: the answers of the API about it, its signatories and their statements, in one object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from coalition.published.json_memorandum import memorandum_json
from coalition.published.json_signatories import signatories_json
from coalition.published.json_statements import statements_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.published.beside_text import BesideText
    from coalition.published.memorandum import PublicMemorandum
    from coalition.statements.views import Stated


INDENT = 2
# Keys whose place in the file differs from the API, with the key they follow.
_PLACED_AFTER = {"languages": "authentic_languages", "window": "termination", "historical": "reported_counts"}


def json_file(public: PublicMemorandum, beside: BesideText, statements: Sequence[Stated] = ()) -> bytes:
    """Return the memorandum with its signatories and their statements as a JSON file."""
    return (json.dumps(file_fields(public, beside, statements), ensure_ascii=False, indent=INDENT) + "\n").encode()


def file_fields(public: PublicMemorandum, beside: BesideText, statements: Sequence[Stated] = ()) -> dict[str, Any]:
    """Return the fields of the file."""
    whole = _in_file_order(memorandum_json(public, beside).model_dump(mode="json"))
    whole |= signatories_json(public.status).model_dump(mode="json")
    return whole | {"statements": [statement.model_dump(mode="json") for statement in statements_json(statements)]}


def _in_file_order(fields: dict[str, Any]) -> dict[str, Any]:
    keys = [key for key in fields if key not in _PLACED_AFTER]
    for key, before in _PLACED_AFTER.items():
        keys.insert(keys.index(before) + 1, key)
    return {key: fields[key] for key in keys}
