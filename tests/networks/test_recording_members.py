"""Who is a member of a network, and who was."""

from __future__ import annotations

import pytest

from coalition import trail
from coalition.acts.changing_networks import add_members, amend_network, change_membership, remove_membership
from coalition.acts.unlisting import amend_organisation, unlist_organisation
from coalition.fields import InvalidForm
from coalition.networks import queries
from coalition.networks.forms import MembershipChange, MembershipForm, NetworkChange
from coalition.networks.membership_times import Period
from coalition.networks.tables import Membership
from coalition.organisations.forms import OrganisationChange
from coalition.saved_states import RemovedMeanwhile, SavedMeanwhile
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.overtaking import overtaking

pytestmark = pytest.mark.anyio


async def add(network, **given):
    await add_members(network, [MembershipForm.parse(given)])


async def problems(network, **given):
    with pytest.raises(InvalidForm) as refused:
        await add(network, **given)
    return list(refused.value.problems)


async def shown(network):
    page = await queries.public_page(network.id, language="en", limit=10, present=True)
    return [member.organisation.slug for member in page.members]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ((None, None), (None, None), True),
        (("2010", "2012"), ("2013", None), False),
        (("2010", "2012"), ("2012", None), False),
        (("2010", "2013"), ("2012", None), True),
        (("2010-05", "2012-03-01"), (None, "2011"), True),
        (("2010", "unknown"), ("2012", None), False),
        (("2010", None), (None, "2010"), False),
    ],
)
def test_two_memberships_share_a_time_if_that_is_certain(first, second, both):
    assert (Period(*first).days.shared_with(Period(*second).days) is not None) is both


async def test_who_is_listed_and_not_at_risk_is_shown_unless_somebody_says_otherwise(store):
    await factories.organisation("alpha")
    await factories.organisation("beta", at_risk=True)
    await factories.organisation("gamma", listed=False)
    await factories.organisation("delta")
    net = await factories.network(members=["alpha", "beta", "gamma", {"organisation": "delta", "public": False}])
    assert await shown(net) == ["alpha"]
    assert await queries.number_shown([net.id]) == {net.id: 1}
    assert await queries.number_not_shown(net.id) == 3
    assert await problems(net, organisation="nobody") == ["organisations/0/organisation"]


async def test_a_membership_of_somebody_unlisted_cannot_be_shown(store):
    await factories.organisation("gamma", listed=False)
    net = await factories.network(members=["gamma"])
    assert await problems(await factories.network("other"), organisation="gamma", public=True) == ["organisations/0/public"]
    membership = (await queries.present_by_slug(net.id))["gamma"]
    with pytest.raises(InvalidForm) as refused:
        await change_membership(net, membership, MembershipChange(public=True))
    assert list(refused.value.problems) == ["public"]


async def test_who_is_taken_out_of_the_register_is_shown_in_no_network(store):
    alpha = await factories.organisation("alpha")
    net = await factories.network(members=["alpha"])
    await unlist_organisation(alpha, "It asked us to.")
    assert await shown(net) == []
    assert not (await queries.present_by_slug(net.id))["alpha"].public


async def test_who_left_can_come_back_and_nobody_is_a_member_twice(store):
    await factories.organisation("alpha")
    net = await factories.network(members=[{"organisation": "alpha", "from": "2010", "until": "2015"}])
    assert await shown(net) == []
    await add(net, **{"organisation": "alpha", "from": "2018"})
    assert await problems(net, organisation="alpha") == ["organisations/0/organisation"]
    assert await shown(net) == ["alpha"]


async def test_networks_lie_inside_one_another_and_never_in_a_circle_at_one_time(store):
    local, national, regional = [await factories.network(slug) for slug in ("local", "national", "regional")]
    await add(national, organisation="local")
    await add(regional, **{"organisation": "national", "from": "2015"})
    assert await problems(local, organisation="local") == ["organisations/0/organisation"]
    assert await problems(local, organisation="regional") == ["organisations/0/organisation"]
    await add(local, **{"organisation": "regional", "from": "2010", "until": "2014"})
    assert await problems(await factories.organisation("alpha"), organisation="local") == [""]


