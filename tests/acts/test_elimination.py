"""Put together, public outputs of all times single out no hidden signatory; each rule that sees to it is needed."""

from __future__ import annotations

import os

import pytest

from coalition.web.headers import Headers
from tests.acts.reader import Life, Reader
from tests.conftest import visitor

HISTORIES = int(os.environ.get("COALITION_TEST_HISTORIES", "6"))

pytestmark = pytest.mark.sqlite_only


async def lived(ada, handlers, seed, steps=45):
    async with visitor(Headers(handlers)) as browser:
        life = Life(Reader(browser), ada, f"elimination {seed}")
        await life.run(steps)
        life.check()
    return life


@pytest.mark.parametrize("seed", range(HISTORIES))
async def test_nobody_hidden_is_singled_out(store, handlers, ada_account, seed):
    await lived(ada_account, handlers, seed)
