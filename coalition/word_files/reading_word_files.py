"""Reads a Word file (.docx): what a person sees of it, with the numbers that the word processor computes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition.characters import clean
from coalition.word_files.reading_bodies import Body
from coalition.word_files.reading_document import Comment, Note, Paragraph, Remark, Tracked, TrackedChange, What, WordDocument, paragraphs_in
from coalition.word_files.reading_levels import Levels
from coalition.word_files.reading_number_formats import written
from coalition.word_files.reading_numbering import Numbering
from coalition.word_files.reading_packages import Package, W, child, local, number_in, opened, value
from coalition.word_files.reading_runs import CHANGES
from coalition.word_files.reading_styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coalition.word_files.reading_document import Item
    from coalition.word_files.reading_packages import Element
    from coalition.word_files.reading_runs import Change

_NO_MARK = re.compile(r"[\s\[\]^]")
_UNCITED = re.compile(r"\[([^\s\[\]^]+)\]\s")
_KINDS = {"f": ("footnotes", "footnotePr", "decimal"), "e": ("endnotes", "endnotePr", "lowerRoman")}
_DC = "{http://purl.org/dc/elements/1.1/}"


def read_word_file(content: bytes, tracked: Tracked = Tracked.ACCEPT) -> WordDocument:
    """Read a Word file; `tracked` says what becomes of tracked changes. Hidden text is never read.

    Raises:
        UnreadableWordFile: it cannot be read; the message says why.

    """
    package = opened(content)
    root = package.root()
    parts = _Parts(package, root)
    document, body, levels = parts.read(accepts=tracked is Tracked.ACCEPT)
    document.comments = parts.comments(document, body)
    if any(True for _ in root.iter(*(f"{W}{name}" for name in CHANGES))):
        other, other_body, _ = parts.read(accepts=tracked is not Tracked.ACCEPT)
        before, after = (other, document) if tracked is Tracked.ACCEPT else (document, other)
        changes = (body if tracked is Tracked.ACCEPT else other_body).reader.changes
        document.changes = list(_changes(changes, before, after))
    document.remarks = [*body.remarks, *levels.remarks, *document.remarks]
    core = package.core_properties()
    document.title = "" if core is None else " ".join((core.findtext(f"{_DC}title") or "").split())
    return document


class _Parts:
    """The parts of a file that are read together."""

    def __init__(self, package: Package, root: Element) -> None:
        self.package, self.root = package, root
        body = child(root, "body")
        self.body = root if body is None else body
        self.styles = Styles.of(package.related("styles"))
        self.lists = package.related("numbering")
        self.sources = {paragraph: number for number, paragraph in enumerate(root.iter(f"{W}p"))}
        self.settings = package.related("settings")
        self.bookmarks = _bookmarks(root)

    def read(self, *, accepts: bool) -> tuple[WordDocument, Body, Levels]:
        """Read the text once, with tracked changes carried out or not."""
        body = Body(self.styles, self.package.relations, accepts, self.sources, self.bookmarks)
        items = body.read(self.body)
        levels = Levels(Numbering.of(self.lists, self.styles), self.styles)
        levels.number(items)
        document = WordDocument(_seen(items))
        for kind in _KINDS:
            self._read_notes(kind, document, body, levels)
        _mark_uncited(document)
        if any(_has_words(part) for name in ("header", "footer") for part in self.package.all_related(name)):
            document.remarks.append(Remark(What.MARGIN))
        return document, body, levels

    def _read_notes(self, kind: str, document: WordDocument, body: Body, levels: Levels) -> None:
        name, _, _ = _KINDS[kind]
        root = self.package.related(name)
        elements = {} if root is None else {value(note, "id"): note for note in root}
        links, count = self.package.links_of(name), self._first(kind)
        for key, own in body.reader.cited.items():
            if not key.startswith(kind) or (element := elements.get(key[1:])) is None:
                continue
            mark = _NO_MARK.sub("", own)
            if not mark:
                mark, count = written(count, self._format(kind), "") or str(count), count + 1
            reading = Body(self.styles, links, body.accepts, bookmarks=self.bookmarks)
            reading.reader.cited |= body.reader.cited
            items = reading.read(element)
            levels.number(items)
            document.remarks += reading.remarks
            _without_mark(items, own)
            document.notes[key] = Note(_unlike(mark, document), _seen(items))

    def _setting(self, kind: str, name: str) -> str:
        """Return what the last section or the whole file says of notes of a kind."""
        holders = [*self.root.iter(f"{W}sectPr")][::-1]
        settings = (value(child(holder, _KINDS[kind][1], name)) for holder in (*holders, self.settings))
        return next(filter(None, settings), "")

    def _format(self, kind: str) -> str:
        return self._setting(kind, "numFmt") or _KINDS[kind][2]

    def _first(self, kind: str) -> int:
        return number_in(self._setting(kind, "numStart"), 1) or 1

    def comments(self, document: WordDocument, body: Body) -> list[Comment]:
        """Return the comments of the margin with the words they are about."""
        root = self.package.related("comments")
        places = _by_source(document)
        comments = []
        for element in [] if root is None else root.findall(f"{W}comment"):
            key = value(element, "id")
            reading = Body(self.styles, {}, body.accepts)
            text = "\n".join(paragraph.text for paragraph in paragraphs_in(reading.read(element)) if paragraph.text.strip())
            place = places.get(body.reader.comment_sources.get(key, -1))
            words = _clean("".join(body.reader.comments.get(key, ())))
            passage = _clean(place.beginning) if place else ""
            comments.append(Comment(_clean(value(element, "author")), value(element, "date")[:10], _clean(text), words, passage))
        return comments


def _mark_uncited(document: WordDocument) -> None:
    """Mark paragraphs of the text that have the style of notes and begin as "[5] …": they are notes that nothing cites."""
    used = {note.mark for note in document.notes.values()}
    for item in document.items:
        if isinstance(item, Paragraph) and item.is_note and (match := _UNCITED.match(f"{item.text} ")) and match[1] not in used:
            used.add(match[1])
            item.uncited = match[1]
            _without_mark([item], match[0].rstrip())


def _bookmarks(root: Element) -> dict[str, str]:
    """Return the bookmarks that begin before the citation of a note and end after it, each with the key of the note."""
    begun, cited = dict[str, str](), dict[str, str]()
    for element in root.iter(*(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "footnoteReference", "endnoteReference"))):
        name = local(element)
        if name == "bookmarkStart":
            begun[value(element, "id")] = value(element, "name")
        elif name == "bookmarkEnd":
            begun.pop(value(element, "id"), None)
        else:
            cited |= {bookmark: f"{name[0]}{value(element, 'id')}" for bookmark in begun.values() if bookmark not in cited}
    return cited


def _clean(text: str) -> str:
    return clean(text)[0].strip()


def _seen(items: Sequence[Item]) -> list[Item]:
    """Return what a person sees: no empty paragraphs, unless a number is printed before them."""
    return [item for item in items if not isinstance(item, Paragraph) or item.spans or item.number]


def _has_words(part: Element) -> bool:
    return any((text.text or "").strip() for text in part.iter(f"{W}t"))


def _without_mark(items: Sequence[Item], mark: str) -> None:
    """Take the own mark of a note from its beginning, where it is printed again."""
    first = next(paragraphs_in(items), None)
    if first and mark and first.spans and first.text.lstrip().startswith(mark):
        left = len(first.text) - len(first.text.lstrip()) + len(mark)
        spans = []
        for span in first.spans:
            cut = min(left, len(span.text))
            left -= cut
            spans.append(replace(span, text=span.text[cut:]))
        spans[0] = replace(spans[0], text=spans[0].text.lstrip())
        first.spans = [span for span in spans if span.text or span.note]
        while first.spans and not first.spans[0].note and not first.spans[0].text.strip():
            del first.spans[0]


def _unlike(mark: str, document: WordDocument) -> str:
    """Return a mark that no note before it has."""
    used = {note.mark for note in document.notes.values()}
    if mark not in used:
        return mark
    document.remarks.append(Remark(What.NOTE_MARK))
    return next(other for number in range(2, len(used) + 3) if (other := f"{mark}-{number}") not in used)


def _by_source(document: WordDocument) -> dict[int, Paragraph]:
    """Return the paragraph that each paragraph of the file became."""
    return {source: paragraph for paragraph in document.paragraphs for source in paragraph.sources}


def _changes(changes: Sequence[Change], before: WordDocument, after: WordDocument) -> Iterator[TrackedChange]:
    """Yield tracked changes with the passages they are about; the end of a paragraph counts where nothing else of its kind is changed."""
    earlier, later = _by_source(before), _by_source(after)
    with_words = {(change.kind, change.source) for change in changes if change.words}
    for change in changes:
        if not change.words and (change.kind, change.source) in with_words:
            continue
        old, new = earlier.get(change.source), later.get(change.source)
        place = old or new
        yield TrackedChange(
            change.kind,
            _clean(change.author),
            change.day,
            _clean(place.beginning) if place else "",
            _clean(change.words),
            _passage(old),
            _passage(new),
        )


def _passage(paragraph: Paragraph | None) -> str:
    return " ".join(_clean(f"{paragraph.number} {paragraph.text}").split()) if paragraph else ""