async def test_a_change_is_on_the_trail_and_an_end_is_no_removal(ada_account):
    await factories.organisation("alpha")
    with trail.acting(trail.Actor(trail.ActorKind.DESK, ada_account.id)):
        net = await factories.network(members=["alpha"])
        membership = (await queries.present_by_slug(net.id))["alpha"]
        await change_membership(net, membership, MembershipChange.parse({"until": "2026-05", "role": "observer", "source": "A letter"}))
        row = await queries.by_id(net.id, membership.id)
        assert (row.until, row.role, row.source, row.public) == ("2026-05", "observer", "A letter", True)
        await remove_membership(net, row)
    assert not await Membership.exists()
    entries = await TrailEntry.select(TrailEntry.act, TrailEntry.about).order_by(TrailEntry.id)
    acts = ["members_added", "membership_changed", "membership_removed"]
    assert [(row["act"], row["about"]) for row in entries if "member" in row["act"]] == [
        (act, f"organisation:{number}") for act in acts for number in (net.id, membership.member)
    ]


async def test_of_two_changes_at_once_the_second_begins_where_the_first_ended(store):
    await factories.organisation("alpha")
    net = await factories.network(members=[{"organisation": "alpha", "public": False}])
    membership = (await queries.present_by_slug(net.id))["alpha"]
    change = change_membership(net, membership, MembershipChange.parse({"role": "observer"}))
    async with overtaking(None, change, last=True) as late:
        await change_membership(net, membership, MembershipChange.parse({"public": True}))
    late.result()
    row = await queries.by_id(net.id, membership.id)
    assert (row.role, row.public, row.once_public) == ("observer", True, True)
    await change_membership(net, membership, MembershipChange.parse({"public": False}))
    row = await queries.by_id(net.id, membership.id)
    assert (row.public, row.once_public) == (False, True)


async def test_a_membership_that_was_removed_meanwhile_is_not_changed(ada_account):
    await factories.organisation("alpha")
    net = await factories.network(members=["alpha"])
    membership = (await queries.present_by_slug(net.id))["alpha"]
    await remove_membership(net, membership)
    for late in (remove_membership(net, membership), change_membership(net, membership, MembershipChange(public=True))):
        with pytest.raises(RemovedMeanwhile):
            await late
    await add(net, organisation="alpha")
    refused = amend_network(net, NetworkChange.parse({"members": [{"organisation": "beta", "base": membership.base}]}))
    with pytest.raises(SavedMeanwhile):  # it is no member any more: it does not join again
        await refused


async def test_of_two_who_read_the_same_membership_the_second_overwrites_nothing(store):
    await factories.organisation("alpha")
    net = await factories.network(members=["alpha"])
    read = (await queries.present_by_slug(net.id))["alpha"]
    left = {"organisation": "alpha", "since": "2011", "base": read.base}
    for late in (
        change_membership(net, read, MembershipChange.parse({"since": "2010", "base": read.base})),
        remove_membership(net, read, read.base),
        amend_network(net, NetworkChange.parse({"members": [left]})),
    ):
        async with overtaking(None, late, last=True) as second:
            saved = (await queries.present_by_slug(net.id))["alpha"]
            await change_membership(net, saved, MembershipChange.parse({"since": "2013", "source": "A letter", "base": saved.base}))
        with pytest.raises(SavedMeanwhile):
            second.result()
    row = await queries.by_id(net.id, read.id)
    assert (row.since, row.source) == ("2013", "A letter")
    await amend_network(net, NetworkChange.parse({"members": [left | {"base": row.base}]}))
    assert (await queries.by_id(net.id, read.id)).since == "2011"


async def test_a_network_with_members_stays_one(store):
    await factories.organisation("alpha")
    net = await factories.network(members=["alpha"])
    with pytest.raises(InvalidForm) as refused:
        await amend_organisation(net, OrganisationChange.parse({"kind": "ngo"}))
    assert list(refused.value.problems) == ["kind"]
