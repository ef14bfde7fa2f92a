"""Writes texts as Word files (.docx): real numbering, notes and tables; the difference between two texts as tracked changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.word_files.writing_comments import MarginComments, comments_part
from coalition.word_files.writing_contents import CELL, TITLE, Layout, Look, Words, items_of_text
from coalition.word_files.writing_differences import (
    SAME,
    MarginComment,
    MarkedParagraph,
    MarkedRow,
    MarkedTable,
    Part,
    Revised,
    compared,
    remarked,
    unchanged,
)
from coalition.word_files.writing_document import Document
from coalition.word_files.writing_parts import (
    RELATED,
    WITH_COMMENTS,
    content_types,
    document_relations,
    footer_part,
    footnotes_part,
    header_part,
    note_relations,
    numbering_part,
    package_relations,
    properties_part,
    section,
    settings_part,
)
from coalition.word_files.writing_styles import styles_part
from coalition.word_files.writing_xml import element, packed, serialised

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from coalition.text.blocks import Block
    from coalition.text.differences import TextVersion
    from coalition.word_files.writing_contents import Inline, Item
    from coalition.word_files.writing_differences import MarkedItem

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Paper(Struct, frozen=True):
    """How a text is written: its language, what stands above every page (in `mark_language`), and whether its lines are numbered."""

    language: str
    mark: str = ""
    mark_language: str = "en"
    has_line_numbers: bool = False

    @property
    def other_language(self) -> str:
        """The language of the mark if it is not that of the text."""
        return self.mark_language if self.mark_language != self.language else ""


class Remarks(Struct, frozen=True):
    """What stands beside a provision: the author of its changes, "" where nothing is changed, and comments."""

    author: str
    comments: Sequence[MarginComment]


def word_file(title: str, blocks: Sequence[Block], paper: Paper) -> bytes:
    """Return a text as a Word file; equal texts on equal paper give equal bytes."""
    return _file(title, Document(unchanged(items_of_text(title, blocks)), paper.language), paper)


def difference_file(old: TextVersion, new: TextVersion, paper: Paper, author: str, at: datetime | None) -> bytes:
    """Return the newer of two versions with its changes since the older one as tracked changes of an author.

    Whoever accepts all of them has the newer text, whoever rejects them has the older one.
    """
    items = [item for _, provision in compared(_by_key(old), _by_key(new)) for item in provision]
    return _file(new.title, Document(items, paper.language, Revised(author, f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else "")), paper)


def remarked_file(old: TextVersion, new: TextVersion, paper: Paper, author: str, remarks: Mapping[str, Remarks]) -> bytes:
    """Return a text with proposed changes as tracked changes, and comments beside its provisions.

    `new` is the text with the changes, `remarks` has by the key of a provision whose they are; the author of what follows from them
    elsewhere, such as numbers, is `author`.
    """
    items = [item for key, provision in compared(_by_key(old), _by_key(new)) for item in _remarked(provision, remarks.get(key))]
    return _file(old.title, Document(items, paper.language, Revised(author)), paper)


def _remarked(provision: list[MarkedItem], remarks: Remarks | None) -> list[MarkedItem]:
    if remarks is None or not provision:
        return provision
    return remarked(provision, Revised(remarks.author) if remarks.author else None, remarks.comments)


def two_column_file(title: str, heads: Sequence[str], rows: Iterable[Sequence[Sequence[Inline]]], paper: Paper) -> bytes:
    """Return a file with two texts side by side in a table; `heads` are in the language of the mark, and each row has two cells."""
    head = MarkedRow(SAME, tuple(_cell([Words(each, Look(bold=True, language=paper.other_language))]) for each in heads))
    table = MarkedTable(SAME, (head, *(MarkedRow(SAME, tuple(_cell(cell) for cell in row)) for row in rows)))
    named = MarkedParagraph(SAME, Layout(TITLE), Layout(TITLE), (Part(SAME, Words(title)),))
    return _file(title, Document([named, table], paper.language), paper)


def _cell(contents: Iterable[Inline]) -> MarkedParagraph:
    return MarkedParagraph(SAME, Layout(CELL), Layout(CELL), tuple(Part(SAME, inline) for inline in contents))


def _by_key(version: TextVersion) -> dict[str, list[Item]]:
    """The items of each provision, by its key; the title has one of its own."""
    parts = items_of_text(version.title, [stored.block for stored in version.blocks])
    keyed: dict[str, list[Item]] = {}
    for key, part in zip(["title", *(stored.key for stored in version.blocks)], parts, strict=True):
        keyed.setdefault(key, []).extend(part)
    return keyed


def _file(title: str, document: Document, paper: Paper) -> bytes:
    body = element("body", *document.elements, section(has_line_numbers=paper.has_line_numbers))
    related = WITH_COMMENTS if document.comments else RELATED
    parts = {
        "[Content_Types].xml": content_types(related),
        "_rels/.rels": package_relations(),
        "docProps/core.xml": properties_part(title, paper.language),
        "word/document.xml": serialised(element("document", body)),
        "word/_rels/document.xml.rels": document_relations(related, document.links.ids),
        "word/_rels/footnotes.xml.rels": note_relations(document.note_links.ids),
    }
    others = {
        "styles": styles_part(paper.language),
        "numbering": numbering_part(document.lists, paper.language),
        "footnotes": footnotes_part(document.notes),
        "settings": settings_part(),
        "header1": header_part(paper.mark, paper.mark_language),
        "footer1": footer_part(),
    }
    comments = {"word/comments.xml": comments_part(MarginComments(tuple(document.comments), paper.language))} if document.comments else {}
    return packed(parts | {f"word/{name}.xml": serialised(part) for name, part in others.items()} | comments)
