"""The Markdown a memorandum may use: emphasis, links, quotations, plain lists and notes; never HTML, no renumbering."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, partial
from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict


_DEEPEST = 24


_NOTE = re.compile(r"\[\^([^\s\[\]^]+)\]")


_ALLOWED_LINK = re.compile(r"(?:https?://[^\s]+|mailto:[^\s@]+@[^\s@]+)", re.IGNORECASE)


class Notes(Struct):
    """The notes a text may cite and, while it is rendered, which were cited and from how many places."""

    labels: Sequence[str] = ()
    prefix: str = ""
    cited: Counter[int] = field(default_factory=Counter)
    order: list[int] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the notes by their order."""
        for at, label in enumerate(self.labels):
            self.positions.setdefault(label, at)

    def cite(self, at: int) -> str:
        """Count one more place that cites the note at this position and return that place's id."""
        if not self.cited[at]:
            self.order.append(at)
        self.cited[at] += 1
        return self.place(at, self.cited[at])

    def place(self, at: int, count: int) -> str:
        """The id of the n-th place that cites the note."""
        return f"{self.prefix}note-place-{at + 1}" + (f"-{count}" if count > 1 else "")

    def id_of(self, at: int) -> str:
        """The id of the note that was written at this position, from 0."""
        return f"{self.prefix}note-{at + 1}"


def is_allowed_link(target: str) -> bool:
    """Whether a link leads to a web or mail address; nothing else may be linked."""
    return _ALLOWED_LINK.fullmatch(target) is not None


def html_of(markdown: str, notes: Notes) -> str:
    """HTML of paragraphs, lists and quotations; only notes that `notes` knows become links."""
    env = {"notes": notes}
    parser = _parser()
    return str(parser.renderer.render(_tokens(markdown, env), parser.options, env))


def inline_html_of(markdown: str, notes: Notes) -> str:
    """HTML of a single line: emphasis, links and notes, no paragraphs."""
    return str(_parser().renderInline(markdown, {"notes": notes}))


def plain_text_of(markdown: str) -> str:
    """The words of a text: one line for a paragraph, a link's address after its words, notes as "[1]"."""
    paragraphs = (token.children or [] for token in _tokens(markdown, {}) if token.type == "inline")
    return "\n".join(_words(children) for children in paragraphs)


def _tokens(markdown: str, env: EnvType) -> list[Token]:
    """Parse; what is nested too deeply to be shown is taken literally, so that no word is lost."""
    tokens = _parser().parse(markdown, env)
    if any(token.level >= _DEEPEST - 2 for token in tokens):
        from markdown_it.token import Token

        literal = Token("text", "", 0, content=markdown)
        inline = Token("inline", "", 0, content=markdown, children=[literal], block=True)
        return [Token("paragraph_open", "p", 1, block=True), inline, Token("paragraph_close", "p", -1, block=True)]
    return tokens


@cache
def _parser() -> MarkdownIt:
    """Make the parser; the library is loaded with the first text, not at the start."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_block.list import list_block

    parser = MarkdownIt("zero", {"html": False, "maxNesting": _DEEPEST})
    parser.enable(["blockquote", "list", "newline", "escape", "emphasis", "link", "autolink"])
    parser.block.ruler.at("list", partial(_bullet_list, list_block), {"alt": ["paragraph", "blockquote"]})
    parser.inline.ruler.before("link", "note", _note)
    parser.add_render_rule("note", _render_note)
    parser.add_render_rule("link_open", _render_link)
    setattr(parser, "validateLink", is_allowed_link)  # noqa: B010 -- the library's way, which mypy takes for an error
    return parser


def _bullet_list(list_block: Callable[..., bool], state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- called by the parser
    at = state.bMarks[start] + state.tShift[start]
    return state.src[at : at + 1] in {"-", "*", "+"} and list_block(state, start, end, silent)


def _note(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- called by the parser
    match = _NOTE.match(state.src, state.pos, state.posMax)
    notes = state.env.get("notes")
    if not match or (notes and match[1] not in notes.positions):
        return False
    if not silent:
        state.push("note", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _render_note(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, env: EnvType) -> str:
    notes: Notes = env["notes"]
    label = tokens[index].content
    at = notes.positions[label]
    return f'<sup><a href="#{notes.id_of(at)}" id="{notes.cite(at)}">{escape(label)}</a></sup>'


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
