"""Networks as everybody reads them: members as far as they are shown, and which of them are named among the signatories of what."""

from __future__ import annotations

import pytest

from coalition.acts.changing_networks import change_membership
from coalition.acts.unlisting import unlist_organisation
from coalition.database import counting_queries
from coalition.networks.forms import MembershipChange
from coalition.networks.queries import present_by_slug
from coalition.organisations.queries import by_slug
from tests import factories
from tests.public.reading import links, words

pytestmark = pytest.mark.anyio


async def held():
    """Record a national network inside a regional one; of its members one left and two are not shown."""
    for slug, country in (("alpha", "KZ"), ("beta", "KG"), ("gamma", "KZ"), ("left", "KG"), ("silent", "KG")):
        await factories.organisation(slug, country=country)
    await factories.organisation("quiet", at_risk=True)
    members = [
        {"organisation": "alpha", "role": "secretariat", "from": "2015-03"},
        *("beta", "gamma", "quiet"),
        {"organisation": "left", "from": "2010", "until": "2014"},
        {"organisation": "silent", "public": False},
    ]
    net = await factories.network("union", members, scope="national", country=None)
    await factories.network("ring", ["union"], scope="regional", country=None)
    return net


async def read(browser, address="/en/networks/union"):
    page = await browser.get(address)
    assert page.status_code == 200, address
    return words(page.text)


async def test_a_network_shows_its_members_by_country_and_who_left(cleo, store):
    await held()
    page = await read(cleo)
    assert "Members 3 listed members Kazakhstan Alpha secretariat · since March 2015 Gamma Kyrgyzstan Beta" in page
    assert "Former members Left Kyrgyzstan 2010–2014" in page
    assert "Networks it belongs to Ring member of the network" in page
    assert "Networks inside it" not in page
    assert "Networks inside it Union" in await read(cleo, "/en/networks/ring")
    for hidden in ("Quiet", "Silent"):
        assert hidden not in page


async def test_networks_are_listed_by_level_with_their_listed_members(cleo, store):
    await held()
    page = await read(cleo, "/en/networks")
    assert "National networks Union 3 listed members Regional networks Ring 1 listed member" in page
    assert "Ring" not in await read(cleo, "/en/networks?level=national")
    assert "Union 3 listed members · national" in await read(cleo, "/en/networks?q=UNI")
    assert (await cleo.get("/en/networks?level=worldwide")).status_code == 404
    assert (await cleo.get("/en/networks/alpha")).status_code == 404


async def test_an_organisation_names_the_networks_it_belongs_to(cleo, store):
    await held()
    assert "Networks it belongs to Union secretariat · since March 2015" in await read(cleo, "/en/organisations/alpha")
    assert "Union" not in await read(cleo, "/en/organisations/silent")
    assert "/en/networks/union" in links((await cleo.get("/en/organisations/union")).text)


async def test_two_clicks_lead_from_the_front_page_to_who_is_not_named(cleo, ada_account):
    net = await held()
    memorandum = await factories.opened(ada_account)
    for slug, more in (("alpha", {}), ("beta", {"disclosure": "counted"}), ("silent", {})):
        await factories.signed(memorandum, await by_slug(slug), **more)
    front = links((await cleo.get("/en/")).text)
    assert "/en/networks" in front
    assert "/en/networks/union" in links((await cleo.get("/en/networks")).text)
    page = await read(cleo)
    assert "Memorandum on cooperation 1 of 3 listed members signed. Signatories Alpha Kazakhstan Not named among the signatories" in page
    assert "Not named among the signatories Beta Kyrgyzstan Gamma Kazakhstan Members" in page
    await factories.signed(memorandum, net)
    assert "The network itself is among those who signed or supported it. 1 of 3 listed members signed." in await read(cleo)
    assert "Memorandum on cooperation The network itself" not in await read(cleo, "/en/networks/ring")
    assert "1 of 1 listed member signed." in await read(cleo, "/en/networks/ring")


async def test_a_hidden_membership_and_a_hidden_signature_change_no_byte(cleo, ada_account):
    net = await held()
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await by_slug("alpha"))
    addresses = ("/en/networks", "/en/networks/union", "/en/organisations/beta", "/en/organisations/gamma", "/en/networks?q=gamma")
    before = [(await cleo.get(address)).content for address in addresses]
    await factories.signed(memorandum, await by_slug("gamma"), disclosure="counted")
    await factories.organisation("hushed", listed=False)
    await factories.add_members(net, [factories.MembershipForm(organisation="hushed")])
    assert [(await cleo.get(address)).content for address in addresses] == before


async def test_pages_follow_a_change_at_once(cleo, store):
    net = await held()
    await read(cleo)
    membership = (await present_by_slug(net.id))["silent"]
    await change_membership(net, membership, MembershipChange(public=True))
    assert "Silent" in await read(cleo)
    assert "Union" in await read(cleo, "/en/organisations/silent")
    await unlist_organisation(await by_slug("gamma"), "It asked us to.")
    assert "Gamma" not in await read(cleo)
    await unlist_organisation(await by_slug("union"), "It asked us to.")
    assert (await cleo.get("/en/networks/union")).status_code == 404
    assert "Union" not in await read(cleo, "/en/organisations/alpha")


async def test_a_large_network_is_read_page_by_page_in_as_many_queries(cleo, ada_account, monkeypatch):
    for bound in ("AT_ONCE", "FEW"):
        monkeypatch.setattr(f"coalition.published.network_record.{bound}", 2)
    await held()
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await by_slug("alpha"))
    page = (await cleo.get("/en/networks/union")).text
    assert "1 of 3 listed members signed. Signatories Alpha Kazakhstan Not named among the signatories Beta Kyrgyzstan Gamma" in words(page)
    following = next(address for address in links(page) if "?after=" in address)
    assert "Gamma Kazakhstan To the beginning" in words((await cleo.get(following.partition("#")[0])).text)
    with counting_queries() as few:
        await cleo.get("/en/networks/union?q=a")
    for at in range(3):
        await factories.organisation(f"more-{at}")
        await factories.add_members(await by_slug("union"), [factories.MembershipForm(organisation=f"more-{at}")])
    with counting_queries() as many:
        await cleo.get("/en/networks/union?q=a")
    assert many.count == few.count
