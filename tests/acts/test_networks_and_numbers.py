"""The members of a network shown with a text are a list that readers can compare with: it decides whether a number of hidden names is given."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

import pytest

from coalition import clock
from coalition.acts import withheld_numbers
from coalition.acts.changing_networks import add_members, change_membership, note_invited, remove_membership
from coalition.acts.status_queries import status_of
from coalition.fields import InvalidForm
from coalition.jobs.worker import run_due
from coalition.networks.forms import MembershipChange, MembershipForm
from coalition.networks.queries import present_by_slug
from tests import factories

pytestmark = pytest.mark.anyio


@pytest.fixture
def days():
    """Move the clock on; the days add up."""
    with ExitStack() as stack:
        yield lambda number: stack.enter_context(clock.shifted(timedelta(days=number)))


async def held(ada, *, members: int, **times):
    """Open a text for three days in a register of twelve; `members` of them are the network, and one more is hidden among the signatories."""
    slugs = [f"other-{at}" for at in range(12)]
    for slug in slugs:
        await factories.organisation(slug, email="")
    given = [{"organisation": slug, **times} for slug in slugs[:members]]
    net = await factories.network(members=given)
    memorandum = await factories.opened(ada, days=2)
    await factories.signed(memorandum, await factories.organisation("hidden"), disclosure="counted")
    return net, memorandum


async def number_given(memorandum, days):
    days(4)
    await run_due()
    return (await status_of(await factories.reloaded(memorandum))).counts.names_withheld


async def sign(memorandum, net):
    await factories.signed(memorandum, net)


async def invite_members(memorandum, net):
    await note_invited(memorandum, [net.id])


async def do_nothing(memorandum, net):
    assert memorandum
    assert net


WAYS = {
    "the network signed by name": (5, sign, None),
    "its members were invited": (5, invite_members, None),
    "it has enough members": (6, sign, 1),
    "the text does not show it": (5, do_nothing, 1),
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_number_is_given_if_the_members_of_no_shown_network_are_too_few(ada_account, days, way):
    members, show, number = WAYS[way]
    net, memorandum = await held(ada_account, members=members)
    await show(memorandum, net)
    assert await number_given(memorandum, days) == number


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("times", "number"), [({"until": "2001"}, 1), ({"from": "2030"}, 1), ({"until": "unknown"}, 1), ({"from": "2001"}, None)])
async def test_only_who_was_a_member_while_it_could_be_signed_is_on_the_list(ada_account, days, times, number):
    net, memorandum = await held(ada_account, members=5, **times)
    await sign(memorandum, net)
    assert await number_given(memorandum, days) == number


@pytest.mark.sqlite_only
async def test_a_list_that_nobody_could_ever_read_does_not_count(ada_account, days):
    net, memorandum = await held(ada_account, members=5, public=False)
    await sign(memorandum, net)
    assert await number_given(memorandum, days) == 1


async def _no_list(*_):
    return []


@pytest.mark.sqlite_only
async def test_without_the_list_of_a_network_a_number_singles_somebody_out(ada_account, days, monkeypatch):
    monkeypatch.setattr(withheld_numbers, "members_and_known", _no_list)
    net, memorandum = await held(ada_account, members=5)
    await sign(memorandum, net)
    with pytest.raises(AssertionError):
        assert await number_given(memorandum, days) is None


async def given_with_six_members(ada, days):
    net, memorandum = await held(ada, members=6)
    await sign(memorandum, net)
    assert await number_given(memorandum, days) == 1
    return net, await factories.reloaded(memorandum)


async def test_a_list_that_would_become_too_short_is_not_changed(ada_account, days):
    net, _ = await given_with_six_members(ada_account, days)
    membership = (await present_by_slug(net.id))["other-0"]
    with pytest.raises(InvalidForm, match="work out who is hidden"):
        await remove_membership(net, membership)
    with pytest.raises(InvalidForm, match="work out who is hidden"):
        await change_membership(net, membership, MembershipChange.parse({"until": "2001"}))
    await change_membership(net, membership, MembershipChange.parse({"until": clock.today().isoformat()}))
    await change_membership(net, membership, MembershipChange.parse({"public": False, "until": clock.today().isoformat()}))
    await add_members(net, [MembershipForm(organisation="other-7")])


async def test_a_short_list_is_not_shown_afterwards(ada_account, days):
    net, memorandum = await held(ada_account, members=5, public=False)
    await sign(memorandum, net)
    assert await number_given(memorandum, days) == 1
    membership = (await present_by_slug(net.id))["other-0"]
    with pytest.raises(InvalidForm, match="work out who is hidden"):
        await change_membership(net, membership, MembershipChange.parse({"public": True}))
    other = await factories.network("small", members=["other-1"])
    with pytest.raises(InvalidForm, match="work out who is hidden"):
        await note_invited(await factories.reloaded(memorandum), [other.id])


@pytest.mark.sqlite_only
async def test_a_change_that_singles_somebody_out_passes_on_a_build_without_the_list(ada_account, days, monkeypatch):
    monkeypatch.setattr(withheld_numbers, "members_and_known", _no_list)
    net, _ = await given_with_six_members(ada_account, days)
    with pytest.raises(pytest.fail.Exception), pytest.raises(InvalidForm):
        await remove_membership(net, (await present_by_slug(net.id))["other-0"])


async def test_a_network_with_few_members_is_not_named_afterwards(ada_account, days):
    net, memorandum = await held(ada_account, members=5)
    assert await number_given(memorandum, days) == 1
    await factories.opening.open_for_accession(await factories.reloaded(memorandum))
    with pytest.raises(InvalidForm, match="work out who is hidden"):
        await factories.signed(await factories.reloaded(memorandum), net, kind="accession")
