"""An organisation is at risk if one of its merged entries is: two coordinators undo the merging, change its contacts and list it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.approvals import changing, queries
from coalition.approvals.kinds import KINDS
from coalition.approvals.made import Made
from coalition.approvals.tables import ApprovalKind
from coalition.duplicates import merging
from coalition.duplicates.errors import MergingNeedsApproval
from coalition.organisations import listing
from coalition.organisations.forms import ContactForm
from coalition.organisations.listing import ListingNeedsApproval, list_organisation
from coalition.organisations.queries import by_slug
from tests import factories
from tests.approvals.test_approvals import at, refused
from tests.desk.conftest import follow, send
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

EVE = ContactForm(name="Eve", email="eve@elsewhere.example")


@pytest.fixture
async def dina_account(store: str) -> Coordinator:
    assert store
    return await factories.coordinator("dina@example.org", "Dina")


async def row(slug: str) -> Organisation:
    found = await by_slug(slug)
    assert found
    return found


async def merged(ada: Coordinator, **more: object) -> tuple[Organisation, Organisation]:
    """Merge an entry that is at risk into one that is not marked."""
    await factories.organisation("marked", "Marked", at_risk=True)
    await factories.organisation("plain", "Plain", **more)
    await merging.merge(await row("marked"), await row("plain"), ada.id, approved=True)
    return await row("marked"), await row("plain")


async def test_two_undo_a_merging(ada_account, dina_account):
    marked, _ = await merged(ada_account)
    with pytest.raises(MergingNeedsApproval):
        await merging.undo_merging(marked, ada_account.id)
    with at(ada_account):
        assert await changing.undo_merging(marked, ada_account) is Made.ASKED
    assert (await row("marked")).merged_into
    [asked] = await queries.waiting()
    facts = [text for _, text in await KINDS[ApprovalKind.MERGING_UNDONE].facts(asked.about, {}, "en")]
    assert {"Marked", "marked", "Plain", "plain"} <= set(facts)
    assert await refused(asked.id, dina_account) is None
    assert (await row("marked")).merged_into is None


async def test_one_undoes_the_merging_of_entries_without_a_mark(ada_account, dina_account):
    assert dina_account
    first, second = await factories.organisation("first", "First"), await factories.organisation("second", "Second")
    await merging.merge(first, second, ada_account.id)
    assert await changing.undo_merging(await row("first"), ada_account) is Made.AT_ONCE


async def test_two_change_the_contacts_of_what_remains(ada_account, dina_account):
    assert dina_account
    _, plain = await merged(ada_account)
    with at(ada_account):
        assert await changing.add_contact(plain, EVE, ada_account) is Made.ASKED


async def test_two_list_what_remains(ada_account, dina_account):
    assert dina_account
    _, plain = await merged(ada_account, listed=False)
    with pytest.raises(ListingNeedsApproval):
        await list_organisation(plain, "It wishes so.")
    with at(ada_account):
        assert await changing.list_publicly(plain, "It wishes so.", ada_account) is Made.ASKED
    assert not (await row("plain")).listed


async def test_mutated_builds_look_at_one_entry_only(ada_account, monkeypatch):
    marked, plain = await merged(ada_account, listed=False)
    wrong = mutated(listing, "await is_one_at_risk([organisation.id])", "organisation.at_risk")
    await wrong["list_organisation"](plain, "It wishes so.")
    assert (await row("plain")).listed
    wrong = mutated(merging, "if not approved and await is_one_at_risk([organisation.id]):", "if not approved and organisation.merged_into is None:")
    await wrong["undo_merging"](marked, ada_account.id)
    assert (await row("marked")).merged_into is None


async def test_the_page_says_who_has_to_agree(ada: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator) -> None:
    assert dina_account
    await merged(ada_account)
    assert "another coordinator has to agree" in (await ada.get("/en/desk/organisations/marked/merging")).text
    assert "another coordinator has to approve a change of its contacts" in (await ada.get("/en/desk/organisations/plain")).text
    page = await follow(ada, await send(ada, "/en/desk/organisations/marked/merging/removal"))
    assert (await row("marked")).merged_into
    again = await send(ada, "/en/desk/organisations/marked/merging/removal")
    assert (again.status_code, "The same change waits for approval already." in again.text) == (409, True)
    assert page.status_code in {200, 308}
