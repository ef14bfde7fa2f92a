"""The words of a paragraph: what is seen of them, what they look like, and what else stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.characters import clean
from coalition.text.markup import is_allowed_link
from coalition.word_files.reading_document import ChangeKind, Span, What
from coalition.word_files.reading_fields import Fields, link_of
from coalition.word_files.reading_packages import OFF, R, W, child, is_on, local, value
from coalition.word_files.reading_symbols import symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from coalition.word_files.reading_packages import Element, Relation
    from coalition.word_files.reading_styles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WRAPPERS = {"smartTag", "customXml", "dir", "bdo", "ruby", "rubyBase", "sdtContent"}
_ADDED, _REMOVED = {"ins": ChangeKind.INSERTED, "moveTo": ChangeKind.MOVED_HERE}, {"del": ChangeKind.DELETED, "moveFrom": ChangeKind.MOVED_AWAY}
CHANGES = _ADDED | _REMOVED
_COMPLEX = (("\u0590", "\u08ff"), ("\ufb1d", "\ufdff"), ("\ufe70", "\ufefc"), ("\u0900", "\u0dff"), ("\u0e00", "\u0eff"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HIDING = ("vanish", "webHidden", "specVanish")
LINE = "\n"


class Change(Struct, frozen=True):
    """A tracked change where it is read: its kind, who made it on which day, and its words."""

    kind: ChangeKind
    author: str
    day: str
    words: str
    source: int


class Words(Struct):
    """Reads the words of paragraphs, one after the other; `accepts` says whether tracked changes are carried out.

    `boxes` gathers the text boxes of the present paragraph; `cited` the notes in order, each with the mark of its own or "";
    `bookmarks` lead to citations of notes, which fields may repeat.
    """

    styles: Styles
    links: Mapping[str, Relation]
    accepts: bool
    fields: Fields
    remark: Callable[[What], None]
    bookmarks: Mapping[str, str] = field(default_factory=dict)
    paragraph_style: str = ""
    table_style: str = ""
    source: int = 0
    spans: list[Span] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    cited: dict[str, str] = field(default_factory=dict)
    marked: str = ""  # the note whose own mark is read next
    comments: dict[str, list[str]] = field(default_factory=dict)  # the words each open or closed comment is about
    open_comments: set[str] = field(default_factory=set)
    comment_sources: dict[str, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def read(self, parent: Element, link: str = "") -> None:
        """Read what stands in a paragraph, or in a part of one."""
        for element in parent:
            self._element(element, local(element), link)

    def _element(self, element: Element, name: str, link: str) -> None:  # noqa: C901 -- one branch for each kind of element
        if name == "r":
            self._run(element, link)
        elif name in CHANGES:
            if self._is_there(element, name):
                self.read(element, link)
        elif name == "hyperlink":
            self.read(element, self._target(element) or link)
        elif name == "fldSimple":
            self._simple_field(element, link)
        elif name == "sdt":
            self._control(element, link)
        elif name in _WRAPPERS:
            self.read(element, link)
        elif name == f"{_MC}AlternateContent":
            self.read(chosen(element), link)
        elif name.startswith(_MATH):
            self.remark(What.EQUATION)
        elif name == "commentRangeStart":
            self.open_comments.add(value(element, "id"))
            self.comment_sources.setdefault(value(element, "id"), self.source)
        elif name == "commentRangeEnd":
            self.open_comments.discard(value(element, "id"))
        elif name == "subDoc":
            self.remark(What.OTHER_FILE)

    def _is_there(self, element: Element, name: str) -> bool:
        """Whether words under a tracked change are read; the change is noted."""
        runs = element.iter(f"{W}r")
        words = "".join(plain_words(run) for run in runs if not self.is_hidden(self.properties_of(run)))
        if words.strip():
            self.changes.append(change_at(element, CHANGES[name], words, self.source))
        return (name in _ADDED) == self.accepts

    def _target(self, element: Element) -> str:
        relation = self.links.get(str(element.get(f"{R}id") or ""))
        if relation is None:
            return ""
        anchor = value(element, "anchor")
        target = relation.target + (f"#{anchor}" if anchor and "#" not in relation.target else "")
        if relation.is_external and is_allowed_link(target):
            return target
        self.remark(What.LINK)
        return ""

    def _simple_field(self, element: Element, link: str) -> None:
        instruction = value(element, "instr")
        self.fields.mark("begin")
        self.fields.instruct(instruction)
        self.fields.mark("separate")
        self.read(element, link_of(instruction) or link)
        self.fields.mark("end")

    def _control(self, element: Element, link: str) -> None:
        if is_placeholder(element):
            self.remark(What.PLACEHOLDER)
        elif (content := child(element, "sdtContent")) is not None:
            self.read(content, link)

    def _run(self, run: Element, link: str) -> None:
        properties = self.properties_of(run)
        if self.is_hidden(properties):
            if plain_words(run).strip() and self.fields.shows:
                self.remark(What.HIDDEN)
            self._hidden(run)
            return
        self._look(properties)
        for element in run:
            self._part(element, local(element), properties, link)

    def _hidden(self, run: Element) -> None:
        """Read only the signs of fields in hidden words: a field may begin hidden and show its result."""
        for element in run:
            if local(element) == "fldChar":
                self.fields.mark(value(element, "fldCharType"))
            elif local(element) == "instrText":
                self.fields.instruct(element.text or "")

    def properties_of(self, holder: Element) -> Element | None:
        """Return what words look like: as they are, or as they were where changes are rejected."""
        properties = child(holder, "rPr")
        former = None if self.accepts else child(properties, "rPrChange", "rPr")
        return properties if former is None else former

    def is_hidden(self, properties: Element | None) -> bool:
        """Whether words are hidden: by themselves, or by a style."""
        return any(self.styles.has(name, properties, self.paragraph_style, self.table_style) for name in _HIDING)

    def _look(self, properties: Element | None) -> None:
        """Remark what words look like and Markdown cannot say."""
        if any(self._has(properties, name) for name in ("strike", "dstrike")):
            self.remark(What.STRUCK)
        if value(child(properties, "u")) not in {"", "none"}:
            self.remark(What.UNDERLINED)

    def _has(self, properties: Element | None, name: str) -> bool:
        return self.styles.has(name, properties, self.paragraph_style, self.table_style)

    def _part(self, element: Element, name: str, properties: Element | None, link: str) -> None:  # noqa: C901 -- one branch for each kind
        if name == "fldChar":
            self.fields.mark(value(element, "fldCharType"))
        elif name in {"instrText", "delInstrText"}:
            self.fields.instruct(element.text or "")
        elif not self.fields.shows:
            return
        elif name in {"t", "delText"}:
            self._add(" ".join((element.text or "").split("\n")), properties, link)
        elif name in _SIGNS:
            self._add(_SIGNS[name], properties, link)
        elif name == "br":
            self._add(LINE if value(element, "type") in {"", "textWrapping"} else " ", properties, link)
        elif name == "sym":
            self._symbol(element, properties, link)
        elif name in {"footnoteReference", "endnoteReference"}:
            self._note(f"{name[0]}{value(element, 'id')}", value(element, "customMarkFollows"))
        elif name in {"drawing", "pict", "object"}:
            self._drawing(element, name)
        elif name == f"{_MC}AlternateContent":
            for part in chosen(element):
                self._part(part, local(part), properties, link)
        elif name == "ruby":
            self.read(element, link)

    def _symbol(self, element: Element, properties: Element | None, link: str) -> None:
        text = symbol(value(element, "font"), value(element, "char"))
        if not text:
            self.remark(What.SYMBOL)
        self._add(text, properties, link)

    def _note(self, key: str, own_mark: str) -> None:
        self.cited.setdefault(key, "")
        self.spans.append(Span("", note=key))
        self.marked = key if own_mark not in {"", *OFF} else ""

    def _drawing(self, element: Element, name: str) -> None:
        boxes = list(text_boxes(element))
        self.boxes += boxes
        if name == "object":
            self.remark(What.OBJECT)
        elif element.find(f".//{_PICTURE}") is not None or element.find(f".//{_IMAGE}") is not None:
            self.remark(What.PICTURE)
        elif not boxes and name == "drawing":
            self.remark(What.CHART)

    def _add(self, text: str, properties: Element | None, link: str) -> None:
        if not text or self._is_cited_again():
            return
        if self.marked:
            self.cited[self.marked], self.marked = self.cited[self.marked] + text.strip(), ""
            return
        text = self._raised(text, properties)
        bold, italic = (self._is_emphasised(name, text, properties) for name in ("b", "i"))
        self.spans.append(Span(text, bold, italic, link or self.fields.link))
        for comment in self.open_comments:
            self.comments.setdefault(comment, []).append(text)

    def _is_cited_again(self) -> bool:
        """Whether the words are the mark of a note that is cited again; the first of them became its citation."""
        bookmark, is_first = self.fields.cited_again()
        key = self.bookmarks.get(bookmark, "")
        if key not in self.cited:
            return False
        if is_first:
            self.spans.append(Span("", note=key))
        return True

    def _raised(self, text: str, properties: Element | None) -> str:
        position = value(child(properties, "vertAlign"))
        if position not in {"superscript", "subscript"}:
            return text
        if position == "superscript" and text.isascii() and text.strip().isdecimal():
            return text.translate(_RAISED)
        self.remark(What.RAISED)
        return text

    def _is_emphasised(self, name: str, text: str, properties: Element | None) -> bool:
        """Whether words are bold or italic; Arabic and other complex scripts have properties of their own."""
        forced = any(is_on(child(properties, each)) for each in ("rtl", "cs"))
        if forced:
            return self._has(properties, f"{name}Cs")
        return self._has(properties, name) or (_is_complex(text) and self._has(properties, f"{name}Cs"))


_SIGNS = {"tab": " ", "ptab": " ", "cr": LINE, "noBreakHyphen": "\u2011"}


def _is_complex(text: str) -> bool:
    return any(first <= letter <= last for letter in text for first, last in _COMPLEX)


def change_at(element: Element, kind: ChangeKind, words: str, source: int) -> Change:
    """Make a change from the element that tracks it."""
    return Change(kind, value(element, "author"), value(element, "date")[:10], words, source)


def chosen(alternatives: Element) -> Element:
    """Return the branch of alternatives that is read: the first one, or the one for older programs where the first has no words."""
    branches = list(alternatives)
    return next((branch for branch in branches if plain_words(branch).strip()), branches[0] if branches else alternatives)


def is_placeholder(control: Element) -> bool:
    """Whether a field to fill in shows only what it asks for."""
    return is_on(child(control, "sdtPr", "showingPlcHdr"))


def text_boxes(element: Element) -> Iterator[Element]:
    """Yield the contents of the text boxes of a drawing; a box that stands there twice for older programs, and boxes inside it, once."""
    for part in element:
        if local(part) == "txbxContent":
            yield part
        elif local(part) == f"{_MC}AlternateContent":
            yield from text_boxes(chosen(part))
        else:
            yield from text_boxes(part)


def plain_words(element: Element) -> str:
    """Return the words of an element, deleted ones too, for saying what a change is about."""
    words = "".join(
        (part.text or "") if local(part) in {"t", "delText"} else " " for part in element.iter(f"{W}t", f"{W}delText", f"{W}tab", f"{W}br")
    )
    return clean(words)[0]
