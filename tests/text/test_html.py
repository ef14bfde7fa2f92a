"""A text as HTML: whatever somebody writes, the page shows only what a text may hold."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.rendering import component, environment
from coalition.text.blocks import Block, BlockKind
from coalition.text.html import RenderedText, plain, render
from coalition.text.provision_keys import keys_for
from coalition.text.provisions import parse

ALLOWED = {
    "a": {"href", "rel", "id", "aria-label", "lang"},
    "bdi": {"dir"},
    "div": {"class", "id", "lang", "tabindex", "role", "aria-label"},
    "table": set(),
    "th": {"class", "scope"},
    "td": {"class"},
    "p": {"class", "id"},
    "section": {"class", "aria-label", "lang"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
    **{tag: set() for tag in ("blockquote", "br", "em", "li", "strong", "sup", "ul", "thead", "tbody", "tr")},
}
ATTACKS = [
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
    ),
    *(
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html,<script>)",
    ),
    *("[x](vbscript:x)", "[x](&#106;avascript:alert(1))", "[x](//evil.example)", "[x](#p1)", "<javascript:alert(1)>"),
    *(
        '[x](https://e.example/"onmouseover="alert(1))',
        "[x](https://e.example 'a\" onclick=\"alert(1)')",
        "![x](javascript:x)",
    ),
    *(
        "<https://e.example/\"onclick='x'>",
        "<style>*{}</style>",
        "<p style='x'>",
        "<iframe src=//e.example>",
        "<!--><script>",
    ),
    *(
        "<math><mtext></p><style><img src=x onerror=x>",
        "</div></article><script>x</script>",
        "&lt;script&gt;",
        "<x onclick=y>",
    ),
    *(
        "[a]: javascript:x\n\n[a]",
        "[![x](y)](javascript:x)",
        "`<script>`",
        "```\n<script>\n```",
        "    <script>x</script>",
    ),
    *(
        "[^1]: <script>x</script>",
        '[^"onclick=x]',
        '[^"><script>]\n\n[^"><script>]: x',
        "\x00<script>",
        "<scr\x00ipt>x",
    ),
    *("<noscript><p title='</noscript><script>x'>", "[x](mailto:a@b.example?body=<script>)", "<template><script>x"),
    *("<form action=javascript:x><button>", "<object data=x>", "<base href=//e.example>", "<meta http-equiv=refresh>"),
]
PLACES = [
    *(
        "{}",
        "# {}",
        "## {}",
        "1. {}",
        "(a) {}",
        "> {}",
        "- {}",
        "**{}**",
        "[{}](https://e.example)",
        "1. a\n\n{}",
        "Article 1. {}",
    ),
    *("[x](https://e.example/{})", "a[^1]\n\n[^1]: {}", "1. {}\n2. {}", "*a {} b*", "المادة 5 {}"),
    *("| {} |\n|---|", "| a | {} |\n|:-:|--|\n| {} | b |"),
]


class Reader(HTMLParser):
    """Reads HTML and checks it: known tags and attributes, right nesting, every id once."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.numbers: list[str] = []
        self.words = ""
        self.feed(str(html))  # not Markup, which escapes whatever is added to it
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))
        assert {link[1:] for link in self.links if link.startswith("#")} <= set(self.ids)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert {name for name, _ in attrs} <= ALLOWED[tag], (tag, attrs)
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        if "href" in values:
            assert re.match(r"https?://|mailto:|#", values["href"], re.IGNORECASE)
            self.links.append(values["href"])
        if tag != "br":
            assert not (tag == "p" and "p" in self.open)
            assert not (tag == "a" and "a" in self.open)
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if self.open[-2:] == ["a", "bdi"] and "section" not in self.open:
            self.numbers.append(data)

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"declaration {decl}")

    def unknown_decl(self, data: str) -> None:
        pytest.fail(f"declaration {data}")

    def handle_pi(self, data: str) -> None:
        pytest.fail(f"instruction {data}")


def rendered(body: str, *, heading_level: int = 2, id_prefix: str = "") -> RenderedText:
    blocks = parse(body)
    return render(blocks, keys_for(blocks, []), "en", heading_level=heading_level, id_prefix=id_prefix)


