"""The members of a network at the desk: added one by one, as a choice or as a list; changed, ended, and removed when a page has asked."""

from __future__ import annotations

import pytest

from coalition.jobs.worker import run_due
from coalition.networks import queries
from coalition.networks.tables import Membership
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.desk.conftest import hidden_in, send, send_seen, send_sure
from tests.public.reading import links, words

pytestmark = pytest.mark.anyio
HERE = "/en/desk/networks/net"


@pytest.fixture
async def net(store):
    for slug in ("alpha", "beta", "gamma"):
        await factories.organisation(slug)
    await factories.organisation("quiet", at_risk=True)
    return await factories.network(members=["alpha"])


async def present(net):
    return sorted(await queries.present_by_slug(net.id))


async def test_members_are_added_after_a_look_at_what_everybody_will_see(ada, net):
    assert "Members" in words((await ada.get("/en/desk/organisations/net")).text)
    page = words((await ada.get(HERE)).text)
    assert "Alpha Kazakhstan member of the network yes Change" in page
    fields = {"organisations-0-organisation": "Beta", "organisations-0-from": "2015", "organisations-0-role": "secretariat"}
    fields |= {"organisations-1-organisation": "quiet", "organisations-1-role": "member", "organisations-1-public": ""}
    assert "Networks it belongs to Net member of the network" in words((await ada.get("/en/desk/organisations/alpha")).text)
    asked = await send(ada, f"{HERE}/members", fields)
    assert "What everybody will see" in words(asked.text)
    assert "Beta secretariat · since 2015" in words(asked.text)
    assert "Quiet" not in words(asked.text).partition("Nothing is saved yet.")[2].partition("Organisation")[0]
    assert await present(net) == ["alpha"]
    await send_seen(ada, f"{HERE}/members", fields)
    assert await present(net) == ["alpha", "beta", "quiet"]
    assert "1 membership is on record and not shown." in words((await ada.get(HERE)).text)


async def test_what_nobody_reads_is_saved_without_a_look(ada, net):
    saved = await send(ada, f"{HERE}/members", {"organisations-0-organisation": "quiet", "organisations-0-role": "observer"})
    assert saved.status_code == 303
    assert await present(net) == ["alpha", "quiet"]


async def test_a_row_that_does_not_fit_is_shown_again(ada, net):
    fields = {"organisations-0-organisation": "Beta", "organisations-1-organisation": "Nobody", "organisations-1-until": "soon"}
    page = await send(ada, f"{HERE}/members", fields)
    assert page.status_code == 422
    assert 'value="soon"' in page.text
    page = await send(ada, f"{HERE}/members", {"organisations-0-organisation": "alpha"})
    assert "It was a member at that time already" in words(page.text)
    assert (await send(ada, f"{HERE}/members", {})).status_code == 422
    assert (await ada.get("/en/desk/networks/alpha")).status_code == 404


async def test_a_membership_ends_and_is_changed_on_its_page(ada, net):
    number = (await queries.present_by_slug(net.id))["alpha"].id
    page = await ada.get(f"{HERE}/members/{number}")
    assert page.status_code == 200
    fields = {"role": "member", "from": "2010-05", "left": "yes", "source": "A letter", "public": "yes"}
    await send_seen(ada, f"{HERE}/members/{number}", fields)
    row = await queries.by_id(net.id, number)
    assert (row.since, row.until, row.source, row.public) == ("2010-05", "unknown", "A letter", True)
    assert "left on a day that is not known" in words((await ada.get(HERE)).text)
    page = await send(ada, f"{HERE}/members/{number}", fields | {"until": "2001"})
    assert "The end must not lie before the beginning." in words(page.text)
    stale = await send(ada, f"{HERE}/members/{number}", fields | {"mark": "of another version"})
    assert (stale.status_code, "What is saved now" in words(stale.text)) == (409, False)
    assert (await ada.get(f"{HERE}/members/999")).status_code == 404


