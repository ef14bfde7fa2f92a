"""A draft from a silence that is broken to its opening: amendments in Arabic and Russian from phones without scripts, a second round, adoption."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from coalition import clock
from coalition.addresses import url_for
from tests.browser.chromium import window
from tests.browser.looking import AXE, SCHEMES, findings
from tests.browser.serving import serving

pytestmark = pytest.mark.xdist_group("browser")

SLUG = "joint-appeals-2026"
SEATS = {"ar": "palm-shade", "ru": "seven-passes"}
PROVISION = "p8"
PROPOSED = {
    "ar": "يُزال النداء من الصفحات العامة خلال يوم واحد من طلب الشخص المعني ذلك.",
    "ru": "Обращение снимается с открытых страниц в течение суток, если об этом попросит лицо, о котором идет речь.",
}
REASONS = {"ar": "كلمة «حالما» لا تُلزم أحدًا.", "ru": "Без срока это обязательство нельзя проверить."}
NUMBERS = {"ar": 5, "ru": 6}  # four amendments of the example were handed in before


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return a site of its own: the story goes on with the draft of the example."""
    with serving(tmp_path_factory.mktemp("drafting")) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def ada(browser, site):
    context = window(browser, site, "ada", scripts=False)
    page = context.new_page()
    page.goto(site.sign_in)
    page.click("main form .button")
    yield page
    context.close()


@pytest.fixture(scope="module")
def phone(browser, site):
    contexts = []

    def open_window(link, language):
        contexts.append(window(browser, site, "ben", width=360, scripts=False))
        page = contexts[-1].new_page()
        page.goto(re.sub(r"/[a-z]{2}/invitations/", f"/{language}/invitations/", link))
        page.click("main form .button")
        assert page.url == f"{site.url}/{language}/drafting"
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def notes():
    """What one step of the story leaves for the next."""
    return {}


@pytest.fixture(scope="module")
def accessible(browser, site):
    """Return what looks at the page that somebody reads, in both themes and in its direction."""

    def check(page):
        context = window(browser, site, "", width=page.viewport_size["width"])
        context.add_cookies(page.context.cookies())
        other = context.new_page()
        other.add_init_script(AXE)
        other.goto(page.url)
        language = other.get_attribute("html", "lang")
        assert other.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
        assert other.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        assert {scheme: findings(other, scheme) for scheme in SCHEMES} == {scheme: [] for scheme in SCHEMES}
        context.close()

    return check


def go(page, site, name, language="en", **places):
    page.goto(site.url + url_for(name, lang=language, memorandum=SLUG, **places))


def confirm(ada):
    """Tick that it is wanted on the page that asks once more."""
    ada.check("#confirmed")
    ada.click("main form button.danger")


def send_round(ada, site):
    """Send the draft to both organisations in a silence procedure; return their links by language."""
    go(ada, site, "desk.round.new", way="slugs", value=",".join(SEATS.values()))
    ada.check('[name="kind"][value="silence"]')
    ada.fill("#closes", str(clock.today() + timedelta(days=12)))
    ada.uncheck("#send")
    ada.locator("#form button.button:not(.quiet)").last.click()
    confirm(ada)
    expect(ada.locator("input.link")).to_have_count(2)
    entries = [(entry.inner_text(), entry.locator("input.link").input_value()) for entry in ada.locator(".links li").all()]
    return {language: next(link for text, link in entries if name in text) for language, name in (("ar", "ظلال"), ("ru", "ашуу"))}


def close_round(ada, site, number):
    go(ada, site, "desk.round.show", number=number)
    ada.locator('form[action$="/closing"] button').click()
    confirm(ada)
    go(ada, site, "desk.round.show", number=number)


def answer(page, site, language, position, reason=""):
    page.goto(site.url + url_for("signing.drafting_answer.new", lang=language))
    page.check(f'[name="position"][value="{position}"]')
    page.check('[name="disclosure"][value="named"]')
    page.fill("#reason", reason)
    page.locator("#form .button:not(.quiet)").click()
    page.locator("main form .button:not(.quiet)").last.click()
    assert page.url == f"{site.url}/{language}/drafting/receipt"


def test_ada_sends_the_draft(ada, site, notes):
    close_round(ada, site, 1)
    notes["links"] = send_round(ada, site)


@pytest.mark.parametrize("language", list(SEATS))
def test_organisations_propose_from_phones_without_scripts(phone, site, notes, accessible, language):
    ben = phone(notes["links"][language], language)
    ben.goto(site.url + url_for("signing.drafting_provision.show", lang=language, provision=PROVISION, text=language))
    ben.fill("#text", PROPOSED[language])
    ben.fill("#reason", REASONS[language])
    ben.locator("#form .button:not(.quiet)").first.click()
    accessible(ben)
    ben.locator('main a[href$="/drafting/hand-in"]').first.click()
    assert REASONS[language] in ben.inner_text("main")
    accessible(ben)
    ben.check('[name="disclosure"][value="named"]')
    ben.locator("#form .button").click()
    ben.goto(site.url + url_for("signing.drafting_amendment.show", lang=language, number=NUMBERS[language]))
    assert REASONS[language] in ben.inner_text("main")
    accessible(ben)


def test_one_objection_breaks_the_silence(phone, ada, site, notes, accessible):
    ben = phone(notes["links"]["ar"], "ar")
    answer(ben, site, "ar", "object", REASONS["ar"])
    accessible(ben)
    close_round(ada, site, 2)
    assert "Not agreed" in ada.inner_text("main")
    assert REASONS["ar"] in ada.inner_text("main")


@pytest.mark.parametrize("language", list(SEATS))
def test_ada_accepts_what_both_propose(ada, site, accessible, language):
    go(ada, site, "desk.amendment.show", number=NUMBERS[language])
    accessible(ada)
    ada.check('[name="outcome"][value="accepted"]')
    ada.locator("#decide button").click()
    go(ada, site, "desk.wording.edit", of=language)
    assert PROPOSED[language] in ada.inner_text("main")


def test_the_second_round_shows_what_changed_and_agrees(ada, phone, site, notes, accessible):
    notes["links"] = send_round(ada, site)
    for language, link in notes["links"].items():
        ben = phone(link, language)
        ben.goto(site.url + url_for("signing.drafting_provision.show", lang=language, provision=PROVISION, text=language))
        assert ben.locator("main ins").count()
        accessible(ben)
        answer(ben, site, language, "agree")
    close_round(ada, site, 3)
    assert "Agreed" in ada.inner_text("main")
    accessible(ada)


def test_ada_adopts_and_opens_it(ada, site, browser, accessible):
    go(ada, site, "desk.adoption.new")
    accessible(ada)
    for box in ada.locator('[name="obstacles"]').all():
        box.check()
    ada.check("#read")
    ada.fill("#on", str(clock.today()))
    ada.locator("#form button.danger").click()
    go(ada, site, "desk.memorandum.show")
    ada.fill("#opens", str(clock.today()))
    ada.check('[name="publicity"][value="public"]')
    ada.locator('button.button[formaction$="/opening"]').click()
    confirm(ada)

    cleo = window(browser, site, "cleo", width=360, scripts=False).new_page()
    for language, text in PROPOSED.items():
        cleo.goto(site.url + url_for("public.memorandum.show", lang=language, memorandum=SLUG))
        assert text in cleo.inner_text("main")
        assert REASONS[language] not in cleo.inner_text("main")
        accessible(cleo)
    cleo.context.close()
