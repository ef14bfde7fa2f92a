"""Tables of a text as tokens for a page: header cells with a scope, alignment as a class, and a box that scrolls on a narrow screen."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from coalition.languages import comma
from coalition.text.pipe_tables import MOST_COLUMNS, MOST_ROWS, cells
from coalition.text.table_widths import is_number, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

ALIGNMENTS = {"left", "center", "right"}
_STYLE = re.compile(r"text-align:(\w+)")


def bounded_table(table: Callable[..., bool], state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- called by the parser
    """Read a table, unless a row has more cells than the head or the table is too large: the parser would leave words out."""
    is_table: bool = table(state, start, end, True)  # noqa: FBT003 -- the parser's signature: only look
    return is_table and _is_whole(state, start, end) and (silent or table(state, start, end, silent))


def _is_whole(state: StateBlock, start: int, end: int) -> bool:
    columns = len(cells(_line(state, start)))
    rows = list(takewhile(lambda line: not state.isEmpty(line), range(start + 2, end)))
    return columns <= MOST_COLUMNS and len(rows) <= MOST_ROWS and all(len(cells(_line(state, line))) <= columns for line in rows)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def readable_tables(tokens: Sequence[Token], words: Callable[[Sequence[Token]], str], language: str) -> list[Token]:
    """Return the tokens with tables that everybody can read; `words` gives the words of a cell, in the language of the text.

    The box around a table is named by the words of its head, in the language of the text, and has the class of its width. Where
    the first cell of the head is empty, the first cell of each row is the head of its row.
    """
    readable: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].type == "table_open":
            end = next(place for place in range(at, len(tokens)) if tokens[place].type == "table_close")
            readable += _table(tokens[at : end + 1], words, language)
            at = end
        else:
            readable.append(tokens[at])
        at += 1
    return readable


def _table(tokens: Sequence[Token], words: Callable[[Sequence[Token]], str], language: str) -> Iterator[Token]:
    from markdown_it.token import Token

    written = [words(token.children or []) for token in tokens if token.type == "inline"]
    head = written[: sum(token.type == "inline" for token in tokens[: _index(tokens, "thead_close")])]
    name = comma(language).join(filter(None, head))
    rows = [written[at : at + len(head)] for at in range(0, len(written), len(head))]
    attributes: dict[str, str | int | float] = {"class": f"scroll {width_of(rows)}".strip(), "tabindex": "0"}
    yield Token("scroll_open", "div", 1, attrs=attributes | ({"role": "region", "aria-label": name} if name else {}), block=True)
    has_row_heads = len(head) > 1 and not head[0]
    cell = -1
    for token in tokens:
        if token.type in {"th_open", "td_open"}:
            cell += 1
            _set_classes(token, words=written[cell])
        if token.type.startswith(("th_", "td_")):
            _set_tag(token, is_head=token.type.startswith("th_"), is_row_head=has_row_heads and cell % len(head) == 0)
        yield token
    yield Token("scroll_close", "div", -1, block=True)


def _index(tokens: Sequence[Token], kind: str) -> int:
    return next(place for place, token in enumerate(tokens) if token.type == kind)


def _set_classes(token: Token, words: str) -> None:
    match = _STYLE.fullmatch(str(token.attrs.pop("style", "")))
    classes = [match[1]] if match and match[1] in ALIGNMENTS else []
    if is_number(words):
        classes.append("number")
    if classes:
        token.attrSet("class", " ".join(classes))


def _set_tag(token: Token, *, is_head: bool, is_row_head: bool) -> None:
    """Make a header cell of a cell that names its column or its row; the empty corner between them names nothing."""
    token.tag = "th" if is_head != is_row_head else "td"
    if token.nesting == 1 and token.tag == "th":
        token.attrSet("scope", "col" if is_head else "row")
