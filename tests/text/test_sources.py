"""The Markdown of one block can be read and replaced; all other blocks stay as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.text.provisions import normalised, parse
from coalition.text.sources import fits, replaced, sources_of
from tests import factories

TEXT = """Recalling one thing[^1].

[^1]: And its source.

## Heading

1. First,
continued

- in a list

2. Second[^b].

2.1 Under it.

[^b]: A note of two
lines.
"""


def test_each_block_comes_with_its_number_and_its_notes():
    assert sources_of(TEXT) == [
        "Recalling one thing[^1].\n\n[^1]: And its source.",
        "## Heading",
        "1. First,\ncontinued\n\n- in a list",
        "2. Second[^b].\n\n[^b]: A note of two\nlines.",
        "2.1 Under it.",
    ]


def test_a_note_inside_a_block_is_there_once():
    assert sources_of("1. One[^a].\n\n[^a]: Note.\n\nOne goes on.\n\n2. Two.\n")[0] == "1. One[^a].\n\n[^a]: Note.\n\nOne goes on."


@pytest.mark.parametrize("body", [TEXT, *(body for _, body in factories.TEXTS.values())])
def test_a_block_put_back_changes_no_block(body):
    for index, source in enumerate(sources_of(body)):
        assert parse(replaced(body, index, source)) == parse(body)


def test_only_the_block_changes():
    assert replaced(TEXT, 4, "2.1 Below it.") == TEXT.replace("Under", "Below")
    assert [block.markdown for block in parse(replaced(TEXT, 3, "2. Second."))][3:] == ["Second.", "Under it."]


@pytest.mark.parametrize(("index", "source", "stays"), [(4, "2.1 Below.", True), (4, "2.1 Below.\n\n3. Third.", False), (0, "5. Fifth.", False)])
def test_a_new_source_must_stay_one_block(index, source, stays):
    assert fits(TEXT, index, source) is stays


@given(st.lists(st.sampled_from(["1. a", "2. b[^n]", "(a) c", "word", "## h", "- item", "[^n]: note", "> quoted", ""]), max_size=12))
def test_any_text_can_be_cut(lines):
    body = normalised("\n\n".join(lines))
    assert len(sources_of(body)) == len(parse(body))
