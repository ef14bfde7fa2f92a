"""Ada ticks rows of a long list, then finds others, sorts, filters or turns the page: the ticks go along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

import pytest

from coalition.desk import ticks
from coalition.invitations.tables import Invitation
from coalition.organisations.tables import Organisation
from tests import factories
from tests.browser.filled_forms import forms_of
from tests.desk.conftest import follow, next_page, send

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HERE = "/en/desk/memoranda/cooperation"
LIST, REVIEW = f"{HERE}/signatories", f"{HERE}/invitations/chosen/review"
SENT = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def invited(ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> httpx.AsyncClient:
    """Ada, with five organisations that were invited, on pages of two."""
    monkeypatch.setattr("coalition.desk.signatories.signatories.PAGE", 2)
    memorandum = await factories.opened(ada_account)
    for at in range(5):
        party = await factories.organisation(f"org-{at}", f"Org {at}", country=("KZ", "KG")[at % 2])
        await factories.invitation_link(memorandum, party)
    return ada


def ticked_in(answer: httpx.Response) -> list[str]:
    """Return the rows that the form of the list would send as ticked."""
    [form] = [form for form in forms_of(answer.text) if form.action == REVIEW]
    return [value for name, value in form.fields if name == "chosen"]


async def press(browser: httpx.AsyncClient, page: httpx.Response, *, tick: list[str], **pressed: str) -> httpx.Response:
    """Tick rows of a list and press one of its buttons; return the page that follows."""
    [form] = [form for form in forms_of(page.text) if form.action == REVIEW]
    fields = [pair for pair in form.fields if pair[0] not in pressed] + [("chosen", slug) for slug in tick] + list(pressed.items())
    answer = await browser.post(REVIEW, content=urlencode(fields), headers=SENT)
    assert answer.status_code == 303
    assert "form_token" not in answer.headers["location"]
    return await browser.get(answer.headers["location"])


@pytest.mark.changes_nothing
async def test_ticks_go_along_to_the_next_page_to_a_search_and_to_a_measure(invited: httpx.AsyncClient) -> None:
    first = await invited.get(LIST)
    following = next_page(first.text)
    assert following
    second = await press(invited, first, tick=["org-0", "org-1"], show=urlencode(following))
    assert ticked_in(second) == ["org-0", "org-1"]
    assert "2 rows are ticked on other pages." in second.text
    third = await press(invited, second, tick=["org-2"], find="", find_q="Org 1")
    assert re.findall(r'type="checkbox" name="chosen" value="(org-\d)"[^>]*checked', third.text) == ["org-1"]
    assert sorted(ticked_in(third)) == ["org-0", "org-1", "org-2"]
    tabs = await press(invited, third, tick=[], show="state=silent&sort=name_last")
    assert sorted(ticked_in(tabs)) == ["org-0", "org-1", "org-2"]
    assert dict(parse_qsl(str(tabs.url.query.decode())))["sort"] == "name_last"
    [form] = [form for form in forms_of(tabs.text) if form.action == REVIEW]
    asked = await invited.post(REVIEW, content=urlencode([*form.fields, ("measure", "remind")]), headers=SENT)
    assert "3 organisations are chosen." in asked.text
    [back] = set(re.findall(rf'href="({LIST}[^"]*)"', asked.text.partition("<h1")[2])) - {LIST}
    assert sorted(ticked_in(await invited.get(back.replace("&amp;", "&")))) == ["org-0", "org-1", "org-2"]
    assert ticked_in(await invited.get(re.findall(r'href="([^"]*)">Untick all', tabs.text)[0])) == []


@pytest.mark.changes_nothing
async def test_where_nothing_matches_the_ticks_stay(invited: httpx.AsyncClient) -> None:
    page = await press(invited, await invited.get(LIST), tick=["org-0"], find="state=silent", find_q="nobody")
    assert "None of the invitations is like this." in page.text
    assert ticked_in(page) == ["org-0"]
    assert 'name="measure" value="remind"' in page.text


async def test_ticks_stay_when_one_invitation_is_taken_back(invited: httpx.AsyncClient) -> None:
    [row] = await Invitation.select(Invitation.id).where(Invitation.organisation.slug == "org-4")
    fields = {"invitation": str(row["id"]), "chosen": ["org-0", "org-3"], "sort": "name_last"}
    asked = await send(invited, f"{HERE}/invitations/revocation", fields)
    [form] = [form for form in forms_of(asked.text) if form.action.endswith("/revocation")]
    assert [value for name, value in form.fields if name == "chosen"] == ["org-0", "org-3"]
    back = re.findall(rf'class="back" href="({LIST}\?[^"]*)"', asked.text)[0].replace("&amp;", "&")
    assert sorted(ticked_in(await invited.get(back))) == ["org-0", "org-3"]
    done = await follow(invited, await send(invited, form.action, {**fields, "asked": "yes", "confirmed": "yes"}))
    assert "The invitation was taken back." in done.text
    assert sorted(ticked_in(done)) == ["org-0", "org-3"]


@pytest.mark.changes_nothing
async def test_more_than_the_most_are_cut_and_said(invited: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticks, "MOST_TICKED", 2)
    page = await press(invited, await invited.get(LIST), tick=["org-3", "org-1", "org-0"], show="")
    assert sorted(ticked_in(page)) == ["org-1", "org-3"]
    assert "the ticks of the others are gone" in page.text


async def test_an_address_with_anything_else_ticks_nothing(invited: httpx.AsyncClient) -> None:
    for chosen in ("x", "1-", "9" * 30, "12.", "<b>", "-1", "٣"):
        page = await invited.get(LIST, params={"chosen": chosen})
        assert (page.status_code, ticked_in(page)) == (200, [])


@pytest.mark.changes_nothing
async def test_listings_are_confirmed_from_several_pages(ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coalition.desk.organisations.listings.PAGE", 2)
    for at in range(5):
        await factories.organisation(f"org-{at}", f"Org {at}")
    await Organisation.update({Organisation.listing_confirmed: False}, force=True)
    here = "/en/desk/listings"
    page, seen = await ada.get(here), list[str]()
    for _ in range(2):
        seen += re.findall(r'type="checkbox" name="seen" value="([\w-]+)"', page.text)[:1]
        following = next_page(page.text)
        assert following
        page = await follow(ada, await send(ada, here, {"seen": seen, "show": urlencode(following)}))
        assert [value for name, value in forms_of(page.text)[1].fields if name == "seen"] == seen
    await send(ada, here, {"seen": seen})
    assert await Organisation.count().where(Organisation.listing_confirmed.eq(False)) == 3
