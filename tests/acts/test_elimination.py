"""Put together, public outputs of all times single out no hidden signatory; each rule that sees to it is needed."""

from __future__ import annotations

import pytest

from coalition.acts import recording, standing_queries, status_queries, withheld_numbers
from coalition.acts.tables import Standing
from coalition.notices.issuing import pages_change
from coalition.web.headers import Headers
from tests.acts.reader import Life, Reader
from tests.budget import HISTORIES
from tests.conftest import visitor

pytestmark = pytest.mark.sqlite_only


async def lived(ada, handlers, seed, steps=45):
    async with visitor(Headers(handlers)) as browser:
        life = Life(Reader(browser), ada, f"elimination {seed}")
        await life.run(steps)


@pytest.mark.parametrize("seed", range(HISTORIES))
async def test_nobody_hidden_is_singled_out(store, handlers, ada_account, seed):
    await lived(ada_account, handlers, seed)


async def _nowhere(*_):
    return set()


async def _render_again(*_):
    await pages_change()


async def _nobody_shown(*_):
    return 0, 0


async def _no_networks(*_):
    return []


def _named_today(memorandum_id, *, but=None):
    return Standing.select(Standing.organisation).where((Standing.memorandum == memorandum_id) & (Standing.shown == "named"))


MUTATIONS = {
    "a number is given whatever the lists are": (0, withheld_numbers, "hides", lambda number, candidates: True),
    "a number is given while the text is open": (0, status_queries, "number_until", lambda *values: values[-1]),
    "lists change whatever number was given": (4, withheld_numbers, "_singled_out", _nowhere),
    "a hidden act empties the page cache": (0, recording, "_apply_later", _render_again),
    "the lists are those of today": (4, withheld_numbers, "shown_and_known", _nobody_shown),
    "the members of a network are no list": (29, withheld_numbers, "members_and_known", _no_networks),
    "who was named once is a candidate": (48, standing_queries, "known", _named_today),
}


@pytest.mark.parametrize("broken", MUTATIONS)
async def test_a_broken_rule_singles_somebody_out(store, handlers, ada_account, monkeypatch, broken):
    seed, where, name, instead = MUTATIONS[broken]
    monkeypatch.setattr(where, name, instead)
    with pytest.raises(AssertionError):
        await lived(ada_account, handlers, seed)
