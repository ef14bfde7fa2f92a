"""Loading a record by its address name; a record that is not public is not found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from litestar.exceptions import NotFoundException

from coalition.memoranda import decision_queries as decisions
from coalition.memoranda import queries as memoranda
from coalition.settings import load
from coalition.web.pages import cannot_exist

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection
    from litestar.handlers.base import BaseRouteHandler

    from coalition.memoranda.decision_queries import Withdrawn
    from coalition.memoranda.tables import Memorandum

Row = TypeVar("Row")
_NUMBER = re.compile(r"[1-9]\d{0,4}", re.ASCII)


def guard_address(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Answer 404 for a language that the site does not have and for characters that no record can contain.

    Raises:
        NotFoundException: there is no such address.

    """
    if connection.path_params.get("lang", load().languages[0]) not in load().languages or cannot_exist(connection):
        raise NotFoundException


def existing(row: Row | None) -> Row:
    """Return the row, or answer 404.

    Raises:
        NotFoundException: there is none.

    """
    if row is None:
        raise NotFoundException
    return row


def number_in(text: str) -> int:
    """Return the number in an address.

    Raises:
        NotFoundException: the text is not a number.

    """
    if not _NUMBER.fullmatch(text):
        raise NotFoundException
    return int(text)


class Gone(Exception):
    """Raised for a memorandum that was withdrawn from the public: its addresses answer 410 with a tombstone."""

    def __init__(self, withdrawn: Withdrawn) -> None:
        """Store what everybody may know of it."""
        super().__init__()
        self.withdrawn = withdrawn


async def public_memorandum(slug: str) -> Memorandum:
    """Return a public memorandum; a memorandum that was never public is not found.

    Raises:
        Gone: it was withdrawn from the public.

    """
    memorandum = await memoranda.public_by_slug(slug)
    withdrawn = None if memorandum else await decisions.withdrawn(slug)
    if withdrawn:
        raise Gone(withdrawn)
    return existing(memorandum)
