"""How the text of each revision is divided is stored with it, and never disagrees with the text."""

from __future__ import annotations

import pytest

from coalition.drafting.draft_revision_queries import content_of
from coalition.memoranda import dividing_revisions, recording_revisions
from coalition.memoranda import wording as saving
from coalition.memoranda.dividing_revisions import divide_revisions
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.recording_revisions import Content
from coalition.memoranda.revision_queries import divided_otherwise
from coalition.memoranda.tables import Revision
from coalition.memoranda.wording import save_wording
from coalition.text.blocks import RULES
from coalition.text.divisions import Divided
from coalition.text.sources import read
from tests.drafting.conftest import check_divided, wording_of
from tests.mutants import mutated

pytestmark = pytest.mark.anyio

TEXTS = 2


async def test_revisions_that_other_rules_divided_are_divided_anew(draft):
    wording = await wording_of(draft)
    await save_wording(draft, "en", WordingForm(title="T", body="1. The parties meet.\n"))
    await Revision.update({Revision.rules: RULES - 1, Revision.divided: b"of other rules"}).where(Revision.wording == wording.id)
    for number in range(1, TEXTS + 1):
        content = await content_of(wording.id, number)
        assert content is not None
        assert content.divided is None
        assert content.blocks == read(content.body)
    assert await divide_revisions() == TEXTS
    assert await divide_revisions() == 0
    await check_divided(wording)


async def test_a_text_that_is_replaced_meanwhile_is_not_divided_as_the_one_before(draft, monkeypatch):
    wording = await wording_of(draft)
    text = Content("T", "1. The parties part.\n", ["p1"]).packed()

    async def replaced(limit: int) -> list[tuple[int, bytes]]:
        rows = await divided_otherwise(limit)
        values = {Revision.content: text, Revision.divided: Divided.of("1. The parties part.\n").packed(), Revision.rules: RULES}
        await Revision.update(values).where(Revision.wording == wording.id)
        return rows

    await Revision.update({Revision.rules: 0}).where(Revision.wording == wording.id)
    monkeypatch.setattr(dividing_revisions, "divided_otherwise", replaced)
    await dividing_revisions.divide_revisions()
    await check_divided(wording)


async def test_builds_that_store_how_another_text_is_divided_are_noticed(draft, monkeypatch):
    drifting = mutated(recording_revisions, "**divided(wording.body)", "**divided(wording.title)")
    monkeypatch.setattr(saving, "record_revision", drifting["record_revision"])
    await save_wording(draft, "en", WordingForm(title="T", body="1. The parties meet.\n"))
    with pytest.raises(AssertionError):
        await check_divided(await wording_of(draft))
