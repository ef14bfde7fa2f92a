"""What is printed: tables and numbers stay whole, the form for signing fits two sheets, and no control or link of the screen is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition import resources
from coalition.directions import direction
from coalition.rendering import component
from coalition.text.html import render
from coalition.text.provisions import parse
from tests.browser.pages import PAGES
from tests.browser.serving import OPEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Site

pytestmark = pytest.mark.xdist_group("browser")

PAPER = 657  # A4 without its margins, in pixels
CONTRIBUTIONS = {
    "ru": """1. Взносы:

| Организация | Страна | 2013, евро | 2014, евро | Примечание |
|---|---|---:|---:|---|
| Казахстанское международное бюро по правам человека и соблюдению законности | Казахстан | 12 500 | 13 000 | см. 3 а) |
| Туркменская инициатива по правам человека | Туркменистан | -5 | 1 200,50 | уплачено |
""",
    "ar": """1. المساهمات:

| المنظمة | البلد | 2013 | 2014 | ملاحظة |
|---|---|---:|---:|---|
| المكتب الدولي الكازاخستاني لحقوق الإنسان وسيادة القانون ومكافحة التعذيب | كازاخستان | 12 500 | 13 000 | انظر 3(a) |
| المبادرة التركمانية لحقوق الإنسان | تركمانستان | -5 | 1 200.50 | المادة 5(2)(b) |
""",
}
WIDE = "1. Sites:\n\n| " + " | ".join(["Site"] * 6) + " |\n" + "|---" * 6 + "|\n| " + " | ".join(["w" * 40] * 6) + " |\n"
TORN = """() => [...document.querySelectorAll('td, th')].flatMap(cell => {
  const torn = [], walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    for (const match of walker.currentNode.data.matchAll(cell.matches('.number') ? /.+/g : /\\S+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, match.index);
      range.setEnd(walker.currentNode, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
      if (lines.size > 1) torn.push(match[0]);
    }
  return torn;
})"""
BESIDE = """() => [...document.querySelectorAll('p bdi')].filter(number => {

  const beside = [[number.previousSibling, -1], [number.nextSibling, 0]].map(([node, at]) => {
    const range = document.createRange(), from = at < 0 ? node.length - 1 : 0;
    range.setStart(node, from); range.setEnd(node, from + 1);
    return range;
  }).filter(range => !/\\s/.test(range.toString()));
  return beside.some(range => Math.abs(range.getBoundingClientRect().bottom - number.getBoundingClientRect().bottom) > 6);
}).length"""


def shown(page: Page, body: str, language: str) -> None:
    blocks = parse(body)
    text = component("memoranda/text", language, render(blocks, [f"p{at}" for at in range(len(blocks))], language))
    style = (resources.STATIC / "coalition.css").read_text()
    page.set_content(f'<html lang="{language}" dir="{direction(language)}"><style>{style}</style><main><div class="text">{text}</div></main></html>')


@pytest.mark.parametrize("language", CONTRIBUTIONS)
def test_no_word_and_no_number_of_a_table_is_torn_on_paper(browser: Browser, language: str) -> None:
    page = browser.new_page(viewport={"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    shown(page, CONTRIBUTIONS[language], language)
    assert page.evaluate(TORN) == []
    page.add_style_tag(content=".text :is(th, td) { overflow-wrap: anywhere !important }")  # a mutated style sheet
    assert page.evaluate(TORN) != []
    page.close()


def test_a_table_that_does_not_fit_is_not_cut_off_on_paper(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    shown(page, WIDE, "en")
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(too_wide)
    page.evaluate("document.querySelector('.crowded').classList.remove('crowded')")  # a mutated class
    assert page.evaluate(too_wide)
    page.close()


def test_a_number_keeps_its_bracket_and_its_full_stop(browser: Browser) -> None:
    page = browser.new_page()
    shown(page, "كما تنص الفقرة (5(2)(b))؛ والفقرة 3(a). ثم بالهاتف (+7 727 250-00-00)؛ وانظر A/HRC/25/L.1.", "ar")
    widths = range(230, 430, 20)

    def torn() -> int:
        return sum(page.set_viewport_size({"width": width, "height": 900}) or page.evaluate(BESIDE) for width in widths)

    assert torn() == 0
    page.add_style_tag(content="bdi.number { display: inline-block !important }")  # a mutated style sheet
    assert torn() > 0
    page.close()


SHEET = re.compile(rb"/Type /Page\b")
ONLY_FOR_SCREENS = """() => [...document.querySelectorAll('nav, main :is(form, select, button), .screen-only, .files')]
  .filter(element => element.checkVisibility()).map(element => element.outerHTML)"""
ASKING = {
    "public.subscription.new",
    "public.request.new",
    "public.mistake.new",
    "public.subscription_link.show",
    "public.subscription_removal.new",
    "public.request_link.show",
}


@pytest.mark.parametrize("language", ["en", "ru", "ar", "nb"])
def test_the_form_for_signing_fits_two_sheets(browser: Browser, site: Site, language: str) -> None:
    page = browser.new_page(viewport={"width": PAPER, "height": 900})
    page.goto(f"{site.url}/{language}/memoranda/{OPEN}/paper")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(26, 28, 31)"
    assert len(SHEET.findall(page.pdf(format="A4", prefer_css_page_size=True))) == 2
    page.close()


def test_no_page_prints_what_only_a_screen_can_use(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    printed = {}
    for shown in PAGES:
        if shown.route.startswith("public.") and shown.route not in ASKING and not shown.act:
            page.goto(shown.address(site, "en"))
            printed[shown.name] = page.evaluate(ONLY_FOR_SCREENS)
    assert {name: left for name, left in printed.items() if left} == {}
    assert len(printed) > 20
    page.goto(f"{site.url}/en/memoranda/{OPEN}")
    page.evaluate("document.querySelector('.screen-only').style.setProperty('display', 'block', 'important')")  # a mutated style
    assert page.evaluate(ONLY_FOR_SCREENS) != []
    page.close()
