"""A text that is written as a Word file and read in again is the same text."""

from __future__ import annotations

import re
from typing import Any

import pytest

from coalition.text.provisions import parse
from tests.word_files.test_writing import TEXTS, language_of, written

reading = pytest.importorskip("coalition.word_files.reading_word_files")
markdown = pytest.importorskip("coalition.word_files.reading_markdown")

# Their numbers that nothing counts («ثانياً:», "Article premier") come in as typed numbers, so what stands below them is not said by a list.
WITH_WORDS_AS_NUMBERS = {"declaration_ar", "treaty_ar", "pasted_word_fr"}


def blocks(body: str, *names: str) -> list[tuple[Any, ...]]:
    """The blocks of a text; ends of lines are spaces, and the sides of columns are not read."""
    return [(*(getattr(block, name) for name in names), " ".join(re.sub(r"-+:|:-+", "---", block.markdown).split())) for block in parse(body)]


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_that_is_read_in_again_is_the_same_text(name):
    again = markdown.markdown_of(reading.read_word_file(written(TEXTS[name], language_of(name))))
    assert again.title == "Title"
    assert blocks(again.body, "kind", "number") == blocks(TEXTS[name], "kind", "number")
    if name not in WITH_WORDS_AS_NUMBERS:
        assert blocks(again.body, "label", "level") == blocks(TEXTS[name], "label", "level")
