"""Forms with repeated rows: the number of rows, the primary name, and organisations typed by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations import queries
from coalition.search_keys import plain_key
from coalition.web.forms import form_of
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


MOST_SIMILAR = 5
_MOST_ROWS = 200


def filled(values: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
    """Return the rows that are not empty; a value that is not a list of rows counts as no rows."""
    rows = values.get(field)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def padded(values: dict[str, Any], field: str, blank: Mapping[str, str], least: int = 1) -> dict[str, Any]:
    """Return the values with one empty row after the filled ones, or two more if the person asked for more rows."""
    rows = filled(values, field)
    empty = 3 if values.get("step") == f"more-{field}" else 1
    count = max(len(rows) + empty, least)
    return values | {field: rows + [dict(blank) for _ in range(count - len(rows))]}


def wants_more(values: Mapping[str, Any]) -> bool:
    """Return whether the button for more rows was used; then nothing is saved."""
    return str(values.get("step", "")).startswith("more-")


async def mark_primary(request: AnyRequest, names: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mark the row chosen by the radio button `primary`; its number counts the empty rows of the page too."""
    form = await form_of(request)
    typed = [at for at in range(_MOST_ROWS) if any(str(form.get(f"names-{at}-{part}", "")).strip() for part in ("name", "short_name"))]
    chosen = str(form.get("primary", ""))
    return [name | {"primary": str(at) == chosen} for at, name in zip(typed, names, strict=False)]


async def resolved(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with `organisation`, typed by address name or by any name, replaced by the address name.

    Raises:
        InvalidForm: no organisation has this name, or more than one.

    """
    typed = [str(row.get("organisation", "")).strip() for row in rows]
    by_slug = await queries.ids_by_slug(typed)
    by_name = {} if all(text in by_slug for text in typed) else await queries.ids_by_names(typed)
    resolved_rows, problems = [], {}
    for at, (row, text) in enumerate(zip(rows, typed, strict=True)):
        slug = text if text in by_slug else await _slug_of(text, by_name.get(plain_key(text), set()))
        if isinstance(slug, Message):
            problems[f"organisations/{at}/organisation"] = slug
        else:
            resolved_rows.append(row | {"organisation": slug})
    if problems:
        raise InvalidForm(problems)
    return resolved_rows


async def slug_in(given: Mapping[str, Any], field: str = "organisation") -> str:
    """Return the address name of the organisation that a field names, as `resolved`.

    Raises:
        InvalidForm: as `resolved`, for the field.

    """
    try:
        [named] = await resolved([{"organisation": given.get(field, "")}])
    except InvalidForm as unknown:
        raise InvalidForm({field: next(iter(unknown.problems.values()))}) from None
    return str(named["organisation"])


async def _slug_of(typed: str, ids: Iterable[int]) -> str | Message:
    """Return the address name of the only organisation with this name; a part of a name is never enough, because an act may follow."""
    if not typed:
        return Message("Write the name of the organisation.")
    slugs = sorted(view.slug for view in (await queries.views_by_id(ids)).values())
    if len(slugs) == 1:
        return slugs[0]
    if slugs:
        return Message("More than one organisation is called {name}; write its address name: {slugs}.", name=typed, slugs=slugs)
    similar = [organisation.slug for organisation in await queries.some_matches(typed, limit=MOST_SIMILAR)]
    if similar:
        return Message(
            "No organisation in the register is called {name}. If you mean one of these, write its address name: {slugs}.", name=typed, slugs=similar
        )
    return Message("No organisation in the register is called {name}.", name=typed)
