"""Builds with one fault each, in which a rule of drafts does not hold: the stories must notice."""

from __future__ import annotations

import pytest

from coalition.drafting import errors, provision_texts, returning, saving_provisions, working_texts
from coalition.drafting.arranging_provisions import move_provision
from coalition.drafting.forms import MoveForm, ProvisionForm
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.wording import save_wording
from tests.drafting.conftest import key_of, provisions_of, wording_of
from tests.mutants import mutated

pytestmark = pytest.mark.anyio


async def test_a_build_without_the_check_of_the_base_loses_a_text(draft):
    save = mutated(saving_provisions, "if form.base != saved.digest:\n        raise ProvisionChanged(saved)\n    source", "source")["save_provision"]
    key = await key_of(draft, "1")
    base = (await provisions_of(draft))[key].digest
    await save(draft, "en", key, ProvisionForm(text="1. The parties meet twice.", base=base))
    await save(draft, "en", key, ProvisionForm(text="1. The parties meet thrice.", base=base))
    assert "twice" not in (await wording_of(draft)).body


async def test_a_build_that_guesses_keys_anew_gives_ids_to_other_provisions(draft, monkeypatch):
    guessed = mutated(provision_texts, "if len(blocks) != len(keys):\n        return None", "keys = keys_for([block for block, _ in blocks], [])")
    await save_wording(draft, "en", WordingForm(title="T", body="We who met,\n\nand who went,\n\n1. agree.\n"))
    first = await key_of(draft, "preamble 1")
    await move_provision(draft, first, MoveForm(way="down"))
    assert (await provisions_of(draft))[first].source == "We who met,"
    await move_provision(draft, first, MoveForm(way="up"))
    monkeypatch.setattr(working_texts, "read_with_keys", guessed["read_with_keys"])
    await move_provision(draft, first, MoveForm(way="down"))
    assert (await provisions_of(draft))[first].source == "and who went,"


async def test_a_build_that_undoes_over_a_later_save_loses_it(draft):
    undo = mutated(returning, "raise SavedAfter", "continue")["undo_change"]
    arranged = await move_provision(draft, await key_of(draft, "2"), MoveForm(way="down"))
    key = await key_of(draft, "1", "ru")
    base = (await provisions_of(draft, "ru"))[key].digest
    await saving_provisions.save_provision(draft, "ru", key, ProvisionForm(text="1. Стороны видятся.", base=base))
    with pytest.raises(errors.SavedAfter):
        await returning.undo_change(draft, arranged.change)
    await undo(draft, arranged.change)
    assert "видятся" not in (await wording_of(draft, "ru")).body
