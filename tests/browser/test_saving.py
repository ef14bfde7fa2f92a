"""Two coordinators on one provision while Dilnoza translates it and the connection drops: nothing is lost, and everyone sees why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from coalition.addresses import url_for
from tests.browser.chromium import window
from tests.browser.serving import DRAFT, let_three_write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.serving import Site

pytestmark = pytest.mark.xdist_group("browser")

SHARED = "shared-2027-draft"
ARABIC = "نحن المجتمعين في طشقند،"
NO_CONNECTION, STORED = "No connection", "not yet part of the draft"


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[list[BrowserContext]]:
    contexts: list[BrowserContext] = []
    yield contexts
    for context in contexts:
        context.close()


def page_of(who: str, browser: Browser, site: Site, opened: list[BrowserContext], address: str) -> Page:
    opened.append(window(browser, site, who))
    page = opened[-1].new_page()
    page.goto(site.url + address)
    return page


def save(page: Page) -> None:
    page.locator("#form button:is(:not([name]), [value=save])").first.click()
    page.wait_for_load_state()


def test_nothing_is_lost_while_three_write_and_the_connection_drops(browser: Browser, site: Site, opened: list[BrowserContext]) -> None:
    key = let_three_write(site, SHARED)
    english = url_for("desk.provision.edit", lang="en", memorandum=SHARED, provision=key, text="en")
    arabic = url_for("desk.translation.edit", lang="en", memorandum=SHARED, target="ar")
    ada, dina = (page_of(who, browser, site, opened, english) for who in ("ada", "dina"))
    dilnoza = page_of("dilnoza", browser, site, opened, f"{arabic}?provision={key}")
    own = ada.input_value("#text")

    opened[0].set_offline(True)
    ada.fill("#text", f"{own} Daily.")
    expect(ada.locator("[data-status]")).to_contain_text(NO_CONNECTION)
    save(ada)  # the page stays, with what she typed
    expect(ada.locator("[data-status]")).to_contain_text(NO_CONNECTION)

    dilnoza.fill("#text", ARABIC)
    expect(dilnoza.locator("[data-status]")).to_contain_text(STORED)
    opened[2].close()  # as if her browser had ended

    dina.fill("#text", f"{own} Weekly.")
    expect(dina.locator("[data-status]")).to_contain_text(STORED)
    save(dina)
    expect(dina.locator("main")).to_contain_text("Saved.")

    dilnoza = page_of("dilnoza", browser, site, opened, f"{arabic}?provision={key}")
    expect(dilnoza.locator(".unsaved")).to_contain_text("What stands below is what you typed")
    assert dilnoza.input_value("#text") == ARABIC
    save(dilnoza)
    expect(dilnoza.locator("main")).to_contain_text("Saved.")
    expect(dilnoza.locator("section[aria-labelledby=source]")).to_contain_text("Weekly.")

    opened[0].set_offline(False)
    expect(ada.locator("[data-status]")).to_contain_text(STORED)
    save(ada)
    expect(ada.locator(".errors")).to_contain_text("Somebody saved this provision while you were writing")
    expect(ada.locator("pre.source")).to_contain_text("Weekly.")
    assert ada.input_value("#text") == f"{own} Daily."
    ada.fill("#text", f"{own} Daily, or weekly.")
    save(ada)
    expect(ada.locator("main")).to_contain_text("Saved.")

    dilnoza.goto(f"{site.url}{arabic}?provision={key}")
    assert dilnoza.input_value("#text") == ARABIC
    for page, text in ((dilnoza, "to compare"), (dina, "Daily, or weekly.")):
        page.reload()
        expect(page.locator("main")).to_contain_text(text)


def test_a_page_whose_session_ended_says_so_and_loses_nothing(browser: Browser, site: Site, opened: list[BrowserContext]) -> None:
    address = url_for("desk.provision.edit", lang="en", memorandum=DRAFT, provision=site.places["first_provision"], text="en")
    page = page_of("ada", browser, site, opened, address)
    opened[-1].clear_cookies()
    page.fill("#text", "1. Typed after the session.")
    expect(page.locator("[data-status]")).to_contain_text("Your session ended", timeout=15000)
    assert page.input_value("#text") == "1. Typed after the session."
