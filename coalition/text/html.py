"""A text as safe HTML for the page and as plain words for searching and comparing."""

from __future__ import annotations

import re
from html import escape
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

import nh3
from msgspec import Struct

from coalition.text.blocks import Block, BlockKind, notes_apart
from coalition.text.markup import Notes, html_of, inline_html_of, plain_text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


ENGLISH_LABELS: Mapping[str, str] = MappingProxyType({"language": "en", "notes": "Notes", "back": "{note}: back to the text"})


_NO_MARKS: Mapping[str, str] = MappingProxyType({})


_DEEPEST_HEADING = 6


_WIDEST_NUMBER = 6


_RIGHT_TO_LEFT_LETTER = re.compile("[\u0590-\u05ff\u0620-\u064a\u066e-\u06d3\u06fa-\u08ff]")


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


_TAGS = {"a", "bdi", "blockquote", "br", "div", "em", "li", "p", "s", "section", "strong", "sup", "ul"}


_HEADINGS = {f"h{level}" for level in range(1, _DEEPEST_HEADING + 1)}


_CLASSES = {"div": {"provision", "sub", "sub-2", "sub-3", "named", "note"}, "p": {"back", "stated"}, "section": {"notes"}}


_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "rel", "aria-label", "lang"},
    "bdi": {"dir"},
    "div": {"lang"},
    "p": {"lang", "dir"},
    "section": {"aria-label", "lang"},
}


_SCHEMES = {"http", "https", "mailto"}


def render(  # noqa: PLR0913 -- a text, its ids, its language, and how the page wants them
    blocks: Sequence[Block],
    keys: Sequence[str],
    language: str,
    *,
    heading_level: int = 2,
    labels: Mapping[str, str] = ENGLISH_LABELS,
    id_prefix: str = "",
    marks: Mapping[str, str] = _NO_MARKS,
) -> str:
    """Render blocks as HTML in which every block is an element with its key as id; notes follow at the end.

    `language` is the language of the text, `labels` say in the page's language what notes are called. The highest
    heading in the text becomes `h{heading_level}`. Give a page that shows two wordings an `id_prefix` for each.
    `marks` is HTML that stands after the block with a key.
    """
    apart = [notes_apart(block.markdown) for block in blocks]
    written = [note for _, notes in apart for note in notes]
    page = _Page(Notes([label for label, _ in written], id_prefix), language, labels, id_prefix, marks)
    top = min((block.level for block in blocks if block.kind is BlockKind.HEADING), default=1)
    parts = [
        page.block(block, wording, key, min(block.level - top + heading_level, _DEEPEST_HEADING))
        for block, (wording, _), key in zip(blocks, apart, keys, strict=True)
    ]
    return _safe("\n".join([*parts, *page.notes_section([wording for _, wording in written])]))


def inline(markdown: str) -> str:
    """Safe HTML of one line without paragraphs: emphasis and links."""
    return _safe(inline_html_of(markdown, Notes()))


def plain(blocks: Sequence[Block]) -> str:
    """The words of the blocks, numbers as written, a blank line between two blocks."""
    return "\n\n".join(_plain(block) for block in blocks)


def _plain(block: Block) -> str:
    wording, notes = notes_apart(block.markdown)
    lines = [
        " ".join(filter(None, (block.number, plain_text_of(wording)))),
        *(f"[{label}] {plain_text_of(text)}" for label, text in notes),
    ]
    return "\n".join(filter(None, lines))


def _safe(html: str) -> str:
    """Let only what a text may hold through, whatever was made before."""
    return nh3.clean(
        _CONTROL.sub("\ufffd", html),
        tags=_TAGS | _HEADINGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


class _Page(Struct):
    notes: Notes
    language: str
    labels: Mapping[str, str]
    prefix: str
    marks: Mapping[str, str]

    def block(self, block: Block, wording: str, key: str, heading: int) -> str:
        """One block as an element with an id, and its marks."""
        name, mark = escape(self.prefix + key), self.marks.get(key, "")
        if block.kind is BlockKind.HEADING:
            return f'<h{heading} id="{name}">{inline_html_of(wording, self.notes)}</h{heading}>{mark}'
        html = html_of(wording, self.notes).strip()
        if block.kind is BlockKind.PROVISION:
            number = _isolated(block.number)
            content = f'<a href="#{name}">{number}</a><div>{html}{mark}</div>'
            return f'<div class="{_classes(block)}" id="{name}">{content}</div>'
        if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>"):
            return f'<p id="{name}">{html.removeprefix("<p>")}{mark}'
        return f'<div id="{name}">{html}</div>{mark}'

    def notes_section(self, wordings: Sequence[str]) -> list[str]:
        """The notes: cited ones in the order of their first citation, then the others; empty when there are none."""
        shown: dict[int, str] = {}
        for at in chain(self.notes.order, range(len(wordings))):
            if at not in shown:
                shown[at] = html_of(wordings[at], self.notes).strip()
        if not shown:
            return []
        items = "\n".join(self._note(at, html) for at, html in shown.items())
        attributes = f'aria-label="{escape(self.labels["notes"])}"{self._lang(self.labels["language"])}'
        return [f'<section class="notes" {attributes}>\n{items}\n</section>']

    def _note(self, at: int, html: str) -> str:
        label = self.notes.labels[at]
        places = [self.notes.place(at, count) for count in range(1, self.notes.cited.get(at, 0) + 1)]
        number = self._back(label, places[0], _isolated(label)) if places else _isolated(label)
        more = "".join(f'<p class="back">{self._back(label, place, "↑")}</p>' for place in places[1:])
        content = f"{number}<div>{html}{more}</div>"
        return f'<div class="note" id="{self.notes.id_of(at)}"{self._lang(self.language)}>{content}</div>'

    def _back(self, label: str, place: str, shown: str) -> str:
        name = escape(self.labels["back"].format(note=label))
        return f'<a href="#{place}" aria-label="{name}"{self._lang(self.labels["language"])}>{shown}</a>'

    def _lang(self, language: str) -> str:
        """A `lang` attribute, needed where labels and text are in two languages."""
        return f' lang="{escape(language)}"' if self.labels["language"] != self.language else ""


def _isolated(number: str) -> str:
    """A number whose signs keep their order in text of either direction; only Arabic letters run leftwards."""
    way = "rtl" if _RIGHT_TO_LEFT_LETTER.search(number) else "ltr"
    return f'<bdi dir="{way}">{escape(number)}</bdi>'


def _classes(block: Block) -> str:
    """`sub` and `sub-2`, `sub-3` for depth, `named` for a number in words ("Article 5.") too wide for a margin."""
    depth = [name for least, name in ((1, "sub"), (2, "sub-2"), (3, "sub-3")) if block.level >= least]
    named = ["named"] if len(block.number) > _WIDEST_NUMBER else []
    return " ".join(["provision", *depth, *named])
