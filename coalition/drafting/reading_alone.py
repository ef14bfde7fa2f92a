"""Reading the Markdown of one provision by itself: it has to be one block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.drafting.errors import SeveralProvisions
from coalition.fields import InvalidForm
from coalition.memoranda.errors import UncertainLines
from coalition.memoranda.wording import check_publishable
from coalition.text.pieces import with_number
from coalition.text.provisions import normalised, uncertain_lines
from coalition.text.sources import read

if TYPE_CHECKING:
    from coalition.text.blocks import Block


def check_alone(source: str, number: str = "") -> Block:
    """Return the block that a text is; `number` is the number that it has, which no other text can make uncertain.

    Raises:
        SeveralProvisions: the text is more than one block, or none.
        InvalidForm, UncertainLines: it contains what cannot be published, or what may be a number.

    """
    try:
        check_publishable(source)
    except InvalidForm as problems:
        raise InvalidForm({"text": problems.problems["body"]}) from None
    lines = normalised(source).splitlines()
    certain = with_number(lines, number, f"[§ {number}]") if number and lines and not lines[0].lstrip("\\").startswith("[§") else None
    text = "\n".join(certain or lines)
    if doubts := uncertain_lines(text):
        error = UncertainLines(doubts)
        error.problems = {"text": error.problems["body"]}
        raise error
    blocks = read(text)
    if len(blocks) != 1:
        raise SeveralProvisions
    return blocks[0][0]
