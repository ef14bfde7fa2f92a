"""One signature from the letter to the public list: in Arabic, on a phone, without scripts; then the desk, the public, the keyboard."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import time
from contextlib import suppress
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Error, expect

from coalition.addresses import url_for
from tests.browser.chromium import window
from tests.browser.serving import OPEN, serving

pytestmark = pytest.mark.xdist_group("browser")

NAME = "أسيل نورمولدينا"
CLINIC = "Тянь-Шань"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return a site of its own: the story begins with the example and changes it step by step."""
    with serving(tmp_path_factory.mktemp("walk")) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def walk(browser, site):
    """Return what opens a window, and everything that its pages asked for."""

    def start(who, **more):
        context = window(browser, site, who, **more)
        asked = []
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: pytest.fail(str(error)))
        contexts.append(context)
        return context.new_page(), asked

    contexts = []
    yield start
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def notes():
    """What one step of the story leaves for the next."""
    return {}


def go(page, site, name, language="ar", **places):
    return page.goto(site.url + url_for(name, lang=language, **places))


def rows(page):
    return [" ".join(row.split()) for row in page.locator("table tbody tr").all_inner_texts()]


def test_ben_signs_in_arabic_on_a_phone_without_scripts(walk, site, notes):
    ben, asked = walk("ben", width=360, scripts=False)
    ben.goto(site.invitation.replace("/en/", "/ar/"))
    assert ben.locator("html").get_attribute("dir") == "rtl"
    assert CLINIC in ben.inner_text("h1")
    ben.click("main form .button")
    assert ben.url == f"{site.url}/ar/signing"
    expect(ben.locator(".provision").nth(10)).to_be_attached()
    digest = ben.inner_text(".digest")
    ben.click("main a.button")

    ben.fill("#representative_name", NAME)
    ben.click("main form .button")
    assert ben.locator(".errors").evaluate("element => element === document.activeElement")
    expect(ben.locator(".errors a")).to_have_count(1)
    assert ben.get_attribute(".errors a", "href") == "#kind"
    assert ben.title() != ""
    assert ben.input_value("#representative_name") == NAME
    ben.click('.errors a[href="#kind"]')
    assert ben.locator("#kind").evaluate("element => element === document.activeElement")

    ben.check('[name="kind"][value="signature"]')
    ben.check('[name="disclosure"][value="public"]')
    ben.fill("#representative_title", "المديرة")
    ben.click("main form .button")
    assert CLINIC in ben.inner_text(".exact")
    assert NAME in ben.inner_text(".exact")
    assert ben.inner_text(".digest") == digest
    ben.fill("#typed_name", NAME)
    ben.locator("main form .button").last.click()
    expect(ben.locator(".errors a")).to_have_count(1)
    assert ben.get_attribute(".errors a", "href") == "#authority"
    assert ben.input_value("#typed_name") == NAME

    ben.check("#authority")
    ben.locator("main form .button").last.click()
    assert ben.url == f"{site.url}/ar/signing/receipt"
    notes["reference"] = ben.locator(".facts bdi b").inner_text()
    notes["link"] = ben.input_value("input.link")
    assert notes["reference"]
    assert ben.inner_text(".digest") == digest
    assert ben.locator("[data-copying] button").is_hidden()  # it needs a script
    assert {url.partition("/ar/")[0].partition("/static/")[0] for url in asked} == {site.url}
    with ben.expect_download() as got:
        ben.locator('main a[href$="/signing/receipt.html"]').click()
    assert got.value.suggested_filename == "document.html"
    saved = got.value.path().read_text(encoding="utf-8").replace("<wbr>", "")
    assert (digest.replace(" ", "")[6:] in saved, notes["link"] in saved) == (True, False)
    # The last pages answered forms, which the browser would ask to send again; before them are the questions.
    with ben.expect_navigation(url=f"{site.url}/ar/signing"), suppress(Error):  # the page may leave before it answers
        ben.evaluate("history.go(-5)")
    expect(ben.locator('main a[href$="/signing/receipt"]')).to_have_count(1)


