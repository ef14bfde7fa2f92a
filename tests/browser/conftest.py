"""One site, one browser at a time, and each page looked at once for all tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import chromium, executable, window
from tests.browser.looking import AXE, look
from tests.browser.serving import prepare, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.browser.looking import Seen
    from tests.browser.pages import Shown
    from tests.browser.serving import Site


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "xdist_group(name): stories of a group run in one process")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("site")) as site:
        prepare(site)
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser that is closed after the module: while it runs, no other event loop can."""
    if executable() is None:
        missing = "Chromium is not installed; make browsers fetches it."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def seen_before() -> dict[tuple[str, str], Seen]:
    return {}


@pytest.fixture(scope="module")
def seen(browser: Browser, site: Site, seen_before: dict[tuple[str, str], Seen]) -> Iterator[Callable[[Shown, str], Seen]]:
    """Return what looks at a page in a language, once in a run."""
    pages = {}

    def see(shown: Shown, language: str) -> Seen:
        if (shown.name, language) not in seen_before:
            if shown.who not in pages:
                pages[shown.who] = window(browser, site, shown.who).new_page()
                pages[shown.who].add_init_script(AXE)
            seen_before[shown.name, language] = look(pages[shown.who], shown, site, language)
        return seen_before[shown.name, language]

    yield see
    for page in pages.values():
        page.context.close()
