"""The letters in the tray, as their recipients read them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec

from coalition.mail.content import Content, content_of
from coalition.mail.tables import Letter

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

ERASED = Content("", "", "")


async def letters_in_tray(*conditions: Combinable) -> list[Any]:
    """Return the letters for which some conditions are true, oldest first: the columns of each and its content, empty if it was erased."""
    query = Letter.objects().order_by(Letter.id)
    for condition in conditions:
        query = query.where(condition)
    return [readable(letter) for letter in await query]


def readable(letter: Letter) -> Any:
    content = content_of(letter) if letter.content else ERASED
    return SimpleNamespace(**letter.to_dict() | msgspec.structs.asdict(content))


async def last_letter() -> Any:
    return (await letters_in_tray())[-1]
