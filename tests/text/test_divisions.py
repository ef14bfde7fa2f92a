"""How a text is divided can be written down: read again, it says what reading the text says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.text import divisions
from coalition.text.divisions import Divided
from coalition.text.sources import read
from tests.mutants import mutated

LAYOUTS = sorted(Path("tests/text/layouts").glob("*.md"))
LINES = st.sampled_from(
    [
        *("1. The parties meet.", "(a) each year;", "2. And[^1] report", "[^1]: A note.", "# Heading", "- an item", "  below it", "> a quotation"),
        *(
            "",
            "",
            "Words.",
            "| a | b |",
            "|---|---|",
            "**3.** Bold.",
            "[§ 4] Said to be one.",
            "[§] 5. No number.",
            "\ufeff7\u2028Two",
            "Article 6",
            "In witness whereof",
        ),
    ]
)
TEXTS = st.one_of(st.lists(LINES, max_size=12).map("\n".join), st.text(max_size=60))


def stored(body: str, module: type[Divided] = Divided) -> list[object]:
    return [*module.unpacked(module.of(body).packed()).blocks_of(body)]


@given(TEXTS)
def test_what_is_stored_says_what_reading_says(body):
    assert stored(body) == read(body)


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_every_layout_is_stored_as_it_is_read_and_in_few_characters(path):
    body = path.read_text(encoding="utf-8")
    assert stored(body) == read(body)
    assert sum(isinstance(division.words, str) for division in Divided.of(body).divisions) <= len(read(body)) // 4


def test_divisions_of_another_text_are_not_used():
    divided = Divided.of("1. The parties meet.\n")
    assert divided.blocks_of("1. The parties part.\n\n2. They report.\n") == read("1. The parties part.\n\n2. They report.\n")


def test_a_build_that_takes_divisions_for_any_text_gives_wrong_words():
    other = "1. The parties part.\n\n2. They report.\n"
    module = mutated(divisions, "if _digest(body) != self.digest:", "if False:")["Divided"]
    assert module.of("1. The parties meet.\n").blocks_of(other) != read(other)


def test_a_build_that_measures_words_only_drifts_from_texts_with_notes():
    body = "1. The parties[^1] meet\n\n> in peace.\n\n[^1]:Without a space.\n"
    module = mutated(divisions, "if source.endswith(markdown) else markdown", "")["Divided"]
    assert stored(body) == read(body)
    assert stored(body, module) != read(body)
