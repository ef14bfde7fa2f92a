"""The header of public pages takes one line on a desktop, in every language, and fits on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.settings import SUPPORTED_LANGUAGES
from tests.browser.chromium import window

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.serving import Site

pytestmark = pytest.mark.xdist_group("browser")

# How many lines what stands in the header takes: those whose middles lie apart are on different lines.
_LINES = """() => {
  const middles = [...document.querySelectorAll(".bar .brand, .bar li, .bar input, .bar button")].map(element => {
    const box = element.getBoundingClientRect();
    return (box.top + box.bottom) / 2;
  }).sort((one, other) => one - other);
  return middles.filter((middle, at) => at === 0 || middle - middles[at - 1] > 10).length;
}"""
_WIDER = "document.scrollingElement.scrollWidth - window.innerWidth"


def test_the_header_takes_one_line_on_a_desktop_and_fits_everywhere(browser: Browser, site: Site) -> None:
    page = window(browser, site, "cleo").new_page()
    for language in SUPPORTED_LANGUAGES:
        page.goto(f"{site.url}/{language}/forums")
        lines = {}
        for width in (360, 768, 1200, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(_WIDER) <= 0, (language, width)
            lines[width] = page.evaluate(_LINES)
        assert (lines[1200], lines[1280]) == (1, 1), (language, lines)
