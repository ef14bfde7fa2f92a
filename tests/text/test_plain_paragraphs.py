"""A line in which nothing can be a mark is not parsed: it gives what the parser gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.text import markup
from coalition.text.markup import Notes, html_of
from tests.mutants import mutated

_PARTS = [
    "The ",
    "parties",
    "(a)",
    "1. ",
    "2013.",
    "слово",
    "كلمة",
    "&amp;",
    "\u00a0",
    " ",
    "\t",
    "\n",
    "\r",
    "\0",
    "\u2028",
    ":",
    "#",
    "|",
    "~~",
    "http://a.org",
]
_MARKS = ["*", "_", "`", "<", ">", "[", "]", "\\", "+", "-", " - ", "!", "---"]
LINES = st.one_of(st.lists(st.sampled_from([*_PARTS, *_MARKS]), max_size=5).map("".join), st.text(max_size=20))


@pytest.mark.parametrize("tables", [True, False])
@given(LINES)
def test_every_line_gives_what_the_parser_gives(tables, line):
    assert markup.tokens_of(line, Notes(), tables=tables) == markup._parser(tables=tables).parse(line, {"notes": Notes()})


def test_a_build_that_reads_emphasis_as_words_shows_stars():
    wrong = mutated(markup, r"[^\x00-\x1f\x7f\x85\u2028\u2029*_<\[\\]", r"[^\x00-\x1f\x7f\x85\u2028\u2029_<\[\\]")
    assert html_of("All *parties* meet.", Notes(), tables=True) == "<p>All <em>parties</em> meet.</p>"
    assert wrong["html_of"]("All *parties* meet.", Notes(), tables=True) == "<p>All *parties* meet.</p>"
