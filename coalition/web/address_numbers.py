"""Numbers in addresses and forms: those that both engines take as the number of a row."""

from __future__ import annotations

from litestar.exceptions import NotFoundException

_LONGEST = 9  # digits


def number_or_zero(text: str | None) -> int:
    """Return the number that a text is; 0 for what is none, and where there is no text."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= _LONGEST else 0


def number_in(text: str) -> int:
    """Return the number of something that an address or a form names.

    Raises:
        NotFoundException: the text is no such number.

    """
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST):
        raise NotFoundException
    return int(text)
