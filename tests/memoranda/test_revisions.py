"""Every saved state of a wording is on record: who saved it, what it said, and which provisions its blocks were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.database import transaction
from coalition.memoranda import beginning, edition_queries
from coalition.memoranda.forms import MemorandumForm, WordingForm
from coalition.memoranda.recording_revisions import Content, changing
from coalition.memoranda.tables import Revision, RevisionKind
from coalition.memoranda.wording import realign, save_wording

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum, Wording
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

FIRST, SECOND = "1. Parties meet.\n\n2. Parties report.\n", "1. Parties meet.\n\n1.1 Twice a year.\n\n2. Parties report.\n"


@pytest.fixture
async def draft(ada_account: Coordinator) -> Memorandum:
    form = MemorandumForm.parse({"slug": "cooperation", "authentic_languages": ["en", "ru"]})
    return await beginning.begin(form, ada_account.id)


async def saved(memorandum: Memorandum, body: str) -> Wording:
    return await save_wording(memorandum, "en", WordingForm(title="T", body=body))


async def revisions_of(wording: Wording) -> list[Revision]:
    return await Revision.objects().where(Revision.wording == wording.id).order_by(Revision.number)


async def test_each_saved_text_is_a_revision_with_the_keys_of_its_blocks(draft):
    await saved(draft, FIRST)
    wording = await saved(draft, SECOND)
    rows = await revisions_of(wording)
    contents = [Content.unpacked(bytes(row.content)) for row in rows]
    assert [(row.number, row.kind) for row in rows] == [(1, "saved"), (2, "saved")]
    assert [content.body for content in contents] == [FIRST, SECOND]
    assert contents[1].keys == [stored.key for stored in await edition_queries.blocks_of(wording.id)]
    assert contents[0].keys == [contents[1].keys[0], contents[1].keys[2]]
    assert rows[0].change != rows[1].change


async def test_what_is_aligned_by_hand_is_a_revision_of_its_own(draft):
    wording = await saved(draft, FIRST)
    keys = [stored.key for stored in await edition_queries.blocks_of(wording.id)]
    await realign(wording, keys[::-1])
    rows = await revisions_of(wording)
    assert [row.kind for row in rows] == ["saved", "aligned"]
    assert Content.unpacked(bytes(rows[1].content)).keys == keys[::-1]


async def test_texts_that_one_step_changes_share_its_name(draft):
    with changing(RevisionKind.PROVISION_MOVED, "p1") as change:
        async with transaction():
            english = await saved(draft, FIRST)
            russian = await save_wording(draft, "ru", WordingForm(title="Т", body="1. Стороны встречаются.\n"))
    rows = [(await revisions_of(wording))[0] for wording in (english, russian)]
    assert {(row.change, row.kind, row.provision) for row in rows} == {(change.id, "provision_moved", "p1")}
