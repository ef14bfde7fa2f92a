"""Word files of a draft that came back with tracked changes: as this system writes them, and as word processors do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coalition.drafting.current_texts import TextInLanguage
from coalition.text.differences import TextVersion
from coalition.text.sources import read
from coalition.word_files.writing_files import Paper, difference_file
from tests.drafting.conftest import ENGLISH
from tests.word_files.word_parts import definition, level, numbers, paragraph, style, word_file, words

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE = "Memorandum"
BY_CLEO = 'w:author="Cleo Roth" w:date="2026-03-04T10:00:00Z"'


def text_of(body: str = ENGLISH, title: str = TITLE) -> TextInLanguage:
    """Return a text whose provisions have the keys k0, k1 …"""
    return TextInLanguage("en", 1, title, body, [f"k{place}" for place in range(len(read(body)))])


def version_of(body: str, title: str = TITLE, keys: Sequence[str] = ()) -> TextVersion:
    """Return a text whose provisions have keys by their words, as a stored version."""
    text = text_of(body, title)
    text.keys = keys or [f"{stored.block.markdown[:13]}" for stored in text.blocks]
    text.stored = None
    return TextVersion(title, body, text.blocks)


def written_here(changed: str, *, body: str = ENGLISH, title: str = TITLE, keys: tuple[Sequence[str], Sequence[str]] = ((), ())) -> bytes:
    """Return the file that this system writes of a changed text, compared with the draft; `keys` says which provisions are the same."""
    old, new = version_of(body, keys=keys[0]), version_of(changed, title, keys[1])
    return difference_file(old, new, Paper("en", "", "en"), "Cleo Roth", datetime(2026, 3, 4, tzinfo=UTC))


def added(text: str) -> str:
    """Return words that were inserted."""
    return f'<w:ins w:id="1" {BY_CLEO}>{words(text)}</w:ins>'


def gone(text: str) -> str:
    """Return words that were deleted."""
    return f'<w:del w:id="2" {BY_CLEO}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def by_word(*more: str, reporting: str = "", comment: str = "") -> bytes:
    """Return the file as Word writes it: numbers are computed, ends of paragraphs are tracked; `more` stands after provision 2."""
    ends = f'<w:ins w:id="3" {BY_CLEO}/>'
    lists = [level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")]
    body = (
        paragraph(TITLE, style="Title")
        + paragraph(inside=words("The parties, meeting in Kyiv") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + words(","))
        + paragraph("Aims", style="Heading1")
        + paragraph(inside=words("The parties meet") + added(" twice a year") + words("."), number="1/0")
        + paragraph(reporting or "The parties report:", number="1/0")
        + paragraph(inside=gone("each year;"), number="1/1", mark=f'<w:del w:id="4" {BY_CLEO}/>')
        + paragraph("as provision 3 says.", number="1/1")
        + "".join(paragraph(inside=added(text), number="1/0", mark=ends) for text in more)
        + paragraph("The parties publish.", number="1/0")
    )
    styles = style("Normal", "Normal", default=True) + style("Title", "Title")
    noted = {"comments": f'<w:comment w:id="1" w:author="Cleo Roth" w:date="2026-03-05T00:00:00Z">{paragraph(comment)}</w:comment>'}
    return word_file(
        body,
        numbering=definition(1, lists) + numbers(1, 1),
        styles=styles + style("Heading1", "heading 1", paragraph='<w:outlineLvl w:val="0"/>'),
        footnotes=f'<w:footnote w:id="2">{paragraph("In 2013.")}</w:footnote>',
        **(noted if comment else {}),
    )