def test_the_public_sees_the_line_and_gets_no_cookie(walk, site):
    cleo, asked = walk("cleo", width=360, scripts=False)
    go(cleo, site, "public.memorandum.show", memorandum=OPEN)

    [line] = [row for row in rows(cleo) if CLINIC in row]
    assert NAME in line
    assert "[" not in line
    assert cleo.context.cookies() == []
    assert [url for url in asked if not url.startswith(site.url)] == []
    assert 2 <= len(asked) <= 3  # page, style sheet and, if the browser wants it, the icon


def test_ben_withdraws_with_his_private_link_and_the_line_stays_in_brackets(walk, site, notes):
    ben, _ = walk("ben", width=360, scripts=False)
    ben.goto(notes["link"])
    ben.click("main form .button")
    assert notes["reference"] in ben.inner_text("main")
    ben.locator('main a[href$="/signing/withdrawal"]').click()
    ben.fill("#typed_name", NAME)
    ben.click("main form .button")
    assert ben.url == f"{site.url}/ar/signing/receipt"

    cleo, _ = walk("cleo", width=360, scripts=False)
    go(cleo, site, "public.memorandum.show", memorandum=OPEN)
    [line] = [row for row in rows(cleo) if CLINIC in row]
    assert line.startswith("[")
    assert "]" in line


def test_ada_signs_in_by_letter_and_chases(walk, site):
    ada, _ = walk("ada", scripts=False)
    go(ada, site, "desk.sign_in.new", "en")
    ada.fill("#email", "ada@example.org")
    ada.click("main form .button")
    ada.goto(link_in_letter(site, "ada@example.org"))
    ada.click("main form .button")
    assert ada.url == f"{site.url}/en/desk"

    go(ada, site, "desk.dashboard.show", "en", memorandum=OPEN)
    silent = int(re.search(r"\d+", ada.locator('.tiles a[href*="state=silent"]').first.inner_text())[0])
    go(ada, site, "desk.signatories.list", "en", memorandum=OPEN, state="silent")
    assert len(rows(ada)) == silent
    ada.locator("button", has_text="Remind").first.click()
    expect(ada.locator('[role="status"]')).to_have_count(1)

    with ada.expect_download() as got:
        ada.locator('a[href$="/export"]').click()
        ada.locator('form[action$="/export"] button').click()
    table = list(csv.reader(io.StringIO(got.value.path().read_text(encoding="utf-8-sig"))))
    assert len(table) > silent + 1
    assert any(CLINIC in " ".join(row) for row in table)


def test_cleo_changes_the_language_and_checks_the_digest(walk, site):
    cleo, _ = walk("cleo", scripts=False)
    go(cleo, site, "public.memorandum.show", "en", memorandum=OPEN)
    cleo.locator('.languages a[hreflang="ru"], .languages a[lang="ru"]').first.click()
    assert cleo.locator("html").get_attribute("lang") == "ru"
    cleo.locator(f'a[href$="/memoranda/{OPEN}/verify"]').first.click()

    shown = cleo.locator("pre").last.inner_text().strip()
    address = cleo.locator('main a[href$=".txt"]').first.get_attribute("href")
    assert hashlib.sha256(cleo.request.get(site.url + address).body()).hexdigest() == shown


def test_signing_needs_no_mouse(walk, site, notes):
    ada, _ = walk("ada", scripts=False)
    ada.goto(site.sign_in)
    ada.click("main form .button")
    go(ada, site, "desk.invitations.new", "en", memorandum=OPEN)
    for box in ada.locator('[name="organisations"]:not(:disabled):not(:checked)').all()[:3]:
        box.check()
    ada.locator("main form[method=post] button.button:not(.quiet)").last.click()
    expect(ada.locator("input.link")).to_have_count(3)
    links = [field.input_value() for field in ada.locator("input.link").all()]
    notes["second invitation"], notes["third invitation"] = links[1:3]

    ben, _ = walk("ben", scripts=False)
    ben.goto(links[0])
    tab_to(ben, "main form button")
    enter(ben)
    tab_to(ben, '.skip[href="#onward"]')  # a long text has more stops than people press
    ben.keyboard.press("Enter")
    tab_to(ben, "main a.button")
    enter(ben)
    tab_to(ben, "#kind")
    ben.keyboard.press("Space")
    tab_to(ben, "#representative_name")
    ben.keyboard.type("Ben Sultanov")
    tab_to(ben, '[name="disclosure"]')
    ben.keyboard.press("ArrowDown")
    ben.keyboard.press("ArrowUp")
    tab_to(ben, "main form button")
    enter(ben)
    tab_to(ben, "#authority")
    ben.keyboard.press("Space")
    tab_to(ben, "#typed_name")
    ben.keyboard.type("Ben Sultanov")
    enter(ben)

    assert ben.url.endswith("/signing/receipt")


