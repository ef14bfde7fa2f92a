"""From an address name to its record; what is not public does not exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from litestar.exceptions import NotFoundException

from coalition.memoranda import queries as memoranda
from coalition.settings import load
from coalition.web.pages import cannot_exist

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection
    from litestar.handlers.base import BaseRouteHandler

    from coalition.memoranda.tables import Memorandum

Row = TypeVar("Row")
_NUMBER = re.compile(r"[1-9]\d{0,4}", re.ASCII)


_LANGUAGES = load().languages


def guard_address(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Let no address exist in a language that the site does not speak, nor with a character that no record can hold.

    Raises:
        NotFoundException: there is no such address.

    """
    if connection.path_params.get("lang", _LANGUAGES[0]) not in _LANGUAGES or cannot_exist(connection):
        raise NotFoundException


def existing(row: Row | None) -> Row:
    """Return the row.

    Raises:
        NotFoundException: there is none.

    """
    if row is None:
        raise NotFoundException
    return row


def number_in(text: str) -> int:
    """Return the number that stands in an address.

    Raises:
        NotFoundException: it is none.

    """
    if not _NUMBER.fullmatch(text):
        raise NotFoundException
    return int(text)


async def public_memorandum(slug: str) -> Memorandum:
    """Return a memorandum that everybody may read; one that is not public does not exist."""
    return existing(await memoranda.public_by_slug(slug))
