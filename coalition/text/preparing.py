"""Loading what the first text of a process needs, before somebody asks for one."""

from __future__ import annotations

import gc

from coalition.text.markup import Notes, html_of
from coalition.text.sources import read
from coalition.text.word_differences import pieces_of

_TEXT = "# One\n\n1. *Two*\n\n(a) three\n\n2013. Four\n\nAnnex\n\n| five | six |\n|---|---|\n"


def prepare() -> None:
    """Load the parser of Markdown, the patterns of numbers and the comparison of words: they take 0.1 s.

    Collections pass over what was loaded until then; the first of them would take as long again, in the middle of a request.
    """
    read(_TEXT)
    html_of(_TEXT, Notes(), tables=True)
    pieces_of("one", "two")
    gc.freeze()