def html_of(body: str, *, page: str = "en", heading_level: int = 2, id_prefix: str = "") -> str:
    return component("memoranda/text", page, rendered(body, heading_level=heading_level, id_prefix=id_prefix))


def heading(markdown: str) -> RenderedText:
    """Return a text of one heading, whose content is one line."""
    return render([Block(BlockKind.HEADING, "", "heading 1", 1, markdown)], ["h1"], "en")


def inline(markdown: str) -> str:
    return heading(markdown).blocks[0].html


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_shape() -> None:
    assert html_of("Recalling *law*,\n\n## Aims\n\n1. a\n\nb\n\n1.1 c\n\n(a) d\n").split("\n") == [
        '<p id="preamble-1">Recalling <em>law</em>,</p>',
        '<h2 id="h1">Aims</h2>',
        '<div class="provision" id="p1"><a href="#p1"><bdi dir="ltr">1.</bdi></a><div><p>a</p>',
        "<p>b</p></div></div>",
        '<div class="provision sub" id="p1.1"><a href="#p1.1"><bdi dir="ltr">1.1</bdi></a><div><p>c</p></div></div>',
        ('<div class="provision sub sub-2" id="p1.1.a"><a href="#p1.1.a"><bdi dir="ltr">(a)</bdi></a><div><p>d</p></div></div>'),
    ]


def test_blocks_are_rendered_one_by_one() -> None:
    text = rendered("Recalling *law*,\n\n## Aims\n\n1. a[^1]\n\n2. b\n\n- c\n\n[^1]: d\n")
    assert [(block.key, block.element, block.number, block.html) for block in text.blocks] == [
        ("preamble-1", "p", "", "Recalling <em>law</em>,"),
        ("h1", "h2", "", "Aims"),
        ("p1", "div", "1.", '<p>a<sup><a href="#note-1" id="note-place-1">1</a></sup></p>'),
        ("p2", "div", "2.", "<p>b</p>\n<ul>\n<li>c</li>\n</ul>"),
    ]
    assert [(note.id, note.label, note.html, note.citations) for note in text.notes] == [("note-1", "1", "<p>d</p>", ["note-place-1"])]


def test_a_text_is_its_blocks_and_notes_one_after_the_other() -> None:
    for body in ("Recalling *law*,\n\n## Aims\n\n1. a[^1]\n\n[^1]: d\n", "1. a\n\n2. b"):
        text = rendered(body)
        parts = environment("en").get_template("components/memoranda/text.html").module
        pieces = [parts.text_block(block) for block in text.blocks]  # type: ignore[attr-defined]  # a macro of the template
        pieces += [parts.text_notes(text)] if text.notes else []  # type: ignore[attr-defined]  # as above
        assert "".join(pieces) == html_of(body)


def test_arabic_words_run_leftwards_and_numbers_rightwards() -> None:
    assert re.findall(r'<bdi dir="(.{3})">([^<]+)', html_of("1. a\n\nالمادة 2. b\n\n(أ) c\n\n٣. d")) == [
        *(("ltr", "1."), ("rtl", "المادة 2."), ("rtl", "(أ)"), ("ltr", "٣."))
    ]


def test_number_in_words_is_marked_for_the_style_sheet() -> None:
    assert '<div class="provision named" id="p5">' in html_of("Article 5. a")


@pytest.mark.parametrize(("level", "expected"), [(2, ["h2", "h3", "h2"]), (3, ["h3", "h4", "h3"]), (6, ["h6", "h6", "h6"])])
def test_highest_heading_gets_the_level_asked_for(level: int, expected: list[str]) -> None:
    assert re.findall(r"<(h\d)", html_of("## a\n\n### b\n\n## c", heading_level=level)) == expected


def test_lists_keep_literal_numbers() -> None:
    shown = Reader(html_of("- a\n  5. b\n\n> 7. c\n\nd\n8. e")).words
    assert all(number in shown for number in ("5. b", "7. c", "8. e"))


