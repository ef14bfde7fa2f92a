"""Who keeps the register: a coordinator fills it in, and every public page says it from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.host.queries import described
from tests import factories
from tests.desk.conftest import send

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HOST = "/en/desk/host"
NAMED = {"name_en": "Steppe Rights Bureau", "short_name_en": "SRB", "about_en": "An office of three.", "checking_en": "Ring us."}


async def test_public_pages_name_the_host_as_soon_as_it_is_filled_in(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    pages = ("/en/", "/en/about", "/ru/memoranda", "/en/organisations", "/ar/notifications")
    before = {path: await cleo.get(path) for path in pages}
    assert all("Steppe" not in page.text for page in before.values())
    assert "letters name nobody yet" in (await ada.get("/en/desk")).text

    answer = await send(ada, HOST, NAMED | {"phone": "+7 727 250-00-00", "website": "https://bureau.example"})

    assert answer.status_code == 303
    for path in pages:
        page = await cleo.get(path)
        assert "Steppe Rights Bureau" in page.text
        assert page.headers["cache-control"].startswith("public")
        assert page.headers["etag"] != before[path].headers["etag"]
        again = await cleo.get(path, headers={"If-None-Match": page.headers["etag"]})
        assert again.status_code == 304
    about = (await cleo.get("/en/about")).text
    for text in ("An office of three.", "Ring us.", "+7 727 250-00-00", "https://bureau.example", "coalition@localhost"):
        assert text in about
    assert "letters name nobody yet" not in (await ada.get("/en/desk")).text
    await send(ada, HOST, NAMED | {"email": "rights@bureau.example"})
    for path in ("/en/about", "/en/privacy", "/en/accessibility"):  # a person writes to the host, not to the sender of letters
        assert "mailto:rights@bureau.example" in (await cleo.get(path)).text

    await send(ada, HOST, NAMED | {"name_en": "Another Bureau"})
    for path in pages:
        assert "Steppe" not in (await cleo.get(path)).text


async def test_a_private_link_names_host_and_coordinator_and_so_does_its_dead_end(
    ada: httpx.AsyncClient, ada_account: Coordinator, ben: httpx.AsyncClient
) -> None:
    await send(ada, HOST, NAMED)
    memorandum = await factories.opened(ada_account)
    link = await factories.invitation_link(memorandum, await factories.organisation("steppe"))
    landing = (await ben.get(link)).text
    assert "Steppe Rights Bureau" in landing
    assert "Ada" in landing
    assert "24:00 UTC" in landing
    dead = await ben.get(link[:-4] + "none")
    assert dead.status_code == 404
    assert "Steppe Rights Bureau" in dead.text


async def test_nothing_typed_is_lost_and_a_name_is_needed(ada: httpx.AsyncClient) -> None:
    answer = await send(ada, HOST, {"phone": "+47 22 00 00 00", "about_ru": "Три человека.", "website": "bureau.example"})
    assert answer.status_code == 422
    assert "Write a web address that begins with https://." in answer.text
    assert "Три человека." in answer.text
    answer = await send(ada, HOST, {"phone": "+47 22 00 00 00"})
    assert "Write the name of the host in at least one language." in answer.text
    assert not await described()


@pytest.mark.sqlite_only
async def test_editors_do_not_describe_the_host(cleo: httpx.AsyncClient) -> None:
    assert (await cleo.get(HOST)).status_code == 303
