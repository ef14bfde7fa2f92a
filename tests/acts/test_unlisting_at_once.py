"""Names that leave the lists at once, each of which alone singles nobody out, or while somebody signs: the second change is refused."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts import recording, unlisting
from coalition.database import is_postgres
from coalition.fields import InvalidForm
from coalition.jobs.worker import run_due
from coalition.memoranda import opening
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.queries import by_slug
from tests import factories
from tests.mutants import mutated
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


async def _invited(ada: Coordinator) -> tuple[Memorandum, str]:
    """Invite an organisation of the public register, which has two; return the path of its link."""
    memorandum = await factories.opened(ada)
    await factories.organisation("other")
    return memorandum, await factories.invitation_link(memorandum, await factories.organisation("salt-house"))


async def _take_out(slug: str) -> None:
    organisation = await by_slug(slug)
    assert organisation
    await unlisting.unlist_organisation(organisation, "It asked for that.")


async def _is_listed(slug: str) -> bool:
    organisation = await by_slug(slug)
    return organisation is not None and organisation.listed


async def unlisted_before_a_signature(ada: Coordinator) -> tuple[BaseException | None, bool]:
    """Sign for an organisation while its unlisting is not committed yet; return the error, and whether it is listed afterwards."""
    memorandum, path = await _invited(ada)
    async with overtaking(None, factories.signed_with(memorandum, path), last=True) as late:
        await _take_out("salt-house")
    return late.exception(), await _is_listed("salt-house")


async def test_who_is_unlisted_while_it_signs_by_name_is_listed_again(ada_account: Coordinator) -> None:
    assert await unlisted_before_a_signature(ada_account) == (None, True)


async def test_a_build_that_does_not_list_again_is_found(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "_insert", mutated(recording, "not place.listed", "False")["_insert"])
    assert await unlisted_before_a_signature(ada_account) == (None, False)


async def unlisted_beside_a_signature(ada: Coordinator) -> tuple[BaseException | None, bool]:
    """Unlist an organisation while its signature is not committed yet; return the error, and whether it is listed afterwards."""
    memorandum, path = await _invited(ada)
    async with overtaking(None, _take_out("salt-house"), last=True) as late:
        await factories.signed_with(memorandum, path)
    return late.exception(), await _is_listed("salt-house")


async def test_nobody_is_unlisted_whose_signature_is_being_recorded(ada_account: Coordinator) -> None:
    error, listed = await unlisted_beside_a_signature(ada_account)
    assert isinstance(error, InvalidForm)
    assert listed


async def test_a_build_that_does_not_wait_for_signatures_is_found(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_postgres():
        pytest.skip("SQLite has one writer at a time")

    async def nothing(_: object) -> None:
        return

    monkeypatch.setattr(unlisting, "lock", nothing)
    assert await unlisted_beside_a_signature(ada_account) == (None, False)
