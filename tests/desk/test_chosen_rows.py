"""Ada does something with many invitations at once: a page asks with the numbers, then it is done as one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.invitations import chosen_row_queries
from coalition.invitations.forms import InvitingForm
from coalition.invitations.inviting import invite
from coalition.invitations.tables import Invitation
from coalition.jobs.tables import LongWork
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.desk.conftest import follow, send
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    """A memorandum to which four organisations are invited: one answered, one has no contact."""
    row = await factories.opened(ada_account)
    more: dict[str, dict[str, str]] = {"alpha": {}, "beta": {"country": "KG"}, "gamma": {"email": ""}, "delta": {}}
    parties = [await factories.organisation(slug, **given) for slug, given in more.items()]
    await invite(row, InvitingForm(organisations=list(more)))
    await factories.signed(row, parties[-1])
    await Letter.delete(force=True)
    return row


async def recipients() -> list[str]:
    return [letter.address for letter in await letters_in_tray()]


async def ask(ada: httpx.AsyncClient, memorandum: Memorandum, measure: str, **fields: object) -> httpx.Response:
    """Choose rows; return the page that asks."""
    return await send(ada, f"/en/desk/memoranda/{memorandum.slug}/invitations/chosen/review", {"measure": measure, **fields})


def named_in(page: httpx.Response) -> list[list[str]]:
    """Return the names under each sentence of the page that asks."""
    return [re.findall(r"<li><bdi[^>]*>([^<]+)</bdi>", part) for part in page.text.split('<ul class="names')[1:]]


async def confirm(ada: httpx.AsyncClient, asked: httpx.Response) -> httpx.Response:
    """Press the button of the page that asks."""
    assert asked.status_code == 200, asked.text
    [path] = re.findall(r'action="([^"]+/invitations/chosen)"', asked.text)
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked.text):
        if name != "form_token":
            fields.setdefault(name, []).append(value)
    return await send(ada, path, fields | {"confirmed": ["yes"]})


async def test_ticked_organisations_are_reminded_and_the_others_are_named_with_the_reason(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    asked = await ask(ada, memorandum, "remind", chosen=["alpha", "gamma", "delta", "stranger"])
    assert "3 organisations are chosen." in asked.text
    assert "1 answered, or its invitation was taken back: left out." in asked.text
    assert "1 has no contact that letters about its invitation may go to: left out." in asked.text
    assert "Remind 1 organisation<" in asked.text
    assert named_in(asked) == [["Alpha"], ["Delta"], ["Gamma"]]
    assert await recipients() == []
    listed = await follow(ada, await confirm(ada, asked))
    assert "1 organisation was reminded." in listed.text
    assert await recipients() == ["contact@alpha.example.org"]
    again = await ask(ada, memorandum, "remind", chosen=["alpha"])
    assert "1 was reminded today: left out." in again.text
    assert named_in(again) == [["Alpha"]]
    assert "It is possible for none of them now." in again.text
    assert await TrailEntry.count().where(TrailEntry.act == "reminded") == 1
    assert await TrailEntry.exists().where((TrailEntry.act == "names_read") & (TrailEntry.about == "page:chosen"))


async def test_of_very_many_only_the_first_are_named(ada: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen_row_queries, "MOST_NAMED", 2)
    asked = await ask(ada, memorandum, "revoke", all="yes")
    assert ("3 of them are reached." in asked.text, "1 more is not named here." in asked.text) == (True, True)
    assert named_in(asked) == [["Alpha", "Beta"], ["Delta"]]


async def test_all_that_match_are_taken_back(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = await ada.get(f"/en/desk/memoranda/{memorandum.slug}/signatories?country=KG")
    assert ("Beta" in page.text, "Alpha" in page.text) == (True, False)
    await follow(ada, await confirm(ada, await ask(ada, memorandum, "revoke", all="yes", country="KG")))
    assert await Invitation.count().where(Invitation.revoked_at.is_not_null()) == 1
    assert "Take back 2 invitations" in (asked := await ask(ada, memorandum, "revoke", all="yes", state="silent")).text
    assert "2 invitations were taken back." in (await follow(ada, await confirm(ada, asked))).text
    assert await Invitation.count().where(Invitation.revoked_at.is_null()) == 1  # who answered
    assert await TrailEntry.count().where(TrailEntry.act == "invitation_revoked") == 3


async def test_words_in_a_name_choose_and_links_are_sent_or_shown_once(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    found = await ada.get(f"/en/desk/memoranda/{memorandum.slug}/signatories?q=alph")
    assert ("Alpha" in found.text, "Beta" in found.text) == (True, False)
    sent = await follow(ada, await confirm(ada, await ask(ada, memorandum, "new_links", all="yes", q="alph")))
    assert "1 new link is on its way." in sent.text
    assert await recipients() == ["contact@alpha.example.org"]
    shown = await confirm(ada, await ask(ada, memorandum, "show_links", chosen=["alpha", "gamma"]))
    assert len(re.findall(r'<input class="link" readonly value="http', shown.text)) == 2
    assert await recipients() == ["contact@alpha.example.org"]


async def test_many_are_done_by_jobs(ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account)
    parties = [(await factories.organisation(f"many-{at}")).slug for at in range(7)]
    await invite(memorandum, InvitingForm(organisations=parties, send=False))
    monkeypatch.setattr("coalition.jobs.long_work.AT_ONCE", 2)
    listed = await follow(ada, await confirm(ada, await ask(ada, memorandum, "revoke", all="yes")))
    assert "Invitations that were taken back: 2 of 7" in listed.text
    while await LongWork.exists():
        await run_due()
    assert await Invitation.count().where(Invitation.revoked_at.is_null()) == 0


async def test_nothing_ticked_an_unknown_measure_and_a_stranger(ada: httpx.AsyncClient, dina: httpx.AsyncClient, memorandum: Memorandum) -> None:
    nothing = await ask(ada, memorandum, "remind", state="silent")
    assert (nothing.status_code, "Tick organisations first" in nothing.text) == (422, True)
    assert (await send(ada, f"/en/desk/memoranda/{memorandum.slug}/invitations/chosen", {"measure": "revoke"})).status_code == 422
    assert (await ask(ada, memorandum, "forget", all="yes")).status_code == 404
    assert (await ask(dina, memorandum, "revoke", all="yes")).status_code == 404
    assert await Invitation.count().where(Invitation.revoked_at.is_not_null()) == 0