async def test_two_who_change_a_membership_overwrite_nothing_of_each_other(ada, dina, net):
    number = (await queries.present_by_slug(net.id))["alpha"].id
    one = f"{HERE}/members/{number}"
    shown = hidden_in((await ada.get(one)).text)
    fields = {"role": "member", "public": "no"}
    assert (await send_seen(dina, one, hidden_in((await dina.get(one)).text) | fields | {"from": "2013"})).status_code == 303
    late = shown | fields | {"from": "2011", "source": "A letter"}
    for path in (one, f"{one}/removal"):
        refused = await send(ada, path, late)
        assert (refused.status_code, 'value="2011"' in refused.text) == (409, True)
        assert "What is saved now Since 2013 Source –" in words(refused.text)
    assert (await send(ada, one, late | hidden_in(refused.text))).status_code == 303
    row = await queries.by_id(net.id, number)
    assert (row.since, row.source) == ("2011", "A letter")
    await send_sure(dina, f"{one}/removal")
    gone = await send(ada, one, late)
    assert (gone.status_code, "Somebody removed this membership" in words(gone.text)) == (409, True)
    again = {f"organisations-0-{name}": late[name] for name in ("organisation", "role", "from", "source", "public")}
    typed = [f'name="{name}" value="{value}"' in gone.text for name, value in again.items() if not name.endswith(("role", "public"))]
    assert (typed, 'value="unknown"' in (await send(ada, one, late | {"left": "yes"})).text) == ([True] * 3, True)
    await send(ada, f"{HERE}/members", again)
    assert (await queries.present_by_slug(net.id))["alpha"].source == "A letter"


async def test_a_membership_is_removed_once_a_page_has_asked(ada, net):
    number = (await queries.present_by_slug(net.id))["alpha"].id
    asked = await send(ada, f"{HERE}/members/{number}/removal")
    assert "Whoever left is given the day of leaving instead" in words(asked.text)
    assert await Membership.exists()
    await send(ada, f"{HERE}/members/{number}/removal", {"confirmed": "yes"})
    assert not await Membership.exists()
    assert await TrailEntry.exists().where(TrailEntry.act == "membership_removed")


async def test_all_of_a_choice_become_members(ada, net):
    await factories.network("other", ["beta", "gamma", {"organisation": "quiet", "role": "observer"}])
    assert '<option value="other"' in (await ada.get(HERE)).text
    page = await ada.get(f"{HERE}/choice?way=network&network=other")
    assert "Present members of Other 2 organisations are chosen." in words(page.text)
    assert "Present members of Other" in words((await ada.get(f"{HERE}/choice?way=network&network=OTHER")).text)
    fields = {"way": "network", "value": "other", "few": "yes", "organisations": ["beta"], "role": "member", "from": "2020"}
    await send_seen(ada, f"{HERE}/choice", fields)
    assert await present(net) == ["alpha", "beta"]
    nobody = await send(ada, f"{HERE}/choice", fields)
    assert "Tick at least one organisation that is no member yet." in words(nobody.text)
    wrong = await send(ada, f"{HERE}/choice", fields | {"organisations": ["gamma"], "from": "soon"})
    assert (wrong.status_code, 'value="soon"' in wrong.text) == (422, True)


async def test_a_pasted_list_leads_to_the_choice_of_who_becomes_a_member(ada, net):
    assert (await ada.get(f"{HERE}/lists")).status_code == 200
    answer = await send(ada, f"{HERE}/lists", {"list": "name,country\nBeta,KZ\nDelta Hills,KZ"})
    show = answer.headers["location"].partition("?")[0]
    page = await ada.get(show)
    if "columns" in show:
        show = show.removesuffix("/columns")
        await send(ada, f"{show}/columns", {"column-0": "name_en", "column-1": "country"})
        page = await ada.get(show)
    assert "become members of the network" in words(page.text)
    await send(ada, f"{show}/confirmation")
    await run_due()
    page = await ada.get(show)
    choice = next(address for address in links(page.text) if "/choice?" in address)
    assert "Delta Hills" in words((await ada.get(choice)).text)


async def test_all_members_of_a_network_are_invited_at_the_desk(ada, ada_account, net):
    await factories.opened(ada_account)
    assert '<option value="net"' in (await ada.get("/en/desk/memoranda/cooperation/invitations")).text
    choice = "/en/desk/memoranda/cooperation/invitations/choice"
    assert "Present members of Net" in words((await ada.get(f"{choice}?way=network&network=net")).text)
    made = await send(ada, choice, {"way": "network", "value": "net"})
    assert "Alpha" in words(made.text)
