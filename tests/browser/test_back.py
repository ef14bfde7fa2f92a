"""What somebody typed, in a real browser: Back after an error and after saving, another language, a session that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.addresses import url_for
from tests.browser.chromium import window
from tests.browser.pages import fill_answers
from tests.browser.serving import FORUM, WITHDRAWN, begin_draft_of_provisions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.serving import Site

pytestmark = pytest.mark.xdist_group("browser")

TYPED = "Typed and not saved – ещё нет"
OWN = "back-2027-draft"  # its text is overwritten here; other modules propose amendments of the draft of the site
DRAFT_PAGE = url_for("desk.wording.edit", lang="en", memorandum=OWN, text="en")
# The page, its field, and whether it is the session of signing.
FIELDS = {
    "a text": (DRAFT_PAGE, "#body", "ada"),
    "a decision": (url_for("desk.decision.new", lang="en", memorandum=WITHDRAWN, decision="effect-declaration"), "#reason", "ada"),
    "a forum": (url_for("desk.forum.edit", lang="en", forum=FORUM), "#place-city", "ada"),
    "a new organisation": (url_for("desk.organisation.new", lang="en"), "#website", "ada"),
    "the answers of a signer": (url_for("signing.signature.new", lang="en"), "#representative_title", "ben"),
    "a decline": (url_for("signing.decline.new", lang="en"), "#reason", "ben"),
}


@pytest.fixture(scope="module", autouse=True)
def own_draft(site: Site) -> None:
    begin_draft_of_provisions(site, OWN)


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[list[BrowserContext]]:
    contexts: list[BrowserContext] = []
    yield contexts
    for context in contexts:
        context.close()


def page_of(browser: Browser, site: Site, opened: list[BrowserContext], who: str) -> Page:
    opened.append(window(browser, site, who, scripts=False))
    return opened[-1].new_page()


@pytest.mark.parametrize("name", FIELDS)
def test_back_from_the_page_of_errors_shows_what_was_typed(browser: Browser, site: Site, opened: list[BrowserContext], name: str) -> None:
    path, field, who = FIELDS[name]
    page = page_of(browser, site, opened, who)
    page.goto(site.url + path)
    page.fill(field, TYPED)
    page.locator("main form[method=post] button.button:not(.quiet)").last.click()
    page.wait_for_load_state()
    page.go_back()
    assert page.input_value(field) == TYPED


def test_reload_and_back_at_the_check_page_send_nothing(browser: Browser, site: Site, opened: list[BrowserContext]) -> None:
    page = page_of(browser, site, opened, "ben")
    page.goto(site.url + FIELDS["the answers of a signer"][0])
    fill_answers(page)
    checked = site.url + url_for("signing.review.show", lang="en")
    page.wait_for_url(checked)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.reload()
    assert page.locator("#typed_name").count() == 1
    page.go_back()
    assert page.input_value("#representative_name") == "Ben Sultanov"
    page.go_forward()
    assert page.url == checked
    assert "POST" not in sent


def test_back_after_a_text_was_saved_shows_it(browser: Browser, site: Site, opened: list[BrowserContext]) -> None:
    page = page_of(browser, site, opened, "ada")
    page.goto(site.url + url_for("desk.account.show", lang="en"))
    name = page.input_value("#name")
    page.fill("#name", name + " ")
    page.locator("#form button.button").first.click()
    assert "done=saved" in page.url
    page.go_back()
    assert page.input_value("#name") == name + " "


def test_another_language_of_the_text_and_of_the_pages(browser: Browser, site: Site, opened: list[BrowserContext]) -> None:
    page = page_of(browser, site, opened, "ada")
    page.goto(site.url + DRAFT_PAGE)
    page.fill("#title", TYPED)
    page.click(".tabs button[value=go-ru]")
    assert page.get_attribute("#body", "lang") == "ru"
    page.fill("#title", TYPED + " 2")
    page.click(".tabs button[value=go-en]")
    assert page.input_value("#title") == TYPED
    page.goto(site.url + FIELDS["a forum"][0])
    page.fill("#place-city", TYPED)
    page.click(".languages button[value=ar]")
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.input_value("#place-city") == TYPED


def test_enter_in_a_field_saves_and_switches_nothing(browser: Browser, site: Site, opened: list[BrowserContext]) -> None:
    page = page_of(browser, site, opened, "ada")
    page.goto(site.url + DRAFT_PAGE)
    page.fill("#title", "")
    page.press("#title", "Enter")
    page.wait_for_load_state()
    assert page.locator(".errors").count() == 1  # saving was tried


@pytest.mark.parametrize("name", ["a text", "a forum", "the answers of a signer"])
def test_a_session_that_ended_shows_the_form_again(browser: Browser, site: Site, opened: list[BrowserContext], name: str) -> None:
    path, field, who = FIELDS[name]
    page = page_of(browser, site, opened, who)
    page.goto(site.url + path)
    page.fill(field, TYPED)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.locator("main form[method=post] button.button:not(.quiet)").last.click()
    page.wait_for_load_state()
    assert page.locator('[name="held_form"]').count() == 2
    page.context.add_cookies(cookies)  # as another tab leaves them
    page.locator("main form").last.locator("button").click()
    page.wait_for_load_state()
    assert page.input_value(field) == TYPED
    assert page.locator('[role="status"]:not([data-status])').count() == 1


def test_what_is_typed_in_a_provision_goes_along_when_it_is_moved_or_divided(browser: Browser, site: Site, opened: list[BrowserContext]) -> None:
    page = page_of(browser, site, opened, "ada")
    address = f"{site.url}{begin_draft_of_provisions(site, 'typed-2027-draft')}"
    page.goto(address)
    saved = page.input_value("#text")
    typed = f"{saved} – {TYPED}"
    page.fill("#text", typed)
    page.get_by_role("button", name="Move it after another provision").click()
    assert "is stored for you" in page.inner_text("main")
    page.select_option("#after", index=3)
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_role("link", name="Go on with what you typed").click()
    moved = page.input_value("#text")
    assert (moved.partition(" ")[2], moved.partition(" ")[0] != saved.partition(" ")[0]) == (typed.partition(" ")[2], True)

    for follow in ("Next", "Русский"):
        page.fill("#text", moved + follow)
        page.locator("main").get_by_role("button", name=follow, exact=True).click()
        assert follow not in page.input_value("#text")
        page.goto(address)
        assert page.input_value("#text") == moved + follow

    page.get_by_role("button", name="Divide it into two").click()
    assert page.input_value("#first") == moved + "Русский"
    page.locator("a.back").click()
    assert page.input_value("#text") == moved + "Русский"
    page.get_by_role("button", name="Divide it into two").click()
    page.fill("#first", moved)
    page.fill("#second", "Русский")
    page.get_by_role("button", name="Divide", exact=True).click()
    page.goto(address)
    assert (page.input_value("#text"), page.locator(".unsaved").count()) == (moved, 0)

    page.fill("#text", f"{moved}.")
    page.get_by_role("link", name="Outline of the text").click()
    page.go_back()
    assert page.input_value("#text") == f"{moved}."
