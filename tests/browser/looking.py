"""Looking at a page once, and keeping all that the tests ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import answer_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.pages import Shown
    from tests.browser.serving import Site

SCHEMES = ("light", "dark")
WIDTHS = (320, 1280)
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_COMMON = {"resultTypes": ["violations"], "preload": False, "iframes": False}
_OPTIONS = {
    "light": _COMMON | {"runOnly": {"type": "tag", "values": _TAGS}},
    "dark": _COMMON | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},  # all that a scheme can change
}
_WIDER = "document.scrollingElement.scrollWidth - window.innerWidth"
# What sticks out on the far side, for the report: scrolling boxes may.
_WIDE = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(element => {
  const box = element.getBoundingClientRect();
  return (box.right > innerWidth + 1 || box.left < -1) && !element.closest(".scroll, .skip, .visually-hidden, .source") && box.width > 0;
}).slice(0, 5).map(element => element.outerHTML.slice(0, 120))"""
# Each number must begin with its digit: in right-to-left text "1." must not become ".1". Arabic letters as numbers run their own way.
# Numbers whose characters run the wrong way: in Arabic text "1." has its stop on the left, and "3.1" runs from left to right everywhere.
_TURNED = """() => [...document.querySelectorAll(".provision > a")].filter(element => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = walker.nextNode();
  while (text && !text.data.trim()) text = walker.nextNode();
  if (!text || !/[0-9]\\S/.test(text.data)) return false;
  const at = place => {
    const range = document.createRange();
    range.setStart(text, place);
    range.setEnd(text, place + 1);
    return range.getBoundingClientRect().left;
  };
  const first = text.data.search(/\\S/), last = text.data.trimEnd().length - 1;
  const inArabic = getComputedStyle(element.closest(".text") ?? element).direction === "rtl", number = text.data.trim();
  return (at(first) > at(last)) !== (inArabic && /^[0-9]+[.)]$/.test(number));
}).map(element => element.textContent.trim())"""


@dataclass(frozen=True)
class Seen:
    """What was seen: the document as it was sent, its direction, what axe found in each scheme, and what is too wide at each width."""

    status: int
    source: str
    direction: str
    findings: dict[str, list[str]]
    too_wide: dict[int, list[str]]
    turned: list[str]


# axe parses the same few colours again for every element, which takes more than half of its time; a text gives the same colour each time.
_PARSE_EACH_COLOUR_ONCE = """
(() => {
  const prototype = axe.commons.color.Color.prototype, parse = prototype.parseString, colours = new Map();
  prototype.parseString = function (text) {
    if (!colours.has(text)) {
      parse.call(this, text);
      colours.set(text, {r: this.r, g: this.g, b: this.b, alpha: this.alpha});
    }
    return Object.assign(this, colours.get(text));
  };
})();
"""
AXE = Axe().axe_script + _PARSE_EACH_COLOUR_ONCE


def look(page: Page, shown: Shown, site: Site, language: str) -> Seen:
    """Open a page and look at it in both schemes and at both widths."""
    answer = answer_of(page, shown, shown.address(site, language))
    source = answer.text()
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    return Seen(
        status=answer.status,
        source=source,
        direction=page.evaluate("getComputedStyle(document.documentElement).direction"),
        findings={scheme: findings(page, scheme) for scheme in SCHEMES},
        too_wide={width: _too_wide(page, width) for width in WIDTHS},
        turned=page.evaluate(_TURNED),
    )


def findings(page: Page, scheme: str) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    violations = page.evaluate("options => axe.run(options).then(report => report.violations)", _OPTIONS[scheme])  # a hundredth of the report
    return [f"{violation['id']}: {node['html']} – {node['failureSummary']}" for violation in violations for node in violation["nodes"]]


def _too_wide(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    wider = page.evaluate(_WIDER)
    return [f"{wider} px", *page.evaluate(_WIDE)] if wider > 0 else []
