"""A text that is written as a Word file and read in again is the same text."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coalition.characters import clean
from coalition.text.provisions import normalised, parse
from coalition.word_files import reading_fields
from coalition.word_files.reading_markdown import markdown_of
from coalition.word_files.reading_word_files import read_word_file
from tests import budget
from tests.mutants import mutated
from tests.word_files.random_texts import WORDS, RandomText
from tests.word_files.test_writing import MARKUP, TEXTS, language_of, written

# Of two spellings of one text, the one that is written in these texts, and the one that comes in.
SPELLINGS = {
    "agreement_nb": [("§ 3\n\nPartene", "§ 3 Partene")],
    "bilingual_ru_en": [("пункт\n2", "пункт 2")],
    "declaration_ar": [("عام\n2013", "عام 2013")],
    "memorandum_ru": [("2\\.", "2."), ("1.Каждая", "1. Каждая"), ("\\(", "("), ("а\\)", "а)"), ("б\\)", "б)")],
    "mixed": [("[§] 2013", "2013"), ("6.Text", "6. Text"), ("7\\.", "7.")],
    "pasted_word_fr": [("\t", " "), ("\nb)", "\n\nb)"), ("\nc)", "\n\nc)"), ("\n2. Les frais", "\n\n2. Les frais"), ("décembre\n", "décembre ")],
    "treaty_ar": [("المادة 1\n\nتسري", "المادة 1 تسري")],
    "markup": [("*,\nwith", "*, with"), (":-- | --:", ":--- | ---:")],
}


def again(body: str, language: str = "en") -> str:
    """The text after it went through a Word file."""
    text = markdown_of(read_word_file(written(body, language)))
    assert text.title == "Title"
    return text.body


@pytest.mark.parametrize("name", [*TEXTS, "markup"])
def test_a_file_that_is_read_in_again_is_the_same_text(name):
    body = clean(normalised({**TEXTS, "markup": MARKUP}[name]))[0]
    for one, other in SPELLINGS.get(name, []):
        assert one in body
        body = body.replace(one, other)
    read = again(body, language_of(name))
    assert read == body.replace("\n\n\n", "\n\n")
    if name != "markup":
        assert numbers(read) == numbers(TEXTS[name])


def numbers(body: str) -> list[tuple[object, ...]]:
    return [(block.kind, block.number, block.label, block.level) for block in parse(body)]


@settings(max_examples=budget.SEQUENCES * 5, deadline=None)
@given(st.integers(min_value=0), st.sampled_from(sorted(WORDS)))
def test_any_text_that_is_read_in_again_is_the_same_text(seed, language):
    body = clean(RandomText(Random(seed), language).body)[0]
    labels = [block.label for block in parse(body)]
    assume(len(labels) == len(set(labels)))  # a label that is there twice is a mistake
    assert again(body, language) == body


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("# A **bold** *heading*\n", "# A bold *heading*\n"),
        ("> one\n\n> another\n", "> one\n>\n> another\n"),
        ("> > deeper\n", "> deeper\n"),
        ("- one\n  > quoted\n", "- one\n\n> quoted\n"),
        ("- - one\n", "- one\n"),
        ("- one\n\n  | A | B |\n  | --- | --- |\n  | C | D |\n", "- one\n\n| A | B |\n| --- | --- |\n| C | D |\n"),
        ("> | A | B |\n> | --- | --- |\n> | C | D |\n", "| A | B |\n| --- | --- |\n| C | D |\n"),
        ("A **b *c* d**\n", "A **b** ***c*** **d**\n"),
        ("One[^1].\n\n[^1]: Note\n- a\n", "One[^1].\n\n[^1]: Note\\\na\n"),
        ("- one\n\n- two\n", "- one\n- two\n"),
        ("1. One.\n\n[§ B1)] Two.\n\n[§ B1)] Three.\n", "1. One.\n\n[§ B1)] Two.\n\n[§1 B1)] Three.\n"),
        ("One[^1].\n\n[^1]: See[^2].\n\n[^2]: Note.\n", "One[^1].\n\n[^1]: See².\n\n[^2]: Note.\n"),
    ],
)
def test_what_a_word_file_does_not_say_comes_in_so(body, read):
    assert again(body) == read
    assert again(read) == read


def test_a_citation_of_a_note_is_one_even_twice_at_one_place():
    body = "One[^1] and[^1][^1].\n\n[^1]: Note.\n"
    assert again(body) == body
    wrong = mutated(reading_fields, "was_cited, each.is_cited = each.is_cited, True", "was_cited = True")
    fields = wrong["Fields"](lambda _: None)
    fields.mark("begin")
    fields.instruct(" NOTEREF _Note1 ")
    fields.mark("separate")
    assert fields.cited_again() == ("_Note1", False)
