"""The Markdown that a memorandum may use: emphasis, links, quotations, bullet lists, tables and notes. HTML is text; numbers are never changed."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.directions import pieces, stays_whole
from coalition.remembered import PASSAGES, bounded_cache
from coalition.text.table_markup import bounded_table, readable_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

_DEEPEST = 24
_NOTE = re.compile(r"\[\^([^\s\[\]^]+)\]")
# One line in which nothing can be a mark: most provisions. It is not parsed, which takes most of the time of showing a text.
_PLAIN = re.compile(r"[^\s\x00-\x1f>+*_<\[\\-](?:[^\x00-\x1f\x7f\x85\u2028\u2029*_<\[\\]*(?<!\s))?")
_ALLOWED_LINK = re.compile(r"(?:https?://[^\s]+|mailto:[^\s@]+@[^\s@]+)", re.IGNORECASE)


class Notes(Struct):
    """The notes of a text. While the text is rendered, it records which notes were cited and how often.

    A note is known by its index, from 0, in the order in which the notes were written. `order` has the indexes of the
    cited notes in the order of their first citation. `id_prefix` keeps the ids of two texts on one page apart. `language` is
    that of the text: in right-to-left text, numbers such as "3(a)" are isolated.
    """

    labels: Sequence[str] = ()
    id_prefix: str = ""
    language: str = "en"
    citations: Counter[int] = field(default_factory=Counter)
    order: list[int] = field(default_factory=list)
    indexes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the notes; of two notes with one label the first is cited."""
        for index, label in enumerate(self.labels):
            self.indexes.setdefault(label, index)

    def cite(self, index: int) -> str:
        """Count one more citation of a note and return the id of that citation."""
        if not self.citations[index]:
            self.order.append(index)
        self.citations[index] += 1
        return self._citation_id(index, self.citations[index])

    def citation_ids(self, index: int) -> list[str]:
        """The ids of all citations of a note so far."""
        return [self._citation_id(index, count) for count in range(1, self.citations[index] + 1)]

    def note_id(self, index: int) -> str:
        """The id of a note."""
        return f"{self.id_prefix}note-{index + 1}"

    def _citation_id(self, index: int, count: int) -> str:
        return f"{self.id_prefix}note-place-{index + 1}" + (f"-{count}" if count > 1 else "")


def is_allowed_link(target: str) -> bool:
    """Whether a link leads to a web or mail address; nothing else may be linked."""
    return _ALLOWED_LINK.fullmatch(target) is not None


def html_of(markdown: str, notes: Notes, *, tables: bool) -> str:
    """HTML of paragraphs, lists, quotations and, if they are read, tables; a citation becomes a link only if `notes` has the note."""
    return _html(_tokens(markdown, notes, tables=tables), notes).strip()


def element_and_html_of(markdown: str, notes: Notes, *, tables: bool) -> tuple[str, str]:
    """The element that should hold a text, and the HTML inside it: `p` for a single paragraph, `div` for anything else."""
    tokens = _tokens(markdown, notes, tables=tables)
    if [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]:
        return "p", _html(tokens[1:-1], notes)
    return "div", _html(tokens, notes).strip()


def inline_html_of(markdown: str, notes: Notes) -> str:
    """HTML of a single line: emphasis, links and notes, no paragraphs."""
    return _html(_parser(tables=False).parseInline(markdown, {"notes": notes}), notes)


def tokens_of(markdown: str, notes: Notes, *, tables: bool) -> list[Token]:
    """The parsed text, for whoever writes it in another form than HTML; a citation is a `note` only if `notes` has the note."""
    return _tokens(markdown, notes, tables=tables)


def inline_tokens_of(markdown: str, notes: Notes) -> list[Token]:
    """The parsed line of a heading or a title: one `inline` token."""
    return _parser(tables=False).parseInline(markdown, {"notes": notes})


class TableWords(Struct, frozen=True):
    """A table as words: its rows, the head first, each with as many cells as the head."""

    rows: Sequence[Sequence[str]]

    @property
    def lines(self) -> str:
        """One line per row, for where no table can be shown."""
        return "\n".join(" | ".join(row) for row in self.rows)


@bounded_cache(*PASSAGES)
def words_of(markdown: str, *, tables: bool, as_written: bool = False) -> Sequence[str | TableWords]:
    """The words of a text: a line per paragraph, a link's address after its words, notes as "[1]"; tables as cells.

    `as_written` leaves the marks of emphasis, links and notes in the words.
    """
    parts: list[str | TableWords] = []
    rows: list[list[str]] = []
    in_table = False
    for token in _tokens(markdown, tables=tables):
        if token.type == "table_open":
            in_table, rows = True, []
        elif token.type == "table_close":
            in_table = False
            parts.append(TableWords(rows))
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            words = token.content if as_written else _words(token.children or [])
            (rows[-1] if in_table else parts).append(words)
    return parts