def test_with_scripts_back_leads_to_what_is_on_record_and_the_link_is_copied(walk, site, notes):
    ben, _ = walk("ben", width=360)
    ben.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ben.goto(notes["second invitation"].replace("/ru/", "/en/"))
    ben.click("main form .button")
    ben.click("main a.button")
    ben.check('[name="kind"][value="signature"]')
    ben.check('[name="disclosure"][value="public"]')
    ben.fill("#representative_name", "Ben Sultanov")
    ben.click("main form .button")
    ben.check("#authority")
    ben.fill("#typed_name", "Ben Sultanov")
    ben.locator("main form .button").last.click()
    assert ben.url.endswith("/signing/receipt")
    ben.click("[data-copying] button")
    ben.wait_for_function("document.querySelector('[data-copying] [role=status]').textContent")
    assert ben.evaluate("navigator.clipboard.readText()") == ben.input_value("input.link")
    for _ in range(2):
        ben.go_back()
        assert ben.url == f"{site.url}/en/signing"
        expect(ben.locator('main a[href$="/signing/receipt"]')).to_have_count(1)
    ben.click('main a[href$="/signing/receipt"]')
    assert ben.input_value("input.link")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256)])  # the second: a window of 1280 × 1024 at 400 %
def test_while_reading_the_way_on_stays_in_sight_and_covers_no_focus(walk, site, notes, width, height):
    ben, _ = walk("ben", width=width)
    ben.set_viewport_size({"width": width, "height": height})
    go(ben, site, "public.memorandum.show", "en", memorandum=OPEN)
    expect(ben.locator(".of-text a").nth(4)).to_be_attached()
    target = ben.locator(".of-text a").last.get_attribute("href")
    ben.click(f'.of-text a[href="{target}"]')
    assert ben.evaluate("location.hash") == target
    assert ben.locator(target).evaluate("element => element.getBoundingClientRect().top >= 0")
    ben.goto(notes["third invitation"])
    ben.click("main form .button")
    expect(ben.locator(".of-text a").nth(4)).to_be_attached()
    assert ben.locator(".onward").evaluate("element => element.getBoundingClientRect().bottom <= innerHeight") is (height > 384)
    covered = []
    for _ in range(80):
        ben.keyboard.press("Tab")
        covered += ben.evaluate(COVERED)
    assert covered == []


# What has the focus, if the bar with the way on lies over it.
COVERED = """() => {
  const bar = document.querySelector(".onward"), here = document.activeElement;
  if (!here || here === document.body || bar.contains(here)) return [];
  const box = here.getBoundingClientRect(), over = bar.getBoundingClientRect();
  return box.bottom > over.top && box.top < over.bottom ? [here.outerHTML.slice(0, 80)] : [];
}"""


def enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page, selector):
    """Press Tab until the wanted thing has the focus; each stop on the way must be seen to have it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.locator(":focus")
        if here.count() and here.evaluate("(element, selector) => element.matches(selector)", selector):
            assert here.evaluate("element => getComputedStyle(element).outlineStyle !== 'none'")
            return
    pytest.fail(f"Tab does not reach {selector}")


def link_in_letter(site, address):
    """Wait for the letter to somebody and return the link in it."""
    for _ in range(100):
        for path in sorted((site.folder / "mail").glob("*.eml"), reverse=True):
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            match = re.search(r"http\S+/sign-in/\S+", letter.get_body(("plain",)).get_content())
            if address in str(letter["To"]) and match:
                return match[0]
        time.sleep(0.1)
    raise AssertionError(address)
