"""The first letter about a memorandum, to those who are asked to sign: packages above say that it is another one than the invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.steps import Question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.tables import Memorandum

INVITATION = "invitation"


class FirstLetter(Struct, frozen=True):
    """The name of its template, and what stands in its context beside that of every letter with a link to answer."""

    letter: str = INVITATION
    more: Mapping[str, Any] = {}


first_letters: Question[Memorandum, FirstLetter] = Question()


async def first_letter_of(memorandum: Memorandum) -> FirstLetter:
    """Return the first letter about a memorandum: that of the first package that has one, else the invitation."""
    return next(iter(await first_letters.ask(memorandum)), FirstLetter())
