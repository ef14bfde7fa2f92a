"""Every number of a Word file comes in as the program that made it prints it, and reads back from the Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.text.blocks import BlockKind
from coalition.text.provisions import parse, problems
from coalition.word_files.reading_document import What
from coalition.word_files.reading_markdown import markdown_of
from coalition.word_files.reading_word_files import read_word_file
from tests import budget
from tests.word_files.makers import MAKERS
from tests.word_files.word_parts import definition, level, numbers, paragraph, starts, style, word_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.word_files.makers import Made

FORMATS = ("decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "russianLower", "arabicAbjad", "ordinal", "hebrew2")
TEXTS = ("%{}.", "%{})", "(%{})", "Article %{}.", "Recommendation %{}.", "§ %{}", "B%{})", "[%{}]", "%{} –", "No. %{}:", "%1-%{}")


@pytest.mark.parametrize("maker", MAKERS)
def test_every_number_comes_in_as_it_is_printed(maker: Callable[[], Made]) -> None:
    made = maker()
    document = read_word_file(made.content)
    assert [(each.number, each.text) for each in document.paragraphs if each.number] == made.printed


@pytest.mark.parametrize("maker", MAKERS)
def test_every_number_reads_back_from_the_markdown(maker: Callable[[], Made]) -> None:
    made = maker()
    text = markdown_of(read_word_file(made.content))
    blocks = parse(text.body)
    assert [block.number for block in blocks if block.kind is BlockKind.PROVISION] == [number for number, _ in made.printed]
    labels = [block.label for block in blocks]
    assert len(set(labels)) == len(labels)
    assert problems(text.body) == []
    assert text.title


def test_levels_of_a_list_are_those_of_the_file() -> None:
    levels = [level(0, "upperLetter", "%1."), level(1, "decimal", "%1%2)"), level(2, "decimalZero", "§ %3")]
    body = "".join(paragraph("Text.", number=f"1/{at}") for at in (0, 1, 1, 2, 0, 1, 2, 2))
    made = word_file(body, numbering=definition(1, levels) + numbers(1, 1))
    blocks = parse(markdown_of(read_word_file(made)).body)
    assert [(block.number, block.label, block.level) for block in blocks] == [
        ("A.", "(a)", 0),
        ("A1)", "(a).a1", 1),
        ("A2)", "(a).a2", 1),
        ("§ 01", "(a).a2.s-01", 2),
        ("B.", "(b)", 0),
        ("B1)", "(b).b1", 1),
        ("§ 01", "(b).b1.s-01", 2),
        ("§ 02", "(b).b1.s-02", 2),
    ]


def test_a_list_that_begins_again_has_labels_of_its_own() -> None:
    before, after = ("".join(paragraph("Text.", number=f"{at}/{depth}") for depth in (0, 0, 1)[at - 1 :]) for at in (1, 2))
    body = before + paragraph("Once more.", number="2/0") + after
    made = word_file(
        body, numbering=definition(1, [level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")]) + numbers(1, 1) + numbers(2, 1, starts(0, 1))
    )
    text = markdown_of(read_word_file(made))
    again = next(row for row in text.report if row.message is What.NUMBER_AGAIN.word)
    assert (again.count, again.places) == (1, ["1. Once more."])
    blocks = parse(text.body)
    assert [block.label for block in blocks] == ["1", "2", "2(a)", "list 2 1", "list 2 2", "list 2 2(a)"]
    assert [block.number for block in blocks] == ["1.", "2.", "(a)", "1.", "2.", "(a)"]


def test_a_level_that_never_begins_again_counts_on() -> None:
    levels = [level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", more='<w:lvlRestart w:val="0"/>')]
    body = "".join(paragraph("Text.", number=f"1/{at}") for at in (0, 1, 1, 0, 1))
    document = read_word_file(word_file(body, numbering=definition(1, levels) + numbers(1, 1)))
    assert [each.number for each in document.paragraphs] == ["1.", "a)", "b)", "2.", "c)"]


def test_a_level_that_is_left_out_counts_as_begun() -> None:
    levels = [level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), level(2, "decimal", "%1.%2.%3.")]
    body = "".join(paragraph("Text.", number=f"1/{at}") for at in (0, 2, 1))
    document = read_word_file(word_file(body, numbering=definition(1, levels) + numbers(1, 1)))
    assert [each.number for each in document.paragraphs] == ["1.", "1.1.1.", "1.2."]


def test_a_level_may_be_changed_by_one_list_alone() -> None:
    other = '<w:lvlOverride w:ilvl="0">' + level(0, "upperRoman", "%1)") + "</w:lvlOverride>"
    body = "".join(paragraph("Text.", number=number) for number in ("1/0", "2/0", "1/0"))
    document = read_word_file(word_file(body, numbering=definition(1, [level(0, "decimal", "%1.")]) + numbers(1, 1) + numbers(2, 1, other)))
    assert [each.number for each in document.paragraphs] == ["1.", "II)", "3."]


def test_headings_have_their_number_and_long_ones_are_provisions() -> None:
    styles = style("H1", "heading 1", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>') + style(
        "H2", "heading 2", paragraph='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>'
    )
    levels = [level(0, "decimal", "Article %1."), level(1, "decimal", "%1.%2")]
    body = (
        paragraph("Title")
        + paragraph("Aims", style="H1")
        + paragraph("The parties share what they know.", style="H2")
        + paragraph("Costs", style="H2")
    )
    text = markdown_of(read_word_file(word_file(body, styles=styles, numbering=definition(1, levels) + numbers(1, 1))))
    assert text.body == "# Article 1. Aims\n\n1.1 The parties share what they know.\n\n## 1.2 Costs\n"


def test_bullets_and_constant_words_are_no_numbers() -> None:
    levels = [level(0, "bullet", "\uf0b7"), level(1, "bullet", "o")]
    body = "".join(
        paragraph(text, number=number) for text, number in (("One", "1/0"), ("Two", "1/1"), ("Three", "1/0"), ("the parties agree", "2/0"))
    )
    made = word_file(
        paragraph("Title") + body, numbering=definition(1, levels) + definition(2, [level(0, "none", "Whereas")]) + numbers(1, 1) + numbers(2, 2)
    )
    assert markdown_of(read_word_file(made)).body == "- One\n  - Two\n- Three\n\nWhereas the parties agree\n"


def test_a_number_of_a_list_of_its_own_is_a_number_too() -> None:
    """Some programs write a number that no list can count as the words of a list with one item."""
    own = ("§ 3 a.", "5 bis", "(б)", "أ)", "Rule 7")
    definitions = "".join(definition(at, [level(0, "none", label)]) + numbers(at, at) for at, label in enumerate(own, start=1))
    body = "".join(paragraph("Text.", number=f"{at}/0") for at in range(1, len(own) + 1))
    document = read_word_file(word_file(paragraph("Title", style="T") + body, styles=style("T", "Title"), numbering=definitions))
    assert [each.number for each in document.paragraphs if each.number] == list(own)
    assert [block.number for block in parse(markdown_of(document).body)] == list(own)


def test_between_lists_the_place_of_the_number_says_what_stands_below_what() -> None:
    """The indent of the words is wider where the number is longer; that of the number counts."""
    wide = level(0, "decimal", "Rule %1 a.", indent=1134).replace('w:hanging="360"', 'w:hanging="774"')
    lists = (
        definition(1, [level(0, "decimal", "%1.", indent=720)])
        + definition(2, [wide])
        + definition(3, [level(0, "decimal", "Point %1", indent=1134)])
    )
    body = "".join(paragraph("Text.", number=f"{at}/0") for at in (1, 2, 1, 3))
    made = word_file(body, numbering=lists + "".join(numbers(at, at) for at in (1, 2, 3)))
    document = read_word_file(made)
    assert [each.above.number if each.above and each.is_told else "" for each in document.paragraphs] == ["", "", "", "2."]


@settings(max_examples=budget.SEQUENCES * 5, deadline=None)
@given(st.data())
def test_numbers_of_any_list_read_back(data: st.DataObject) -> None:
    """Whatever the formats, the words around numbers, the levels and the restarts are, each number reads back as it is, with its own label."""
    lists = data.draw(st.integers(1, 3))
    definitions, places = [], []
    for at in range(1, lists + 1):
        made = [level(depth, data.draw(st.sampled_from(FORMATS)), data.draw(st.sampled_from(TEXTS)).format(depth + 1)) for depth in range(3)]
        definitions.append(definition(at, made) + numbers(at, at) + numbers(at + 10, at, starts(0, data.draw(st.integers(1, 3)))))
        places += [f"{number}/{depth}" for number in (at, at + 10) for depth in range(3)]
    chosen = data.draw(st.lists(st.sampled_from([*places, "", "typed"]), max_size=14))
    beginnings = st.sampled_from(["Text", "text", "(1) text", "2013. It began", "", "- a", "слово", "نص"])
    body = "".join(
        paragraph(data.draw(st.sampled_from(["1. Typed", "(a) typed", "Article 1. Typed"])))
        if each == "typed"
        else paragraph(data.draw(beginnings), number=each)
        for each in chosen
    )
    document = read_word_file(word_file(paragraph("Title", style="T") + body, styles=style("T", "Title"), numbering="".join(definitions)))
    blocks = parse(markdown_of(document).body)
    printed = [each.number for each in document.paragraphs if each.number]
    computed = iter([block.number for block in blocks if block.kind is BlockKind.PROVISION])
    assert all(number in computed for number in printed), "in this order among the numbers that somebody typed"
    labels = [block.label for block in blocks]
    assert len(set(labels)) == len(labels) or "typed" in chosen
