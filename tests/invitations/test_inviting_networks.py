"""All members of a network are invited together, those too whom the public does not know of."""

from __future__ import annotations

import pytest

from coalition.fields import InvalidForm
from coalition.forums.organisation_choice_queries import Choice
from coalition.invitations.forms import ChoiceForm, InvitingForm
from coalition.invitations.inviting import invite
from coalition.invitations.inviting_many import invite_chosen
from coalition.networks.queries import is_invited
from tests import factories

pytestmark = pytest.mark.anyio


async def held(ada):
    for slug in ("alpha", "beta", "left", "watcher"):
        await factories.organisation(slug)
    await factories.organisation("quiet", at_risk=True)
    members = ["alpha", "quiet", {"organisation": "left", "until": "unknown"}, {"organisation": "watcher", "role": "observer"}]
    return await factories.network(members=members), await factories.opened(ada)


async def test_members_of_a_network_are_invited_beside_others(ada_account):
    net, memorandum = await held(ada_account)
    made = await invite(memorandum, InvitingForm(networks=["net"], organisations=["beta"], send=False))
    assert sorted(invited.organisation for invited in made) == ["alpha", "beta", "quiet"]
    assert await is_invited(memorandum.id, net.id)
    again = await invite(memorandum, InvitingForm(networks=["net"], organisations=["beta"], send=False))
    assert [invited.organisation for invited in again] == ["beta"]


async def test_a_network_is_invited_as_one_like_any_organisation(ada_account):
    net, memorandum = await held(ada_account)
    made = await invite(memorandum, InvitingForm(organisations=["net"], send=False))
    assert [invited.organisation for invited in made] == ["net"]
    assert not await is_invited(memorandum.id, net.id)


async def test_a_choice_of_a_network_invites_its_members(ada_account):
    net, memorandum = await held(ada_account)
    made = await invite_chosen(memorandum, Choice("network", ("net",)), ChoiceForm(send=False))
    assert sorted(invited.organisation for invited in made) == ["alpha", "quiet"]
    assert await is_invited(memorandum.id, net.id)


@pytest.mark.sqlite_only
async def test_who_is_no_network_has_no_members_to_invite(ada_account):
    _, memorandum = await held(ada_account)
    for given, field in (({"networks": ["alpha"]}, "networks/0"), ({}, "organisations"), ({"organisations": []}, "organisations")):
        with pytest.raises(InvalidForm) as refused:
            await invite(memorandum, InvitingForm.parse(given))
        assert list(refused.value.problems) == [field]
