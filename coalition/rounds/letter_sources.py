"""What letters to seats say besides the round, where another package reads it: what organisations wrote. Discreet letters say nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from coalition.rounds.tables import ConsultationRound

    Source = Callable[[ConsultationRound, str], Awaitable[Mapping[str, Any]]]

_SOURCES: dict[str, Source] = {}


def says(letter: str) -> Callable[[Source], Source]:
    """Name the function that reads what a letter says."""

    def named(source: Source) -> Source:
        _SOURCES[letter] = source
        return source

    return named


async def said_in(letter: str, row: ConsultationRound, view: str) -> Mapping[str, Any]:
    """Return what a letter says now, read in one way where there are several; nothing if it has no source."""
    return await _SOURCES[letter](row, view) if letter in _SOURCES else {}


def as_discreet(letter: str, about: Mapping[str, Any], *, discreet: bool) -> Mapping[str, Any]:
    """Return what a letter says besides the round; a discreet one nothing of what its source read."""
    return {} if discreet and letter in _SOURCES else about
