"""Rows that are ticked in a long list: they go along when somebody finds others, sorts, filters or turns the page.

Every button of such a list is one of the form with the rows. It leads to the address of the list, which names the ticked rows; those that
are not on the page stand in its form all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from litestar import Response

from coalition.web.pages import language_of, redirect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coalition.web.routing import AnyRequest

MOST_TICKED = 200
TICKED = "chosen"  # the parameter of the address
SHOW, FIND = "show", "find"  # buttons of a list: their values are the rest of its address; the second adds what was typed to find rows
_FOUND_BY = "find_"  # the beginning of the names of the fields that find rows
_TICK = re.compile(r"[0-9]{1,9}(?:-(?:yes|no))?")


def only_shows(given: Mapping[str, Any]) -> bool:
    """Return whether a form of a list was sent by one of the buttons that only show the list otherwise."""
    return SHOW in given or FIND in given


def ticks_in(request: AnyRequest) -> list[str]:
    """Return the ticks that the address of a list names: the number of a row, and of a listing what was seen of it."""
    ticks = request.query_params.get(TICKED, "").split(".")
    return [tick for tick in dict.fromkeys(ticks) if _TICK.fullmatch(tick)][:MOST_TICKED]


def in_address(ticks: Iterable[object]) -> str | None:
    """Return the value of the parameter that names ticked rows; None if there are none."""
    return ".".join(str(tick) for tick in ticks) or None


def show_list(request: AnyRequest, name: str, given: Mapping[str, Any], ticks: list[Any], **path: str) -> Response[bytes]:
    """Redirect to the list as a button asks for it, with the ticked rows, of which the first 200 go along."""
    wanted = dict(parse_qsl(str(given.get(SHOW, given.get(FIND, ""))).lstrip("?")))
    if FIND in given:
        wanted |= {key.removeprefix(_FOUND_BY): str(value).strip() for key, value in given.items() if key.startswith(_FOUND_BY)}
    parameters = {key: value for key, value in wanted.items() if value and key in _PARAMETERS}
    too_many = {"done": "too_many_ticked"} if len(ticks) > MOST_TICKED else {}
    here: dict[str, Any] = {**parameters, **too_many, TICKED: in_address(ticks[:MOST_TICKED])}
    return redirect(name, lang=language_of(request), **path, **here)


_PARAMETERS = frozenset({"q", "state", "country", "listed", "theme", "kind", "programme", "shown", "sort", "after", "ticked"})
