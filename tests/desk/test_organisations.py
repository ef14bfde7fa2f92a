"""Ada keeps the register."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from coalition.database import counting_queries
from coalition.organisations.queries import by_slug, view_of
from coalition.organisations.tables import Contact
from tests import factories
from tests.desk.conftest import follow, send
from tests.organisations.test_likely_duplicates import register_of

if TYPE_CHECKING:
    import httpx

NEW = {
    "slug": "tihr", "kind": "ngo", "scope": "national", "status": "in_exile", "country": "TM", "seat_country": "AT", "website": "", "primary": "2",
    "names-0-language": "en", "names-0-name": "Turkmen Initiative for Human Rights", "names-0-short_name": "TIHR",
    "names-1-language": "", "names-1-name": "", "names-1-short_name": "",
    "names-2-language": "ru", "names-2-name": "Туркменская инициатива по правам человека", "names-2-short_name": "",
}  # fmt: skip


async def test_ada_enters_an_organisation_in_exile(ada: httpx.AsyncClient) -> None:
    page = await follow(ada, await send(ada, "/en/desk/organisations", NEW | {"at_risk": "yes"}))
    assert "Created." in page.text
    row = await by_slug("tihr")
    assert row
    shown = await view_of(row)
    assert (shown.country, shown.seat_country, shown.status, shown.at_risk) == ("TM", "AT", "in_exile", True)
    assert [(own_name.language, own_name.primary) for own_name in shown.names] == [("en", False), ("ru", True)]


async def test_what_does_not_fit_is_said_at_its_field_and_all_is_kept(ada: httpx.AsyncClient) -> None:
    page = await send(ada, "/en/desk/organisations", NEW | {"slug": "Bad Slug", "website": "ftp://x", "names-2-language": "", "at_risk": "yes"})
    assert page.status_code == 422
    assert set(re.findall(r'<li><a href="#([\w-]+)">', page.text)) == {"slug", "website", "names-1-language"}
    assert 'value="Bad Slug"' in page.text
    assert 'value="Туркменская инициатива по правам человека"' in page.text
    assert re.search(r'name="at_risk" value="yes" checked', page.text)
    assert '<option value="TM" selected>' in page.text
    assert re.search(r'name="primary" value="1" checked', page.text)


async def test_another_row_is_given_without_saving(ada: httpx.AsyncClient) -> None:
    page = await send(ada, "/en/desk/organisations", NEW | {"step": "more-names"})
    assert page.status_code == 200
    assert page.text.count('-short_name" type="text"') == 5
    assert await by_slug("tihr") is None


async def test_a_taken_address_name_is_said(ada: httpx.AsyncClient) -> None:
    await factories.organisation("tihr")
    page = await send(ada, "/en/desk/organisations", NEW)
    assert (page.status_code, page.text.count("This address name is taken by another organisation.")) == (422, 2)


async def test_an_entry_is_changed(ada: httpx.AsyncClient) -> None:
    await factories.organisation("tihr", "Old name", at_risk=True, country="KZ")
    page = await ada.get("/en/desk/organisations/tihr")
    assert 'value="Old name"' in page.text
    await follow(ada, await send(ada, "/en/desk/organisations/tihr", NEW | {"country": ""}))
    row = await by_slug("tihr")
    assert row
    assert (row.country, row.at_risk, (await view_of(row)).primary.language) == (None, False, "ru")


async def test_contacts_come_and_go_and_stay_private(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.organisation("tihr", email="")
    here = "/en/desk/organisations/tihr"
    page = await send(ada, f"{here}/contacts", {"contact_name": "Ben", "email": "not an address", "contact_language": "ru"})
    assert (page.status_code, 'value="Ben"' in page.text, 'value="not an address"' in page.text) == (422, True, True)
    await follow(ada, await send(ada, f"{here}/contacts", {"contact_name": "Ben", "email": "ben@example.org", "contact_language": "ru"}))
    assert "ben@example.org" in (await ada.get(here)).text
    assert "ben@example.org" not in (await cleo.get("/en/organisations/tihr")).text
    assert (await send(ada, f"{here}/contacts", {"email": "ben@example.org", "contact_language": "en"})).status_code == 422
    row = await Contact.select(Contact.id).first()
    assert row
    await follow(ada, await send(ada, f"{here}/contacts/removal", {"contact": str(row["id"])}))
    assert await Contact.count() == 0


@pytest.mark.changes_nothing
async def test_a_contact_of_another_organisation_cannot_be_removed_from_here(ada: httpx.AsyncClient) -> None:
    await factories.organisation("tihr")
    await factories.organisation("other", email="")
    row = await Contact.select(Contact.id).first()
    assert row
    await send(ada, "/en/desk/organisations/other/contacts/removal", {"contact": str(row["id"])})
    assert await Contact.count() == 1
    for text in ("1 OR 1", "9" * 20, "9" * 5000, ""):
        assert (await send(ada, "/en/desk/organisations/other/contacts/removal", {"contact": text})).status_code == 404, text[:30]


@pytest.mark.parametrize("words", ["инициатива", "INITSIATIVA", "tihr"])
async def test_the_register_is_searched_in_any_script(ada: httpx.AsyncClient, words: str) -> None:
    await follow(ada, await send(ada, "/en/desk/organisations", NEW))
    await factories.organisation("other", "Somebody else")
    page = (await ada.get("/en/desk/organisations", params={"q": words})).text
    assert re.findall(r"/en/desk/organisations/(tihr|other)", page) == ["tihr"]


async def test_a_long_register_is_paged_and_costs_the_same(ada: httpx.AsyncClient) -> None:
    counts = []
    for amount in (1, 59):
        for _ in range(amount):
            await factories.organisation()
        with counting_queries() as count:
            first = (await ada.get("/en/desk/organisations")).text
        counts.append(count.count)
    assert counts[0] == counts[1]
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = (await ada.get(following[1].replace("&amp;", "&"))).text
    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (50, 10)


async def test_what_is_typed_is_shown_as_text(ada: httpx.AsyncClient) -> None:
    nasty = "<script>alert(1)</script>\"'&"
    page = await send(ada, "/en/desk/organisations", NEW | {"slug": nasty, "names-0-name": nasty, "website": nasty})
    assert "<script>alert" not in page.text
    assert page.status_code == 422
    assert "<script>alert" not in (await ada.get("/en/desk/organisations", params={"q": nasty})).text


ODD = [{"names": "plain"}, {"names-0": "x", "names-0-name-": "y"}, {"names-999-name": "far"}, {"primary": "x", "step": "x"}]


@pytest.mark.parametrize("fields", ODD)
async def test_odd_forms_are_refused_calmly(ada: httpx.AsyncClient, fields: dict[str, str]) -> None:
    assert (await send(ada, "/en/desk/organisations", fields)).status_code == 422


async def test_an_organisation_that_may_be_in_the_register_is_asked_about(ada, ada_account):
    """Ada sees what it may be and why, loses nothing that she typed, and can say that it is another; both questions come at once."""
    await register_of(ada_account)
    given = {
        **NEW, "slug": "duino", "country": "KG", "website": "https://birduino.kg/ru", "names-0-name": "Bir-Duino, Kyrgyzstan",
        "names-2-name": "Voice of Freedom",
    }  # fmt: skip
    page = await send(ada, "/ru/desk/organisations", given)
    assert page.status_code == 422
    assert 'href="/ru/desk/organisations/bir-duino' in page.text
    assert 'href="/ru/desk/organisations/hidden' in page.text
    assert all(html.escape(value) in page.text for value in given.values())
    assert 'name="confirmed_new"' in page.text
    looked_at = re.search(r'name="looked_at" value="([^"]+)"', page.text)[1]
    page = await send(ada, "/ru/desk/organisations", given | {"looked_at": looked_at})
    assert page.status_code == 422
    assert re.search(r'name="looked_at" value="[^"]+" checked', page.text)
    assert await by_slug("duino") is None
    page = await send(ada, "/ru/desk/organisations", given | {"looked_at": looked_at, "confirmed_new": "yes"})
    assert page.status_code == 303
    assert await by_slug("duino")
