"""The draft of the drafting tests, in two authentic languages, and three organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.amendments import proposed
from tests.drafting.conftest import draft as drafted

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum

draft = drafted


@pytest.fixture
async def consulted(draft: Memorandum) -> Memorandum:
    await proposed.parties()
    return draft
