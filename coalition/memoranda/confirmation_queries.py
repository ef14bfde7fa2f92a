"""Reading the confirmations of wordings, and the texts against which they were confirmed (for those who work on a memorandum)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from coalition.memoranda.tables import WordingConfirmation
from coalition.memoranda.wording_agreement import Confirmation
from coalition.text.differences import TextVersion
from coalition.text.sources import StoredBlock

if TYPE_CHECKING:
    from collections.abc import Mapping


class ComparedText(Struct, frozen=True):
    """An authentic wording as it was when another wording was confirmed against it."""

    title: str
    body: str
    blocks: list[StoredBlock]

    @property
    def version(self) -> TextVersion:
        """The text for a comparison."""
        return TextVersion(self.title, self.body, self.blocks)


_TEXTS = msgspec.json.Decoder(dict[str, ComparedText])


async def confirmations_of(edition_id: int) -> dict[int, Confirmation]:
    """Return the confirmations of an edition's wordings by the id of the wording."""
    confirmation = WordingConfirmation
    columns = (confirmation.wording, confirmation.confirmed_at, confirmation.compared, confirmation.coordinator.name.as_alias("who"))
    rows = await confirmation.select(*columns).where(confirmation.wording.edition == edition_id)
    return {row["wording"]: Confirmation(row["confirmed_at"], row["who"] or "", json.loads(row["compared"])) for row in rows}


async def texts_compared(edition_id: int) -> dict[int, Mapping[str, ComparedText]]:
    """Return the authentic texts of the time of each confirmation, by the id of the confirmed wording, oldest confirmation first."""
    confirmation = WordingConfirmation
    query = confirmation.select(confirmation.wording, confirmation.texts).where(confirmation.wording.edition == edition_id)
    return {row["wording"]: _TEXTS.decode(row["texts"]) for row in await query.order_by(confirmation.confirmed_at)}


async def confirmation_row(wording_id: int) -> dict[str, Any] | None:
    """Return the confirmation of a wording as it is stored, without its id (for operations that copy it)."""
    row = await WordingConfirmation.select().where(WordingConfirmation.wording == wording_id).first()
    return {name: value for name, value in row.items() if name != "id"} if row else None
