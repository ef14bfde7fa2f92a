"""axe finds nothing on any page in both schemes; `make whole` looks at each in both directions."""

from __future__ import annotations

import pytest

from tests.browser.languages import LOOKED_AT
from tests.browser.looking import AXE, findings
from tests.browser.pages import PAGES, routes_of_pages

pytestmark = pytest.mark.xdist_group("browser")


def test_every_page_is_looked_at():
    assert set(routes_of_pages()) <= {shown.route for shown in PAGES}
    assert len({shown.name for shown in PAGES}) == len(PAGES)


@pytest.mark.parametrize(("shown", "language"), [pytest.param(*page, id=f"{page[0].name}-{page[1]}") for page in LOOKED_AT])
def test_axe_finds_nothing(seen, shown, language):
    page = seen(shown, language)

    assert page.status < 500
    assert page.findings == {"light": [], "dark": []}


def test_faults_are_found_in_both_schemes(browser):
    page = browser.new_page()
    page.add_init_script(AXE)
    pale = "<p style='color:%23eee;background:%23fff'>unreadable</p>"
    page.goto(f"data:text/html,<html lang=en><title>Pale</title><main><h1>Pale</h1>{pale}<img src=x></main>")

    assert {finding.partition(":")[0] for finding in findings(page, "light")} == {"color-contrast", "image-alt"}
    assert {finding.partition(":")[0] for finding in findings(page, "dark")} == {"color-contrast"}
