"""What everybody is told beside a text: its summaries, which nobody signs, and whom they can ask about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.memoranda.answering_queries import public_contacts
from coalition.memoranda.summary_queries import summaries_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.host.descriptions import Person


class BesideText(Struct, frozen=True):
    """The summaries of a text by language, and the coordinators who let everybody read their name and address."""

    summaries: Mapping[str, str]
    contacts: Sequence[Person]


async def beside_text(memorandum_id: int) -> BesideText:
    """Read what stands beside a text; the caller checks whether the reader may see the memorandum."""
    return BesideText(await summaries_of(memorandum_id), await public_contacts(memorandum_id))
