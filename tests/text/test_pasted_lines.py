"""A pasted text is offered as what it looks like; the words stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.text.pasted_lines import Offer, applied, suggestions
from coalition.text.provisions import parse

WORD = """Memorandum of Understanding
Recalling the Universal Declaration of Human Rights,
Noting the situation of human rights in the region,
Have agreed as follows:
Aims
1. We meet every year.
2. We will:
• help each other;
• publish what we know.
Members
Name\tCountry
Ada\tNorway
Ben\tKazakhstan
Every member may leave at any time."""
OFFERED = """## Memorandum of Understanding

Recalling the Universal Declaration of Human Rights,

Noting the situation of human rights in the region,

Have agreed as follows:

## Aims

1. We meet every year.
2. We will:
- help each other;
- publish what we know.

## Members

| Name | Country |
| --- | --- |
| Ada | Norway |
| Ben | Kazakhstan |

Every member may leave at any time."""


def test_a_text_from_a_word_processor():
    assert [(suggestion.offer, suggestion.lines) for suggestion in suggestions(WORD)] == [
        (Offer.TABLES, [11, 12, 13]),
        (Offer.BULLETS, [8, 9]),
        (Offer.PARAGRAPHS, [2, 3, 4, 5, 6, 10]),
        (Offer.HEADINGS, [1, 5, 10]),
    ]
    assert applied(WORD, list(Offer)) == OFFERED
    assert suggestions(OFFERED) == []
    assert applied(WORD, [Offer.BULLETS]) == WORD.replace("•", "-")


def test_a_text_from_a_pdf_file_keeps_its_wrapped_lines_together():
    body = (
        "This memorandum was drawn up by organisations that met\nin Kyiv for two days and agreed on what follows here\nbelow.\n"
        "Every organisation may withdraw from this memorandum at\nany time by letter."
    )
    assert [(suggestion.offer, suggestion.lines) for suggestion in suggestions(body)] == [(Offer.PARAGRAPHS, [4])]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Цели\n\n1. Мы встречаемся.\n\n– первое\n– второе", "## Цели\n\n1. Мы встречаемся.\n\n- первое\n- второе"),
        ("الأهداف\n\n1. نجتمع كل عام.\n▪ أولا\n▪ ثانيا", "## الأهداف\n\n1. نجتمع كل عام.\n- أولا\n- ثانيا"),
        ("**Mål**\n\n1. Vi møtes.", "## Mål\n\n1. Vi møtes."),
        ("a|b\tc\nd\te", "| a\\|b | c |\n| --- | --- |\n| d | e |"),
        ("Who\nBody | Since\nA | 2012", "## Who\n\n| Body | Since |\n| --- | --- |\n| A | 2012 |"),
        ("| a | b |\n| 1. | c \\| d |", "| a | b |\n| --- | --- |\n| 1. | c \\| d |"),
        ("\uf0b7 first\n\uf0b7\tsecond", "- first\n- second"),
        ("1.\tFirst\n2.\tSecond", "1.\tFirst\n2.\tSecond"),
        ("– a dialogue, not a list", "– a dialogue, not a list"),
        ("1. a\n2. b\n\n- x\n- y\n\nA sentence.\n\nMore of it.", "1. a\n2. b\n\n- x\n- y\n\nA sentence.\n\nMore of it."),
    ],
)
def test_what_lines_look_like(body, expected):
    assert applied(body, list(Offer)) == expected


pieces = [
    "• a",
    "– b",
    "1. c",
    "Aims",
    "word word word.",
    "слово,",
    "كلمة",
    "a\tb",
    "c\td",
    "",
    "",
    "| x | y |",
    "|---|---|",
    "## H",
    "- i",
    "[^1]: n",
    "  ",
]
bodies = st.lists(st.sampled_from(pieces), max_size=14).map("\n".join)


@given(bodies)
def test_words_stay_and_what_was_applied_is_not_offered_again(body):
    result = applied(body, list(Offer))
    assert re.findall(r"\w+", result) == re.findall(r"\w+", body)
    assert suggestions(result) == []
    assert [block.number for block in parse(result) if block.number] == [block.number for block in parse(body) if block.number]
    assert all(1 <= line <= body.count("\n") + 1 for suggestion in suggestions(body) for line in suggestion.lines)
