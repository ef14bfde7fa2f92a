"""Names that leave the lists at once, each of which alone singles nobody out: the second change is refused."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts import unlisting
from coalition.fields import InvalidForm
from coalition.jobs.worker import run_due
from coalition.memoranda import opening
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.queries import by_slug
from tests import factories
from tests.overtaking import overtaking

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HIDDEN, OTHERS = 3, 7  # ten are listed and not named: one more name fits beside a number of three


async def _closed_with_hidden_names(ada: Coordinator) -> Memorandum:
    memorandum = await factories.opened(ada)
    for at in range(HIDDEN):
        await factories.signed(memorandum, await factories.organisation(f"hidden-{at}"), disclosure="counted")
    for at in range(OTHERS):
        await factories.organisation(f"other-{at}")
    await opening.close(memorandum)
    return memorandum


async def _unlist(slug: str) -> None:
    organisation = await by_slug(slug)
    assert organisation
    await unlisting.amend_organisation(organisation, OrganisationChange.parse({"listed": False, "listing_reason": "It asked for that."}))


async def _accede(memorandum: Memorandum, slug: str) -> None:
    organisation = await by_slug(slug)
    assert organisation
    await factories.signed(memorandum, organisation, kind="accession")


async def test_of_two_names_only_one_leaves_the_lists(ada_account: Coordinator) -> None:
    """Both render the public pages again, so the second waits for the first before it checks what it has changed."""
    memorandum = await _closed_with_hidden_names(ada_account)
    with clock.shifted(timedelta(days=1)):
        await run_due()
        await opening.open_for_accession(await factories.reloaded(memorandum))
        memorandum = await factories.reloaded(memorandum)
        assert memorandum.withheld_known == HIDDEN
        async with overtaking(memorandum, _unlist("other-1"), last=True) as late:
            await _accede(memorandum, "other-0")
        assert isinstance(late.exception(), InvalidForm)
        await factories.organisation("one-more")
        outcomes = await asyncio.gather(_unlist("other-2"), _unlist("other-3"), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes].count(InvalidForm) == 1, outcomes
