"""Chromium as it is installed on the system, and the windows of those who use the site."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

    from tests.browser.serving import Site

# The headless shell looks at a page in three quarters of the time of the whole browser.
_PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_PATIENCE = 30_000  # milliseconds: a page on a loaded machine
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


def executable() -> str | None:
    """Return the path of Chromium, if it is installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=_FLAGS)
        yield browser
        browser.close()


def window(browser: Browser, site: Site, who: str, *, width: int = 1280, scripts: bool = True) -> BrowserContext:
    """Open a window for a person, with the cookies that their preparation left."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts, reduced_motion="reduce")
    context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in site.cookies.get(who, {}).items()])
    context.set_default_timeout(_PATIENCE)
    expect.set_options(timeout=_PATIENCE)
    return context
