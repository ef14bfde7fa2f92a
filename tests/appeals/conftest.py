"""Two networks with three members, of which one belongs to both and one is at risk, and one that cannot be written to."""

from __future__ import annotations

import pytest

from tests import factories
from tests.desk.conftest import dina as other
from tests.desk.conftest import dina_account as other_account
from tests.desk.conftest import edith as editing
from tests.desk.conftest import edith_account as editing_account

dina = other
dina_account = other_account
edith = editing
edith_account = editing_account


@pytest.fixture
async def networks(store: str) -> None:
    """Register them."""
    assert store
    await factories.organisation("one", "One", email="one@example.org", language="en")
    await factories.organisation("two", "Two", email="two@example.org", language="ru")
    await factories.organisation("three", "Three", email="three@example.org", language="ru", at_risk=True)
    await factories.organisation("silent", "Silent", email="")
    await factories.network("north", ["one", "two", "silent"], name="North")
    await factories.network("south", ["two", "three"], name="South")
