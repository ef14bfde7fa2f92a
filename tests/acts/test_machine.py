"""The multi-year state-machine test: random acts agree with a simple model, and each mutated build disagrees."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coalition.acts import histories, status_lines, status_queries, visible_histories
from coalition.acts.disclosure_levels import LEVELS, Level
from coalition.acts.histories import ActRow, History
from coalition.acts.tables import Disclosure
from coalition.signatures import annulling, confirming, disclosing, signing, withdrawing
from tests import factories
from tests.acts.machine import Machine
from tests.budget import SEEDS, STEPS

LIFE = 1000  # of one memorandum: with every act of its past a step takes longer
LIVES = [(f"{seed}.{begun // LIFE}", min(LIFE, STEPS - begun)) for seed in range(SEEDS) for begun in range(0, STEPS, LIFE)]


async def run(ada, seed, steps):
    machine = Machine(await factories.opened(ada, days=None), ada, seed)
    await machine.begin()
    await machine.run(steps)
    return machine


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("seed", "steps"), LIVES)
async def test_years_of_acts_agree_with_the_model(store, ada_account, seed, steps):
    machine = await run(ada_account, seed, steps)
    assert len(machine.before) > steps / 10


async def test_both_engines_agree_with_the_model(store, ada_account):
    await run(ada_account, "engines", 80)


async def _use_nothing_up(opened, *, read_before=True):
    assert opened
    assert read_before


def as_named(level):
    """Return the table of levels, mutated so that `level` names the organisation."""
    return LEVELS | {level: replace(LEVELS[level], names_organisation=True)}


MUTATIONS = {
    "hiding does not reach earlier signatures": (histories, "tells_more", lambda new, old: False),
    "a withdrawal does not end": (histories, "ENDING_KINDS", (histories.ActKind.ANNULMENT, histories.ActKind.LAPSE)),
    "an annulment does not end": (histories, "ENDING_KINDS", (histories.ActKind.WITHDRAWAL, histories.ActKind.LAPSE)),
    "a lapse does not end": (histories, "ENDING_KINDS", (histories.ActKind.WITHDRAWAL, histories.ActKind.ANNULMENT)),
    "ad referendum binds at once": (History, "binds", property(lambda self: self.root.kind in histories.BINDING)),
    "a seal never opens": (History, "shown", lambda self, today: self.level if self.level is not Disclosure.SEALED_UNTIL else Disclosure.COUNTED),
    "described is shown as named": (histories, "LEVELS", as_named(Disclosure.DESCRIBED)),
    "counted is shown as named": (histories, "LEVELS", as_named(Disclosure.COUNTED)),
    "days of the past show later acts": (
        visible_histories,
        "_had_happened",
        lambda act, as_at, today: True,
    ),
    "a hidden act counts before its day is over": (ActRow, "is_counted", lambda self, before: True),
    "an invitation answers twice": (signing, "_use_up", _use_nothing_up),
    "nothing is ever confirmed too late": (confirming, "last_day_to_confirm", lambda memorandum, act: act.recorded_at.date().replace(year=9999)),
    "a coordinator may show what was hidden": (disclosing, "raises", lambda new, old: False),
    "the past is not shown": (visible_histories, "_public_as_at", lambda history, as_at, today, before: history),
    "no hidden signature is counted": (visible_histories, "as_counted", lambda history, today, before: None),
    "the number is given at any time": (status_queries, "number_until", lambda *values: values[-1]),
    "representatives are always shown": (
        visible_histories,
        "line_of",
        lambda history, organisation, today, real=status_lines.line_of: real(
            histories.History(history.root, Disclosure.PUBLIC, events=history.events), organisation, today
        ),
    ),
    "a quiet withdrawal leaves its line": (withdrawing, "HIDDEN", Level(Disclosure.PUBLIC)),
    "a quiet annulment leaves its line": (annulling, "HIDDEN", Level(Disclosure.PUBLIC)),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("broken", MUTATIONS)
async def test_a_broken_rule_is_found(store, ada_account, monkeypatch, broken):
    where, name, instead = MUTATIONS[broken]
    monkeypatch.setattr(where, name, instead)
    with pytest.raises(AssertionError):
        await run(ada_account, 7, 700)
