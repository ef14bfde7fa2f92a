"""Two browsers on one provision while a third translates it and the connection drops: nothing is lost, and everyone sees why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from coalition.addresses import url_for
from tests.browser.chromium import window
from tests.browser.serving import DRAFT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.serving import Site

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[list[BrowserContext]]:
    contexts: list[BrowserContext] = []
    yield contexts
    for context in contexts:
        context.close()


def provision(browser: Browser, site: Site, opened: list[BrowserContext], language: str) -> Page:
    opened.append(window(browser, site, "ada"))
    page = opened[-1].new_page()
    key = site.places["first_provision"]
    page.goto(site.url + url_for("desk.provision.edit", lang="en", memorandum=DRAFT, provision=key, text=language))
    return page


def save(page: Page) -> None:
    page.locator("#form button:not([name])").click()
    page.wait_for_load_state()


def test_nothing_is_lost_while_three_write_and_the_connection_drops(browser: Browser, site: Site, opened: list[BrowserContext]) -> None:
    ada, edith, dilnoza = (provision(browser, site, opened, language) for language in ("en", "en", "ru"))
    own = ada.input_value("#text")
    russian = dilnoza.input_value("#text")
    opened[2].set_offline(True)
    dilnoza.fill("#text", f"{russian} ولا يضيع شيء")
    expect(dilnoza.locator("[data-status]")).to_contain_text("No connection", timeout=15000)
    edith.fill("#text", f"{own} Weekly.")
    expect(edith.locator("[data-status]")).to_contain_text("not yet part of the draft", timeout=15000)
    ada.fill("#text", f"{own} Daily.")
    save(ada)
    expect(ada.locator("main")).to_contain_text("Saved.")
    save(edith)
    expect(edith.locator(".errors")).to_contain_text("Somebody saved this provision while you were writing")
    expect(edith.locator("pre.source")).to_contain_text("Daily.")
    assert edith.input_value("#text") == f"{own} Weekly."
    edith.fill("#text", f"{own} Daily, or weekly.")
    save(edith)
    expect(edith.locator("main")).to_contain_text("Saved.")
    opened[2].set_offline(False)
    expect(dilnoza.locator("[data-status]")).to_contain_text("not yet part of the draft", timeout=90000)
    again = provision(browser, site, opened, "ru")
    again.get_by_text("Go on with what you typed").click()
    assert again.input_value("#text") == f"{russian} ولا يضيع شيء"
    save(again)
    expect(again.locator("main")).to_contain_text("Saved.")
    ada.goto(ada.url)
    assert ada.input_value("#text") == f"{own} Daily, or weekly."
    for page, text in ((ada, own), (again, russian)):
        page.fill("#text", text)
        save(page)


def test_a_page_whose_session_ended_says_so_and_loses_nothing(browser: Browser, site: Site, opened: list[BrowserContext]) -> None:
    page = provision(browser, site, opened, "en")
    opened[-1].clear_cookies()
    page.fill("#text", "1. Typed after the session.")
    expect(page.locator("[data-status]")).to_contain_text("Your session ended", timeout=15000)
    assert page.input_value("#text") == "1. Typed after the session."
