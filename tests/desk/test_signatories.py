"""Ada invites, reminds and watches who signs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.database import counting_queries
from coalition.invitations import link_sessions
from coalition.invitations import links as invitations_links
from coalition.invitations.forms import InvitingForm
from coalition.invitations.inviting import invite
from coalition.invitations.tables import Invitation
from coalition.mail.tables import Letter
from coalition.organisations.queries import by_slug
from coalition.signatures import signing
from coalition.signatures.forms import DeclineForm
from tests import factories
from tests.browser.filled_forms import forms_of
from tests.conftest import sign_in
from tests.desk.conftest import follow, next_page, send

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"
LINK = re.compile(r"http://[^\"]+/invitations/[\w-]+")


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    await factories.organisation("kibhr", "KIBHR")
    await factories.organisation("no-contact", "Silent Circle", email="", at_risk=True)
    await factories.organisation("watcher", "Watcher")
    parts = [{"organisation": "kibhr", "role": "convener"}, {"organisation": "no-contact"}, {"organisation": "watcher", "role": "observer"}]
    await factories.forum(organisations=parts)
    return await factories.opened(ada_account, forum="kyiv-2013")


async def test_participants_of_the_forum_are_chosen_beforehand(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = (await ada.get(f"{HERE}/invitations")).text
    assert re.findall(r'name="organisations" value="([\w-]+)" checked', page) == ["kibhr", "no-contact"]
    assert "watcher" not in page  # an observer is not asked to sign
    assert page.count("no contact: hand the link over") == 1
    assert page.count("at risk") == 1


async def test_each_link_is_shown_once(ada: httpx.AsyncClient, ben: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = await send(ada, f"{HERE}/invitations", {"organisations": ["kibhr", "no-contact"], "send": "yes"})
    assert page.status_code == 200
    links = LINK.findall(page.text)
    assert len(links) == 2
    assert (page.text.count("sent by e-mail"), page.text.count("hand it over yourself")) == (1, 1)
    assert (await ben.get(links[0])).status_code == 200
    assert not LINK.findall((await ada.get(f"{HERE}/signatories")).text)
    assert await Letter.count() == 1


async def test_finding_others_keeps_who_was_chosen(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await factories.organisation("al-namaa", "مركز النماء لحقوق الإنسان", language="ar")
    page = await send(ada, f"{HERE}/invitations", {"organisations": ["no-contact"], "q": "النماء", "send": "yes", "step": "find"})
    assert re.findall(r'value="([\w-]+)"( checked)?>', page.text.partition("<fieldset")[2].partition("<details")[0]) == [
        ("al-namaa", ""),
        ("kibhr", ""),
        ("no-contact", " checked"),
        ("yes", " checked"),
        ("letters", ""),
    ]
    again = await send(ada, f"{HERE}/invitations", {"organisations": ["al-namaa"], "q": "watcher", "send": "yes", "step": "find"})
    assert re.findall(r'value="([\w-]+)" checked', again.text) == ["al-namaa", "yes"]
    assert await Invitation.count() == 0


async def test_nobody_chosen_is_said(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = await send(ada, f"{HERE}/invitations", {"send": "yes"})
    assert page.status_code == 422
    assert "Choose at least one organisation." in page.text


async def test_nobody_is_invited_to_a_draft(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.organisation("kibhr")
    await factories.draft(ada_account)
    page = await send(ada, f"{HERE}/invitations", {"organisations": ["kibhr"]})
    assert (page.status_code, "Adopt the text first" in page.text) == (409, True)


@pytest.mark.changes_nothing
async def test_each_is_reminded_once_a_day(ada: httpx.AsyncClient, ada_account: Coordinator, memorandum: Memorandum) -> None:
    for slug in ("kibhr", "watcher"):
        await invite(memorandum, InvitingForm(organisations=[slug], send=False))
    await invite(memorandum, InvitingForm(organisations=["no-contact"], send=False))
    page = await ada.get(f"{HERE}/signatories?state=silent")
    assert "Remind 2 organisations" in page.text
    page = await follow(ada, await send(ada, f"{HERE}/reminders", {"organisations": "kibhr"}))
    assert "1 organisation was reminded." in page.text
    page = await follow(ada, await send(ada, f"{HERE}/reminders"))
    assert "1 organisation was reminded." in page.text
    page = await follow(ada, await send(ada, f"{HERE}/reminders"))
    assert "0 organisations were reminded." in page.text
    assert "Nobody can be reminded today" in page.text
    assert await Letter.count() == 2
    with clock.shifted(timedelta(days=1)):
        await sign_in(ada, ada_account)
        assert "Remind 2 organisations" in (await ada.get(f"{HERE}/signatories")).text


async def test_a_revoked_invitation_opens_nothing_and_a_new_link_does(ada: httpx.AsyncClient, ben: httpx.AsyncClient, memorandum: Memorandum) -> None:
    path = await factories.invitation_link(memorandum, await _kibhr())
    row = await Invitation.select(Invitation.id).first()
    assert row
    assert (
        '<input type="hidden" name="sort" value="waiting">' in (await ada.get(f"{HERE}/signatories?sort=waiting")).text.partition('class="chosen"')[2]
    )
    asks = await send(ada, f"{HERE}/invitations/revocation", {"invitation": str(row["id"]), "state": "silent", "sort": "waiting"})
    assert f'href="{HERE}/signatories?state=silent&amp;sort=waiting"' in asks.text
    [asking] = [dict(form.fields) for form in forms_of(asks.text) if "asked" in dict(form.fields)]
    revoked = await send(ada, f"{HERE}/invitations/revocation", asking | {"confirmed": "yes"})
    assert "state=silent&sort=waiting" in revoked.headers["location"]
    page = await follow(ada, revoked)
    assert "taken back" in page.text
    assert (await ben.get(path)).status_code == 410
    fresh = LINK.findall((await send(ada, f"{HERE}/invitations", {"organisations": "kibhr"})).text)
    assert (await ben.get(fresh[0])).status_code == 200
    assert (await send(ada, f"{HERE}/invitations/revocation", {"invitation": "not-an-id"})).status_code == 404


async def _kibhr() -> Organisation:
    organisation = await by_slug("kibhr")
    assert organisation
    return organisation


@pytest.mark.changes_nothing
async def test_the_invitation_of_another_memorandum_cannot_be_revoked(
    dina: httpx.AsyncClient, dina_account: Coordinator, memorandum: Memorandum
) -> None:
    await factories.invitation_link(memorandum, await _kibhr())
    row = await Invitation.select(Invitation.id).first()
    assert row
    await factories.opened(dina_account, "others")
    await send(dina, "/en/desk/memoranda/others/invitations/revocation", {"invitation": str(row["id"])})
    assert await Invitation.count().where(Invitation.revoked_at.is_not_null()) == 0


async def test_each_state_has_its_list(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    for at, name in enumerate(("signed", "supports", "declines", "visits", "bounces", "silent")):
        organisation = await factories.organisation(f"org-{name}", f"Org {name}")
        if at < 2:
            await factories.signed(memorandum, organisation, kind=("signature", "support")[at], disclosure=("counted", "public")[at])
            continue
        path = await factories.invitation_link(memorandum, organisation, send=name == "bounces")
        if name in {"declines", "visits"}:
            opened = await link_sessions.session_opens(await link_sessions.begin_session(path.rpartition("/")[2]))
            assert opened
            if name == "declines":
                await signing.decline(opened, DeclineForm(authority=True, reason="Not this year"))
    await factories.bounce_letters()
    shown = {}
    for state in ("", "signed", "supported", "declined", "visited", "bounced", "invited", "silent"):
        page = (await ada.get(f"{HERE}/signatories", params={"state": state})).text
        shown[state] = re.findall(r">Org (\w+)<", page)
    assert shown == {
        "": ["bounces", "declines", "signed", "silent", "supports", "visits"],
        "signed": ["signed"],
        "supported": ["supports"],
        "declined": ["declines"],
        "visited": ["visits"],
        "bounced": ["bounces"],
        "invited": ["silent"],
        "silent": ["bounces", "silent", "visits"],
    }
    everything = (await ada.get(f"{HERE}/signatories")).text
    assert "name withheld" in everything
    assert "Reason: Not this year" in everything


async def test_the_file_holds_the_list_and_no_formula(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await factories.signed(memorandum, await factories.organisation("evil", "=cmd|' /C calc'!A0"), representative_name="@Ben", typed_name="@Ben")
    answer = await send(ada, f"{HERE}/export")
    assert answer.content.startswith(b"\xef\xbb\xbfslug,name,")
    assert "evil,'=cmd|' /C calc'!A0," in answer.text
    assert "'@Ben" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize("page", ["signatories", "dashboard"])
async def test_three_and_fifty_invitations_need_as_many_queries(ada: httpx.AsyncClient, memorandum: Memorandum, page: str) -> None:
    counts = []
    await ada.get(f"{HERE}/{page}")  # the first reading of a day is recorded
    for amount in (3, 47):
        for _ in range(amount):
            await factories.signed(memorandum, await factories.organisation())
        with counting_queries() as count:
            assert (await ada.get(f"{HERE}/{page}")).status_code == 200
        counts.append(count.count)
    assert counts[0] == counts[1]


async def test_a_long_list_is_shown_a_hundred_at_a_time(ada: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coalition.desk.signatories.signatories.PAGE", 3)
    for at in range(5):
        await factories.invitation_link(memorandum, await factories.organisation(f"org-{at}", f"Org {at}"))
    first = (await ada.get(f"{HERE}/signatories?state=silent")).text
    following = next_page(first)
    assert following
    second = (await ada.get(f"{HERE}/signatories", params=following)).text
    assert (re.findall(r">Org (\w)<", first), re.findall(r">Org (\w)<", second)) == (["0", "1", "2"], ["3", "4"])
    assert "Remind 5 organisations" in second
    assert next_page(second) is None


async def test_ada_invites_again_who_declined(ada: httpx.AsyncClient, ben: httpx.AsyncClient, memorandum: Memorandum) -> None:
    token = (await invite(memorandum, InvitingForm(organisations=["kibhr"], send=False)))[0].link.rpartition("/")[2]
    assert "Invite again" not in (await ada.get(f"{HERE}/signatories")).text
    await signing.decline(await invitations_links.follow(token), DeclineForm(authority=True))

    assert "Invite again" in (await ada.get(f"{HERE}/signatories")).text
    assert "disabled" not in (await ada.get(f"{HERE}/invitations")).text.partition("<fieldset")[2].partition("</fieldset>")[0]
    page = await send(ada, f"{HERE}/invitations", {"organisations": ["kibhr"]})

    [link] = LINK.findall(page.text)
    assert (await ben.get(link)).status_code == 200
    assert "Invite again" not in (await ada.get(f"{HERE}/signatories")).text
