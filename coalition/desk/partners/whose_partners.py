"""Whose partners a page of the desk is about, as its address says it: those of the host, or of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.exceptions import NotFoundException

from coalition.forums.programme_queries import named_programmes, offered_programmes, programme_id
from coalition.languages import Message
from coalition.partners.queries import HOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.forums.views import ProgrammeView

OF_HOST = "-"  # no programme has such an address name
MOST_OFFERED = 200
_HOST = Message("the host")


async def whose(text: str) -> int | None:
    """Return the id of the programme that an address names, or `HOST`; None where it names neither.

    Raises:
        NotFoundException: there is no such programme.

    """
    if not text:
        return None
    number = HOST if text == OF_HOST else await programme_id(text)
    if number is None:
        raise NotFoundException
    return number


async def programme_named(text: str) -> ProgrammeView | None:
    """Return the programme that an address names; None for the host, and where it names neither.

    Raises:
        NotFoundException: as `whose`.

    """
    number = await whose(text)
    return (await named_programmes([number]))[number] if number else None


async def options_of_whose(chosen: str, language: str) -> Sequence[tuple[str, str]]:
    """Return the options of the menu that says whose partners: the host, then the programmes that are not archived."""
    programmes = await offered_programmes(chosen, MOST_OFFERED)
    return [(OF_HOST, _HOST.text(language)), *((programme.slug, programme.name(language)[1]) for programme in programmes)]
