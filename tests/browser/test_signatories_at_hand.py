"""With the keyboard, the first signatory is a few stops from the top of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.addresses import url_for
from tests.browser.chromium import window
from tests.browser.serving import OPEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.serving import Site

pytestmark = pytest.mark.xdist_group("browser")

STOPS = 8
FOCUSED = "document.activeElement.closest('#list tbody th a') ? 'signatory' : document.activeElement.getAttribute('href')"


@pytest.mark.parametrize("name", ["public.memorandum.show", "public.signatories.show"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_signatory_is_a_few_stops_from_the_top(browser: Browser, site: Site, name: str, language: str) -> None:
    page = window(browser, site, "cleo").new_page()
    page.goto(site.url + url_for(name, lang=language, memorandum=OPEN))
    stops, focused = 0, None
    while focused != "signatory" and stops <= STOPS:
        page.keyboard.press("Tab")
        stops += 1
        focused = page.evaluate(FOCUSED)
        if focused == "#list":
            page.keyboard.press("Enter")
    assert (focused, stops <= STOPS) == ("signatory", True)
    page.close()
