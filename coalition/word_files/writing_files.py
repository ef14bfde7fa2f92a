"""Writes texts as Word files (.docx): real numbering, notes and tables; the difference between two texts as tracked changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.word_files.writing_contents import items_of_text
from coalition.word_files.writing_differences import compared, unchanged
from coalition.word_files.writing_document import Document, Revised
from coalition.word_files.writing_parts import (
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
    from collections.abc import Sequence
    from datetime import datetime

    from coalition.text.blocks import Block
    from coalition.text.differences import TextVersion
    from coalition.word_files.writing_contents import Item

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Paper(Struct, frozen=True):
    """How a text is written: its language, what stands above every page (in `mark_language`), and whether its lines are numbered."""

    language: str
    mark: str = ""
    mark_language: str = "en"
    has_line_numbers: bool = False


def word_file(title: str, blocks: Sequence[Block], paper: Paper) -> bytes:
    """Return a text as a Word file; equal texts on equal paper give equal bytes."""
    return _file(title, Document(unchanged(items_of_text(title, blocks)), paper.language), paper)


def difference_file(old: TextVersion, new: TextVersion, paper: Paper, author: str, at: datetime) -> bytes:
    """Return the newer of two versions with its changes since the older one as tracked changes of an author.

    Whoever accepts all of them has the newer text, whoever rejects them has the older one.
    """
    items = compared(_by_key(old), _by_key(new))
    return _file(new.title, Document(items, paper.language, Revised(author, f"{at:%Y-%m-%dT%H:%M:%SZ}")), paper)


def _by_key(version: TextVersion) -> dict[str, list[Item]]:
    """The items of each provision, by its key; the title has one of its own."""
    parts = items_of_text(version.title, [stored.block for stored in version.blocks])
    keyed: dict[str, list[Item]] = {}
    for key, part in zip(["title", *(stored.key for stored in version.blocks)], parts, strict=True):
        keyed.setdefault(key, []).extend(part)
    return keyed


def _file(title: str, document: Document, paper: Paper) -> bytes:
    body = element("body", *document.elements, section(has_line_numbers=paper.has_line_numbers))
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": package_relations(),
        "docProps/core.xml": properties_part(title, paper.language),
        "word/document.xml": serialised(element("document", body)),
        "word/_rels/document.xml.rels": document_relations(document.links.ids),
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
    return packed(parts | {f"word/{name}.xml": serialised(part) for name, part in others.items()})