def plain_text_of(markdown: str, *, tables: bool = True) -> str:
    """The words of a text: one line per paragraph or row of a table, a link's address after its words, notes as "[1]"."""
    return "\n".join(part if isinstance(part, str) else part.lines for part in words_of(markdown, tables=tables))


def _html(tokens: Sequence[Token], notes: Notes) -> str:
    parser = _parser(tables=True)
    for token in tokens:
        token.children = [part for child in token.children for part in _isolated(child, notes.language)] if token.children else token.children
    return str(parser.renderer.render(readable_tables(tokens, _words, notes.language), parser.options, {"notes": notes}))


def _isolated(token: Token, language: str) -> Iterator[Token]:
    """Yield a token, or its words with the numbers isolated that right-to-left text would tear."""
    from markdown_it.token import Token

    if token.type != "text":
        yield token
        return
    for words, isolate in pieces(token.content, language):
        attributes: dict[str, str | int | float] = {"dir": "ltr", "class": "number"} if stays_whole(words) else {"dir": "ltr"}
        yield from [Token("bdi_open", "bdi", 1, attrs=attributes)] if isolate else []
        yield Token("text", "", 0, content=words)
        yield from [Token("bdi_close", "bdi", -1)] if isolate else []


def _tokens(markdown: str, notes: Notes | None = None, *, tables: bool) -> list[Token]:
    """Parse a text. A text that is nested too deeply to be shown becomes one literal paragraph, so that no word is lost."""
    if _PLAIN.fullmatch(markdown):
        return _paragraph(markdown)
    tokens = _parser(tables=tables).parse(markdown, {"notes": notes} if notes else {})
    return _paragraph(markdown) if any(token.level >= _DEEPEST - 2 for token in tokens) else tokens


def _paragraph(words: str) -> list[Token]:
    """The tokens of one paragraph in which no sign is a mark, as the parser makes them."""
    from markdown_it.token import Token

    inline = Token("inline", "", 0, map=[0, 1], level=1, content=words, children=[Token("text", "", 0, content=words)], block=True)
    return [Token("paragraph_open", "p", 1, map=[0, 1], block=True), inline, Token("paragraph_close", "p", -1, block=True)]


@cache
def _parser(*, tables: bool) -> MarkdownIt:
    """The parser for texts with tables or without, each made once; the library is imported with the first text."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_block.list import list_block
    from markdown_it.rules_block.table import table

    parser = MarkdownIt("zero", {"html": False, "maxNesting": _DEEPEST})
    parser.enable(["blockquote", "list", "newline", "escape", "emphasis", "link", "autolink", *(["table"] if tables else [])])
    parser.block.ruler.at("list", partial(_bullet_list, list_block), {"alt": ["paragraph", "blockquote"]})
    parser.block.ruler.at("table", partial(bounded_table, table), {"alt": ["paragraph"]})
    parser.inline.ruler.before("link", "note", _note)
    parser.add_render_rule("note", _render_note)
    parser.add_render_rule("link_open", _render_link)
    setattr(parser, "validateLink", is_allowed_link)  # noqa: B010 -- the library is configured so; mypy refuses a plain assignment
    return parser


def _bullet_list(list_block: Callable[..., bool], state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- called by the parser
    first = state.bMarks[start] + state.tShift[start]
    return state.src[first : first + 1] in {"-", "*", "+"} and list_block(state, start, end, silent)


def _note(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- called by the parser
    match = _NOTE.match(state.src, state.pos, state.posMax)
    notes = state.env.get("notes")
    if not match or (notes and match[1] not in notes.indexes):
        return False
    if not silent:
        state.push("note", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _render_note(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """Render a citation as a raised link to its note; the library writes the HTML."""
    from markdown_it.token import Token

    notes: Notes = env["notes"]
    label = tokens[index].content
    note = notes.indexes[label]
    link = Token("citation_open", "a", 1, attrs={"href": f"#{notes.note_id(note)}", "id": notes.cite(note)})
    before, after = [Token("sup_open", "sup", 1), link], [Token("citation_close", "a", -1), Token("sup_close", "sup", -1)]
    return renderer.renderInline([*before, Token("text", "", 0, content=label), *after], options, env)


def _render_link(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, index, options, env)


def _words(tokens: Iterable[Token]) -> str:
    words, target = "", ""
    for token in tokens:
        if token.type == "link_open":
            target = str(token.attrGet("href"))
        elif token.type == "link_close":
            words += "" if words.endswith(target.removeprefix("mailto:")) else f" ({target})"
        elif token.type == "note":
            words += f"[{token.content}]"
        elif token.type == "softbreak":
            words += " "
        else:
            words += "\n" if token.type == "hardbreak" else token.content
    return words
