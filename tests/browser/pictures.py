"""Pictures of every page: `python -m tests.browser.pictures [--only PART] [--docs]`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tests.browser.chromium import chromium, window
from tests.browser.pages import PAGES, answer_of
from tests.browser.serving import OPEN, ROOT, prepare, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.pages import Shown
    from tests.browser.serving import Site

LANGUAGES = ("en", "ar")
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
PICTURES = ROOT / "var" / "pictures"


@click.command()
@click.option("--only", default="", help="Only pages with this in their name.")
@click.option("--docs", is_flag=True, help="Take the two pictures of docs/pictures/ instead.")
def main(only: str, *, docs: bool) -> None:
    """Take pictures of every page in two languages, two widths and two schemes into var/pictures/."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site, chromium() as browser:
        if docs:
            _take_for_docs(browser, site, "memorandum", f"{site.url}/en/memoranda/{OPEN}")  # before a correction is proposed
        prepare(site)
        if docs:
            _take_for_docs(browser, site, "dashboard", f"{site.url}/en/desk/memoranda/{OPEN}/dashboard", who="ada")
        else:
            _take_all(browser, site, [shown for shown in PAGES if only in shown.name])


def _take_for_docs(browser: Browser, site: Site, name: str, address: str, *, who: str = "cleo") -> None:
    page = window(browser, site, who).new_page()
    page.goto(address)
    path = ROOT / "docs" / "pictures" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    click.echo(path.relative_to(ROOT))


def _take_all(browser: Browser, site: Site, pages: list[Shown]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    windows = {who: window(browser, site, who) for who in {shown.who for shown in pages}}
    asked = [(shown, language) for shown in pages for language in LANGUAGES]
    with click.progressbar(asked, label="Pictures", item_show_func=lambda one: one and f"{one[0].name} {one[1]}") as bar:
        for shown, language in bar:
            page = windows[shown.who].new_page()
            answer_of(page, shown, shown.address(site, language))
            _take(page, f"{shown.name}-{language}")
            page.close()
    click.echo(PICTURES.relative_to(ROOT))


def _take(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)


if __name__ == "__main__":
    main()
