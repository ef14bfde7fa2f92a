"""An organisation that somebody marks as at risk while another person saves a form that was read before: the mark stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.approvals import changing
from coalition.organisations import queries, registering
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.queries import by_slug
from tests import factories
from tests.overtaking import overtaking

if TYPE_CHECKING:
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


async def saved_meanwhile(ada: Coordinator) -> Organisation:
    """Save a form that was read before the organisation was marked; return the organisation as it is afterwards."""
    read_before = await factories.organisation("salt-house", country="KZ")
    late = changing.amend(read_before, OrganisationChange(at_risk=False, country="KG"), ada)
    async with overtaking(None, late, last=True) as task:
        await registering.amend(read_before, OrganisationChange(at_risk=True))
    assert task.exception() is None
    row = await by_slug("salt-house")
    assert row
    return row


async def test_the_mark_stays_and_everything_else_is_saved(ada_account: Coordinator) -> None:
    row = await saved_meanwhile(ada_account)
    assert row.at_risk
    assert row.country == "KG"


async def test_a_build_that_trusts_what_was_read_before_is_found(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(_: int) -> bool:
        return False

    monkeypatch.setattr(queries, "is_at_risk", never)
    assert not (await saved_meanwhile(ada_account)).at_risk
