"""What an article is about, as a person writes it: by names in any script, or by address names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.desk.forums.typed_records import with_slug
from coalition.desk.rows import slug_in
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.title_queries import public_slugs_called
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping

LINKS = ("organisations", "forums", "memoranda")
_SPARE = 2  # empty fields below the filled ones


async def with_links(given: Mapping[str, Any], saved: Collection[str] = ()) -> dict[str, Any]:
    """Return what was typed, with address names in place of names; `saved` are address names that it has already.

    Raises:
        InvalidForm: nothing has a name that was typed, or more than one thing has it.

    """
    problems: dict[str, Message] = {}
    slugs: dict[str, list[str]] = {field: [] for field in LINKS}
    for field, find in _FINDING.items():
        for at, typed in enumerate(given.get(field) or ()):
            text = str(typed).strip()
            try:
                slugs[field] += [text if text in saved else await find(text)] if text else []
            except InvalidForm as unknown:
                problems[f"{field}/{at}"] = next(iter(unknown.problems.values()))
    if problems:
        raise InvalidForm(problems)
    return {**given, **slugs}


async def _organisation(text: str) -> str:
    return await slug_in({"organisation": text})


async def _forum(text: str) -> str:
    return str((await with_slug({"forum": text}, "forum", Kind.FORUM))["forum"])


async def _memorandum(text: str) -> str:
    slugs = await public_slugs_called(text)
    if len(slugs) == 1:
        return slugs[0]
    if slugs:
        raise InvalidForm({"": Message("More than one is called {name}; write the address name: {slugs}.", name=text, slugs=slugs)})
    raise InvalidForm({"": Message("No public memorandum is called {name}.", name=text)})


_FINDING: Mapping[str, Callable[[str], Awaitable[str]]] = {"organisations": _organisation, "forums": _forum, "memoranda": _memorandum}


def with_spare(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a form with some empty fields for what else an article is about."""
    return {**values, **{field: [*filter(None, values.get(field) or ()), *([""] * _SPARE)] for field in LINKS}}
