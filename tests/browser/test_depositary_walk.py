"""What a representative does later, on a phone and without scripts, in Russian and in Arabic: confirm, hide, reserve, withdraw."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from coalition.addresses import url_for
from tests.browser.chromium import window
from tests.browser.serving import OPEN, serving

pytestmark = pytest.mark.xdist_group("browser")

NAMES = {"ru": "Бен Султанов", "ar": "بن سلطانوف"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return a site of its own: the stories change it."""
    with serving(tmp_path_factory.mktemp("depositary")) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def invited(browser, site):
    """Let Ada invite two organisations by page; return a link for each language."""
    context = window(browser, site, "ada", scripts=False)
    ada = context.new_page()
    ada.goto(site.sign_in)
    ada.click("main form .button")
    ada.goto(site.url + url_for("desk.invitations.new", lang="en", memorandum=OPEN))
    for _ in NAMES:
        ada.locator('[name="organisations"]:not(:disabled):not(:checked)').first.check()
    ada.locator("main form[method=post] button.button:not(.quiet)").last.click()
    expect(ada.locator("input.link")).to_have_count(len(NAMES))
    links = [field.input_value() for field in ada.locator("input.link").all()]
    context.close()
    return dict(zip(NAMES, links, strict=False))


@pytest.fixture
def phone(browser, site):
    contexts = []

    def open_window(who="ben"):
        contexts.append(window(browser, site, who, width=360, scripts=False))
        return contexts[-1].new_page()

    yield open_window
    for context in contexts:
        context.close()


def sign_ad_referendum(page, link, language):
    page.goto(re.sub(r"/[a-z]{2}/invitations/", f"/{language}/invitations/", link))
    organisation = page.inner_text("h1 bdi")
    page.click("main form .button")
    page.click("main a.button")
    page.check('[name="kind"][value="ad_referendum"]')
    page.check('[name="disclosure"][value="public"]')
    page.fill("#representative_name", NAMES[language])
    page.click("main form .button")
    page.check("#authority")
    page.fill("#typed_name", NAMES[language])
    page.locator("main form .button").last.click()
    assert page.url.endswith(f"/{language}/signing/receipt")
    return organisation


def follow(page, end):
    page.locator(f'main a[href$="{end}"]').first.click()


def public_text(phone, site, language):
    cleo = phone("cleo")
    cleo.goto(site.url + url_for("public.memorandum.show", lang=language, memorandum=OPEN))
    return cleo.inner_text("main")


@pytest.mark.parametrize("language", list(NAMES))
def test_ben_confirms_reserves_hides_and_withdraws(phone, site, invited, language):
    ben = phone()
    organisation = sign_ad_referendum(ben, invited[language], language)
    assert organisation in public_text(phone, site, language)

    follow(ben, "/signing/confirmation")
    ben.fill("#representative_name", NAMES[language])
    ben.check("#authority")
    ben.fill("#typed_name", NAMES[language])
    ben.locator("main form .button").last.click()
    assert ben.url.endswith("/signing/receipt")

    ben.goto(f"{site.url}/{language}/signing/statements")
    ben.check('[name="statement_kind"][value="reservation"]')
    ben.fill("#statement_text", "Пункт 1 мы понимаем иначе." if language == "ru" else "نتحفظ على البند 1.")
    ben.fill("#representative_name", NAMES[language])
    ben.locator("main form .button").last.click()
    ben.check("#authority")
    ben.fill("#typed_name", NAMES[language])
    ben.locator("main form .button").last.click()
    assert ben.url.endswith("/receipt")
    assert ("Пункт 1" if language == "ru" else "نتحفظ") in public_text(phone, site, language)

    ben.goto(f"{site.url}/{language}/signing")
    ben.locator('main form[action$="/signing/disclosure"] button').click()
    text = public_text(phone, site, language)
    assert organisation not in text
    assert ("Пункт 1 мы" if language == "ru" else "نتحفظ على البند") not in text

    follow(ben, "/signing/withdrawal")
    ben.fill("#typed_name", NAMES[language])
    ben.locator("main form .button").last.click()
    assert ben.url.endswith("/signing/receipt")
    assert organisation not in public_text(phone, site, language)
