"""Reading the texts of a draft with what each provision was compared with (for those who work on a memorandum)."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from coalition.database import among
from coalition.drafting.agreement import Compared, DraftTexts
from coalition.drafting.provision_texts import TITLE, ProvisionText, texts_of
from coalition.drafting.tables import ComparedProvision
from coalition.memoranda import edition_queries
from coalition.memoranda.confirmation_queries import ComparedText, confirmations_of
from coalition.memoranda.tables import Edition, Memorandum, Placement, WordingConfirmation
from coalition.memoranda.wording_agreement import digest_of_wording, to_confirm
from coalition.text.sources import StoredBlock

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


_TEXTS = msgspec.json.Decoder(dict[str, ComparedText])
_PROVISION_TEXTS = msgspec.json.Decoder(dict[str, ProvisionText])


async def draft_texts(memorandum: Memorandum, edition: Edition | None = None) -> DraftTexts:
    """Return the texts of an edition, else of the one that is worked on, in six statements whatever the number of languages."""
    edition = edition or await edition_queries.edition_worked_on(memorandum.id)
    wordings = await edition_queries.wordings(edition.id)
    blocks = await blocks_of_wordings([wording.id for wording in wordings])
    confirmations = await confirmations_of(edition.id)
    asked = to_confirm(edition, wordings, confirmations)
    order = [provision.key for provision in await edition_queries.provisions(edition.id)]
    return DraftTexts(
        memorandum=memorandum,
        edition=edition,
        wordings=wordings,
        keys=[*dict.fromkeys([TITLE, *order])],
        texts={wording.language: texts_of(wording.title, wording.body, blocks[wording.id]) for wording in wordings},
        confirmations=confirmations,
        compared=await _compared([wording.id for wording in wordings]),
        before=await _texts_before([wording.id for wording in wordings if wording.language in asked]),
        whole={wording.language: digest_of_wording(wording) for wording in wordings},
    )


async def blocks_of_wordings(wording_ids: Sequence[int]) -> Mapping[int, list[StoredBlock]]:
    """Return the blocks of some wordings, in order, in one query."""
    blocks: dict[int, list[StoredBlock]] = defaultdict(list)
    query = Placement.select().where(among(Placement.wording, wording_ids)).order_by(Placement.wording).order_by(Placement.position)
    for row in await query:
        blocks[row["wording"]].append(StoredBlock(row["key"], edition_queries.block_in(row), row["lines"]))
    return blocks


async def _compared(wording_ids: Collection[int]) -> dict[int, dict[str, Compared]]:
    table = ComparedProvision
    columns = (table.wording, table.key, table.compared, table.own, table.coordinator, table.compared_at, table.reviser, table.revised_at)
    found: dict[int, dict[str, Compared]] = defaultdict(dict)
    for row in await table.select(*columns).where(among(table.wording, wording_ids)):
        found[row["wording"]][row["key"]] = Compared(
            json.loads(row["compared"]), row["own"], row["coordinator"], row["compared_at"], row["reviser"], row["revised_at"]
        )
    return found


async def _texts_before(wording_ids: Collection[int]) -> dict[int, Mapping[str, ComparedText]]:
    confirmation = WordingConfirmation
    rows = await confirmation.select(confirmation.wording, confirmation.texts).where(among(confirmation.wording, wording_ids))
    return {row["wording"]: _TEXTS.decode(row["texts"]) for row in rows}


async def provision_texts_compared(wording_id: int, key: str) -> dict[str, ProvisionText]:
    """Return what a provision said in other languages when it was compared by itself; nothing if it never was."""
    here = (ComparedProvision.wording == wording_id) & (ComparedProvision.key == key)
    row = await ComparedProvision.select(ComparedProvision.texts).where(here).first()
    return _PROVISION_TEXTS.decode(row["texts"]) if row else {}


async def compared_rows(wording_id: int) -> list[dict[str, Any]]:
    """Return the comparisons of a wording's provisions as they are stored, without their ids (for operations that copy them)."""
    rows = await ComparedProvision.select().where(ComparedProvision.wording == wording_id)
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]
