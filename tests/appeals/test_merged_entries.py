"""Organisations that were entered twice and merged: an appeal asks, names and counts each once, and risk of either entry counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.appeals import sending_appeals
from coalition.appeals.errors import AppealNeedsApproval
from coalition.appeals.queries import appeal_of
from coalition.appeals.sending_appeals import networks_to_ask, send_appeal
from coalition.deliveries.addressing import add_addressee
from coalition.deliveries.publishing_entries import withdraw
from coalition.duplicates.errors import BothActed, BothInvited
from coalition.duplicates.merging import merge, undo_merging
from coalition.invitations.tables import Invitation
from coalition.jobs.worker import run_due
from coalition.memoranda.opening import close
from coalition.networks.reach_queries import reach_of
from coalition.organisations import merged_queries, queries
from tests import factories
from tests.appeals import appealed
from tests.deliveries import told
from tests.mutants import mutated
from tests.public.crawling import RANDOM
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
PAGE = "/en/memoranda/appeal"


async def by(slug: str) -> Organisation:
    row = await queries.by_slug(slug)
    assert row
    return row


@pytest.fixture
def ada(ada_account: Coordinator) -> Coordinator:
    return ada_account


@pytest.fixture
async def twice(store: str) -> None:
    """Two organisations stand twice in the register, and so does a network of theirs."""
    assert store
    for slug, name in (("one", "One"), ("uno", "Uno"), ("two", "Two"), ("dos", "Dos")):
        await factories.organisation(slug, name, email=f"{slug}@example.org", language="en")
    await factories.network("north", ["one", "two"], name="North")
    await factories.network("nord", ["uno", "dos"], name="Nord")


@pytest.mark.usefixtures("twice")
async def test_a_member_that_was_entered_twice_gets_one_letter(ada: Coordinator) -> None:
    await merge(await by("uno"), await by("one"), ada.id)
    reach = await reach_of([(await by("north")).id, (await by("nord")).id])
    assert [each.members for each in reach.values()] == [2, 2]
    memorandum = await appealed.sent(ada, ["north", "nord"])
    assert (await asked(memorandum)) == {"one", "two", "dos"}


async def asked(memorandum: Memorandum) -> set[str]:
    """Run the worker, and return the slugs of those who are invited."""
    await run_due()
    rows = await Invitation.select(Invitation.organisation.slug.as_alias("slug")).where(Invitation.memorandum == memorandum.id)
    return {row["slug"] for row in rows}


@pytest.mark.usefixtures("twice")
async def test_a_network_that_was_entered_twice_is_asked_once_with_all_of_its_members(ada: Coordinator) -> None:
    memorandum = await appealed.appeal(ada, ["nord"], slug="appeal")
    before = await appealed.digest_of(memorandum)
    await merge(await by("nord"), await by("north"), ada.id)
    appeal = await appeal_of(memorandum.id)
    assert appeal
    assert [network.slug for network in await networks_to_ask(appeal.id)] == ["north"]
    north = await by("north")
    assert (await reach_of([north.id]))[north.id].members == 4
    assert await appealed.digest_of(memorandum) != before
    await send_appeal(memorandum, await appealed.digest_of(memorandum))
    assert await asked(memorandum) == {"one", "uno", "two", "dos"}


async def at_risk_under_the_other_name(ada: Coordinator, *, network: bool) -> None:
    """Send an appeal to a network, or to an addressee, of which the other entry is at risk."""
    await factories.organisation("ministry", "Ministry")
    await factories.organisation("office", "Office", at_risk=not network)
    await factories.network("endangered", ["two"], name="Endangered", at_risk=network)
    memorandum = await appealed.appeal(ada, ["nord"], slug="appeal")
    if network:
        await merge(await by("endangered"), await by("north"), ada.id, approved=True)
        await merge(await by("nord"), await by("north"), ada.id, approved=True)
    else:
        await add_addressee(memorandum, told.office(organisation="ministry"))
        await merge(await by("office"), await by("ministry"), ada.id, approved=True)
    with pytest.raises(AppealNeedsApproval):
        await sending_appeals.send_appeal(memorandum, await appealed.digest_of(memorandum))


@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize("network", [True, False])
async def test_risk_of_either_entry_asks_for_two_coordinators(ada: Coordinator, *, network: bool) -> None:
    await at_risk_under_the_other_name(ada, network=network)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("twice")
async def test_a_build_that_forgets_the_other_entry_is_caught(ada: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(merged_queries, "entries = await all_entries_of(ids)", "entries = [*ids]")
    monkeypatch.setattr(sending_appeals, "is_one_at_risk", wrong["is_one_at_risk"])
    with pytest.raises(pytest.fail.Exception):
        await at_risk_under_the_other_name(ada, network=False)


@pytest.mark.usefixtures("twice")
async def test_nobody_answers_an_appeal_twice(ada: Coordinator) -> None:
    memorandum = await appealed.sent(ada, ["north", "nord"])
    await run_due()
    with pytest.raises(BothInvited):
        await merge(await by("uno"), await by("one"), ada.id)
    await factories.signed(memorandum, await by("one"))
    await factories.signed(memorandum, await by("uno"))
    await close(memorandum)
    with pytest.raises(BothActed):
        await merge(await by("uno"), await by("one"), ada.id)


@pytest.mark.usefixtures("twice")
async def test_the_page_names_what_remains_and_undoing_restores_it(ada: Coordinator, cleo: httpx.AsyncClient) -> None:
    for slug in ("ministry", "office", "porter", "carrier", "hidden"):
        await factories.organisation(slug, slug.title(), listed=slug != "hidden")
    memorandum = await appealed.sent(ada, ["north"])
    for slug in ("ministry", "hidden"):
        await add_addressee(memorandum, told.office(organisation=slug, names=[{"language": "en", "name": f"The {slug}"}]))
    await factories.signed(memorandum, await by("two"))
    entry = await told.published(memorandum, told.delivery(addressee=3, organisation="porter", by="", remark="A copy."))
    before = (await cleo.get(PAGE)).text
    assert ("The ministry" in before, "The hidden" in before, "/en/organisations/porter" in before) == (True, False, True)
    for slug, remaining in (("ministry", "office"), ("porter", "carrier"), ("two", "dos"), ("hidden", "dos")):
        await merge(await by(slug), await by(remaining), ada.id)
    page = (await cleo.get(PAGE)).text
    links = set(re.findall(r"/en/organisations/(\w+)", page))
    assert "carrier" in links
    assert not links & {"ministry", "porter", "hidden"}
    assert ("The ministry" in words(page), "The hidden" in page) == (True, False)
    told_then = (await cleo.get("/api/v1/memoranda/appeal/timeline")).json()["items"][0]
    assert (told_then["organisation"], told_then["addressee"]["organisation"]) == ("carrier", "office")
    for slug in ("ministry", "porter", "two", "hidden"):
        await undo_merging(await by(slug), ada.id)
    assert RANDOM.sub(b"", (await cleo.get(PAGE)).content) == RANDOM.sub(b"", before.encode())
    await withdraw(memorandum, entry.key)
