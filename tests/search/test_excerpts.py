"""A long text in a list is cut between words, around what was looked for."""

from __future__ import annotations

import pytest

from coalition.search.excerpts import excerpt
from coalition.search.match_marks import Words

LONG = " ".join(f"word{at}" for at in range(200))


def test_a_short_text_stays_as_it_is() -> None:
    assert excerpt("Short.", 20) == "Short."


def test_a_long_text_begins_at_its_beginning_and_ends_between_words() -> None:
    shown = excerpt(LONG, 60)
    assert (shown.startswith("word0 word1"), shown.endswith(" …"), len(shown) <= 62) == (True, True, True)
    assert LONG.startswith(shown.removesuffix(" …") + " ")


@pytest.mark.parametrize("word", ["word0", "word99", "word150", "word199"])
def test_what_words_find_is_in_it(word: str) -> None:
    shown = excerpt(LONG, 60, Words(word))
    assert word in shown.split()
    assert (shown.startswith("… "), shown.endswith(" …")) == (word != "word0", word != "word199")


def test_a_text_without_spaces_is_cut_between_letters() -> None:
    marked_letters = "e\u0301" * 100
    assert excerpt(marked_letters, 33)[:-2].endswith("\u0301")
    assert excerpt("", 5) == ""
