"""A text that is adopted after a round, with three organisations that everybody may know of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.organisations.tables import Organisation
from tests.amendments import proposed
from tests.drafting.conftest import draft as drafted

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum

draft = drafted


@pytest.fixture
async def consulted(draft: Memorandum) -> Memorandum:
    await proposed.parties()
    await Organisation.update({Organisation.listed: True}, force=True)
    return draft
