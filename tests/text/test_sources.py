"""The Markdown of one block can be read and replaced; all other blocks stay as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.text.blocks import RULES, Block, BlockKind
from coalition.text.provisions import normalised, parse
from coalition.text.sources import StoredBlock, read, replaced, sources_of
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


def stored(body: str) -> list[StoredBlock]:
    return [StoredBlock(f"k{at}", block, lines) for at, (block, lines) in enumerate(read(body))]


def sources(body: str) -> list[str]:
    return sources_of(body, stored(body))


def with_source(body: str, index: int, source: str) -> tuple[str, list[Block]]:
    new = replaced(body, stored(body), index, source)
    assert new is not None
    return new[0], [each.block for each in new[1]]


def test_each_block_comes_with_its_number_and_its_notes():
    assert sources(TEXT) == [
        "Recalling one thing[^1].\n\n[^1]: And its source.",
        "## Heading",
        "1. First,\ncontinued\n\n- in a list",
        "2. Second[^b].\n\n[^b]: A note of two\nlines.",
        "2.1 Under it.",
    ]


def test_a_note_inside_a_block_is_there_once():
    assert sources("1. One[^a].\n\n[^a]: Note.\n\nOne goes on.\n\n2. Two.\n")[0] == "1. One[^a].\n\n[^a]: Note.\n\nOne goes on."


@pytest.mark.parametrize("body", [TEXT, *(body for _, body in factories.TEXTS.values())])
def test_a_block_put_back_changes_no_block(body):
    for index, source in enumerate(sources(body)):
        text, blocks = with_source(body, index, source)
        assert blocks == parse(text) == parse(body)


def test_only_the_block_changes():
    text, blocks = with_source(TEXT, 4, "2.1 Below it.")
    assert text == TEXT.replace("Under", "Below")
    text, blocks = with_source(TEXT, 3, "2. Second.")
    assert [block.markdown for block in blocks][3:] == ["Second.", "Under it."]
    assert sources_of(text, replaced(TEXT, stored(TEXT), 3, "2. Second.")[1])[3:] == ["2. Second.", "2.1 Under it."]


def test_a_new_number_gets_its_label_from_its_place():
    assert [block.label for block in with_source("1. a\n\n3. b\n", 1, "2. b")[1]] == ["1", "2"]
    assert replaced("1. a\n\n3. b\n", stored("1. a\n\n3. b\n"), 1, "1. b") is None


@pytest.mark.parametrize(("index", "source"), [(4, "2.1 Below.\n\n3. Third."), (0, "5. Fifth."), (2, ""), (2, "## Heading")])
def test_a_new_source_must_stay_one_block(index, source):
    assert replaced(TEXT, stored(TEXT), index, source) is None


def test_blocks_that_older_rules_read_stay_when_another_is_replaced():
    body = "Opening.\n\n1. One\n\nkept as it was\n\n2. Two.\n"
    older = [
        StoredBlock("a", Block(BlockKind.PARAGRAPH, "", "paragraph 1", 0, "Opening.", 1), "0-2"),
        StoredBlock("b", Block(BlockKind.PARAGRAPH, "", "paragraph 2", 0, "1. One\n\nkept as it was", 1), "2-6"),
        StoredBlock("c", Block(BlockKind.PROVISION, "2.", "7", 0, "Two.", 1), "6-7"),
    ]
    text, blocks = replaced(body, older, 0, "Beginning.\nAll.")
    assert [each.block for each in blocks][1:] == [each.block for each in older][1:]
    assert [(each.block.rules, each.lines) for each in blocks] == [(RULES, "0-3"), (1, "3-7"), (1, "7-8")]
    assert sources_of(text, blocks) == ["Beginning.\nAll.", "1. One\n\nkept as it was", "2. Two."]
    assert replaced(text, blocks, 2, "2. Both.")[1][2].block.label == "7"


@given(st.lists(st.sampled_from(["1. a", "2. b[^n]", "(a) c", "word", "## h", "- item", "[^n]: note", "> quoted", ""]), max_size=12))
def test_any_text_can_be_cut(lines):
    body = normalised("\n\n".join(lines))
    assert len(sources(body)) == len(parse(body))