def test_notes_link_both_ways() -> None:
    assert html_of("a[^x] b[^x]\n\n1. c[^7]\n\n[^7]: seven\n[^x]: ex\n[^z]: zed").split("\n")[2:] == [
        '<section class="notes" aria-label="Notes">',
        (
            '<div class="note" id="note-1"><a href="#note-place-1" aria-label="x: back to the text">'
            '<bdi dir="ltr">x</bdi></a><div><p>ex</p><p class="back">'
            '<a href="#note-place-1-2" aria-label="x: back to the text">↑</a></p></div></div>'
        ),
        (
            '<div class="note" id="note-2"><a href="#note-place-2" aria-label="7: back to the text">'
            '<bdi dir="ltr">7</bdi></a><div><p>seven</p></div></div>'
        ),
        '<div class="note" id="note-3"><bdi dir="ltr">z</bdi><div><p>zed</p></div></div>',
        "</section>",
    ]


def test_link_around_a_note_stays_words() -> None:
    shown = Reader(html_of("[a[^1]](https://e.example)\n\n[^1]: b"))
    assert shown.links == ["#note-1", "#note-place-1"]


def test_labels_in_another_language_than_the_text_say_so() -> None:
    html = html_of("a[^1]\n\n[^1]: b", page="ru")
    assert '<section class="notes" aria-label="Примечания" lang="ru">' in html
    assert '<div class="note" id="note-1" lang="en"><a href="#note-place-1" aria-label="1: вернуться к тексту" lang="ru">' in html


def test_two_wordings_on_a_page_have_different_ids() -> None:
    body = "a[^1]\n\n1. b\n\n## c\n\n[^1]: d"
    Reader(html_of(body, id_prefix="en-") + html_of(body, id_prefix="ru-"))


def test_links_lead_outside_only() -> None:
    assert inline("[a](https://e.example) [b](x) *c* [^1]") == ('<a href="https://e.example" rel="noopener noreferrer">a</a> [b](x) <em>c</em> [^1]')


def test_uzbek_apostrophes_stay() -> None:
    assert inline("O`zbekiston so`z &amp; x") == "O`zbekiston so`z &amp;amp; x"


def test_nothing_is_lost_in_deep_nesting() -> None:
    for body in (f"{'> ' * 500}word", f"{'[' * 3000}word", f"{'*' * 3000}word", "- " * 500 + "word"):
        assert "word" in Reader(html_of(body)).words


def test_plain_has_numbers_notes_and_addresses() -> None:
    body = "1. See [us](https://e.example)[^1]\nand *you*.\n\n- a\n\n2. <https://e.example>\n\n[^1]: N\n"
    assert plain(parse(body)) == "1. See us (https://e.example)[1] and you.\na\n[1] N\n\n2. https://e.example"


def test_there_are_enough_attacks() -> None:
    assert len(ATTACKS) * len(PLACES) >= 500


@pytest.mark.parametrize("place", PLACES)
def test_attacks_stay_words(place: str) -> None:
    for attack in ATTACKS:
        body = place.replace("{}", attack)
        Reader(html_of(body))
        Reader(component("memoranda/text", "en", heading(body)))


def test_blocks_and_keys_made_by_hand_are_escaped() -> None:
    block = Block(BlockKind.PROVISION, '1."><script>', "1", 0, "a")
    Reader(component("memoranda/text", "en", render([block], ['p"><script>x</script>'], "en")))


markdown = st.lists(
    st.one_of(
        st.sampled_from([*ATTACKS, "1. ", "(a) ", "\n", "\n\n", "# ", "> ", "- ", "[^1]", "[^1]: ", "*", "[", "]("]),
        st.text(max_size=9),
    ),
    max_size=25,
).map("".join)


@given(markdown)
def test_any_text_is_safe_html(body: str) -> None:
    Reader(html_of(body))
    Reader(component("memoranda/text", "en", heading(body)))
    plain(parse(body))


@given(markdown)
def test_numbers_are_shown_as_written_and_in_order(body: str) -> None:
    blocks = parse(body)
    numbers = [" ".join(block.number.split()) for block in blocks if block.number]
    assert [" ".join(number.split()) for number in Reader(html_of(body)).numbers] == numbers


@given(
    st.lists(st.sampled_from(["word", "слово", "كلمة", "1. ", "2) ", "(a) ", "\n", "\n\n", "- ", "> ", " ", "# x ", "*", "2013. ", "\t"])).map(
        "".join
    )
)
def test_every_word_is_shown_in_order(body: str) -> None:
    assert "".join(words(Reader(html_of(body)).words)) == "".join(words(body))
