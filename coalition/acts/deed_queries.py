"""Reading every act of an organisation, for those who work on the memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.acts.act_kinds import CORRECTABLE
from coalition.acts.signer_queries import signer_text, signers_of
from coalition.acts.tables import Act, ActKind, Channel, Disclosure
from coalition.database import whole
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID


class Deed(Struct, frozen=True):
    """One act with its signer, for those who work on the memorandum; `corrects` is the kind of the act that a correction corrects."""

    id: UUID
    kind: ActKind
    acted: PartialDate | None
    recorded_at: datetime
    reference: str
    channel: Channel
    disclosure: Disclosure
    person: str
    reason: str
    ground: str
    source: str
    received: date | None
    remarked: bool
    corrects: ActKind | None
    corrected_acted: PartialDate | None
    corrected_received: date | None

    @property
    def can_be_corrected(self) -> bool:
        """Whether a correction can put its days right: it is an act of an organisation, and not one about the record."""
        return self.kind in CORRECTABLE


async def deeds_of(memorandum_id: int, organisation_id: int) -> list[Deed]:
    """Return all acts of an organisation and about its acts, oldest first (for those who work on the memorandum)."""
    own_acts = (Act.memorandum == memorandum_id) & (Act.organisation == organisation_id)
    rows = await Act.select(whole(Act)).where(own_acts).order_by(Act.recorded_at)
    signers = await signers_of([row["id"] for row in rows])
    kinds = {row["id"]: ActKind(row["kind"]) for row in rows}
    return [_deed(row, signers.get(row["id"], {}), kinds.get(row["corrects"])) for row in rows]


def _deed(row: Mapping[str, Any], signer: Mapping[str, Any], corrects: ActKind | None) -> Deed:
    return Deed(
        kind=ActKind(row["kind"]),
        corrects=corrects,
        corrected_acted=PartialDate(row["corrected_acted"]) if row["corrected_acted"] else None,
        acted=PartialDate(row["acted"]) if row["acted"] else None,
        channel=Channel(row["channel"]),
        disclosure=Disclosure(row["disclosure"]),
        person=signer_text(signer.get("name", ""), signer.get("title", "")),
        reason=signer.get("reason", ""),
        **{name: row[name] for name in ("id", "recorded_at", "reference", "ground", "source", "received", "remarked", "corrected_received")},
    )
