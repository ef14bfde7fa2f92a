"""Forms with repeated rows: the number of rows, the primary name, and organisations typed by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations import queries
from coalition.web.forms import form_of
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


MOST_OFFERED = 1000
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
    known = await queries.ids_by_slug(str(row.get("organisation", "")) for row in rows)
    resolved_rows, problems = [], {}
    for at, row in enumerate(rows):
        typed = str(row.get("organisation", "")).strip()
        slug = typed if typed in known else await _slug_of(typed)
        if isinstance(slug, Message):
            problems[f"organisations/{at}/organisation"] = slug
        else:
            resolved_rows.append(row | {"organisation": slug})
    if problems:
        raise InvalidForm(problems)
    return resolved_rows


async def _slug_of(typed: str) -> str | Message:
    if not typed.strip():
        return Message("Write the name of the organisation.")
    fitting = await queries.some_matches(typed, limit=5)
    if len(fitting) == 1:
        return fitting[0].slug
    if not fitting:
        return Message("No organisation in the register is called {name}.", name=typed)
    slugs = [organisation.slug for organisation in fitting]
    return Message("More than one organisation is called {name}; write its address name: {slugs}.", name=typed, slugs=slugs)


async def offered_organisations(language: str) -> list[tuple[str, str]]:
    """Return (address name, name) for the list that the browser suggests while a person types."""
    page = await queries.page_by_name(language=language, limit=MOST_OFFERED)
    return [(organisation.slug, organisation.primary.name) for organisation in page.organisations]
